// The bound: the package's own traffic, with fetch, deadline and all options, around what by-hand.js builds and reads.
// What a call of the package costs beyond this is the core.

import { readOptions } from "../pkg/api/options.js";
import { Exchange } from "../pkg/transport/exchange.js";
import { buildRequest, parseResponse } from "./by-hand.js";

const endpoint = "getAccessToken";

/**
 * @param {{ client_id: string, sk: string }} params
 * @param {{ baseUrl: string }} options
 */
export async function getAccessToken(params, options) {
  const exchange = new Exchange(endpoint, readOptions(endpoint, options));
  try {
    const { url, body } = buildRequest(params, exchange.options.openapi);
    return await exchange.send(url, body, false, ({ body }) => parseResponse(body));
  } finally {
    exchange.end();
  }
}
