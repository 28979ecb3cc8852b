/**
 * An HTTP server around the mock's fetch. The types and their documentation are
 * in mock-node.d.cts.
 *
 * @import { AddressInfo } from "node:net"
 * @import { IncomingMessage, ServerResponse } from "node:http"
 * @import { MockBaidu } from "../types/mock.cjs"
 */

import { once } from "node:events";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";

/** @type {typeof import("../types/mock-node.cjs").listen} */
export async function listen(mock, { port = 0, host = "127.0.0.1" } = {}) {
  const server = createServer((incoming, outgoing) => void serve(mock.fetch, url, incoming, outgoing));
  server.listen(port, host);
  await once(server, "listening");
  const address = /** @type {AddressInfo} */ (server.address());
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`;

  return {
    url,
    port: address.port,
    async close() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/**
 * @param {MockBaidu["fetch"]} fetch
 * @param {string} origin
 * @param {IncomingMessage} incoming
 * @param {ServerResponse} outgoing
 */
async function serve(fetch, origin, incoming, outgoing) {
  const gone = new AbortController();
  outgoing.once("close", () => outgoing.writableFinished || gone.abort());
  try {
    const response = await fetch(origin + incoming.url, await requestInit(incoming, gone.signal));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    await pipeline(response.body ?? [], outgoing);
  } catch {
    outgoing.destroy();
  }
}

/** @param {IncomingMessage} incoming @param {AbortSignal} signal */
async function requestInit(incoming, signal) {
  const { method = "GET", headersDistinct } = incoming;
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct))
    for (const value of values) headers.append(name, value);
  // Read whole: forms are small, and a body that a fault leaves unread would hold up the connection.
  const body = await buffer(incoming);
  return { method, headers, body: method === "GET" || method === "HEAD" ? null : body, signal };
}
