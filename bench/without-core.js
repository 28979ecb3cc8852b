// The bound: the package's own traffic, with fetch, deadline and all options, around what by-hand.js builds and reads.
// What a call of the package costs beyond this is the core.

import { readOptions } from "../pkg/api/options.js";
import { PendingCall } from "../pkg/core/pending-call.js";
import { buildRequest, parseResponse } from "./by-hand.js";

const endpoint = "getAccessToken";
const decoder = new TextDecoder();

/**
 * @param {{ client_id: string, sk: string }} params
 * @param {{ baseUrl: string }} options
 */
export async function getAccessToken(params, options) {
  const checked = readOptions(endpoint, options);
  const pending = new PendingCall(endpoint, checked);
  try {
    const { url, body } = buildRequest(params, checked.openapi);
    pending.send(url, body, false, undefined, {
      answered: (_, bytes) => pending.resolve?.(bytes),
      failed: (failure) => pending.reject?.(failure),
    });
    return parseResponse(decoder.decode(await pending.outcome));
  } finally {
    pending.end();
  }
}
