/**
 * An HTTP server around the mock's fetch. The types and their documentation are in mock-node.d.cts. The command line
 * promises Node 18.0, so nothing here is newer.
 *
 * @import { AddressInfo, Socket } from "node:net"
 * @import { IncomingMessage, ServerResponse } from "node:http"
 * @import { MockBaidu } from "../types/mock.cjs"
 */

import { once } from "node:events";
import { createServer } from "node:http";
import { isIPv6 } from "node:net";
import { pipeline } from "node:stream/promises";

import { invalidArgument } from "../api/arguments.js";
import { ADDRESS_HEADER } from "./address.js";
import { checkOptions, integer, name } from "./options.js";
import { json } from "./reply.js";

/** @type {typeof import("../types/mock-node.cjs").listen} */
export async function listen(mock, options = {}) {
  if (typeof mock?.fetch !== "function") throw invalidArgument("listen", "mock", "a mock with a fetch function");
  checkOptions("listen", options, OPTIONS);
  const { port = 0, host = "127.0.0.1", allowHosts = [], maxBodyBytes = 1_048_576 } = options;
  const hosts = new Set(["localhost", "127.0.0.1", "[::1]", ...[host, ...allowHosts].map(hostname)]);

  const server = createServer(
    (incoming, outgoing) => void serve({ fetch: mock.fetch, url, hosts, maxBodyBytes }, incoming, outgoing),
  );
  // server.closeAllConnections came with Node 18.2.
  /** @type {Set<Socket>} */
  const sockets = new Set();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(port, host);
  await once(server, "listening");
  const address = /** @type {AddressInfo} */ (server.address());
  const url = `http://${hostname(REACHED_BY[host] ?? host)}:${address.port}`;

  return {
    url,
    port: address.port,
    async close() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A server on all addresses is called at the loopback address, for clients send secrets over http to no other. */
const REACHED_BY = /** @type {Record<string, string>} */ ({ "0.0.0.0": "127.0.0.1", "::": "::1" });

const OPTIONS = {
  port: integer(0, 65_535),
  host: name,
  allowHosts: {
    expected: "an array of host names without a port",
    is: (/** @type {unknown} */ value) => Array.isArray(value) && value.every(isHostname),
  },
  maxBodyBytes: integer(0, Number.MAX_SAFE_INTEGER),
};

/** @param {unknown} value */
const isHostname = (value) => name.is(value) && hostname(String(value)) !== "";

/** The host name as a URL writes it: lower case, IPv6 in brackets; "" if it is none. @param {string} host */
function hostname(host) {
  try {
    const { hostname, href } = new URL(`http://${isIPv6(host) ? `[${host}]` : host}`);
    return href === `http://${hostname}/` ? hostname : "";
  } catch {
    return "";
  }
}

/**
 * @typedef {object} Service
 * @property {MockBaidu["fetch"]} fetch
 * @property {string} url
 * @property {ReadonlySet<string>} hosts
 * @property {number} maxBodyBytes
 *
 * @param {Service} service
 * @param {IncomingMessage} incoming
 * @param {ServerResponse} outgoing
 */
async function serve({ fetch, url, hosts, maxBodyBytes }, incoming, outgoing) {
  const gone = new AbortController();
  outgoing.once("close", () => outgoing.writableFinished || gone.abort());
  try {
    const refusal = refuseHost(incoming, hosts);
    const body = refusal ? undefined : await readBody(incoming, maxBodyBytes);
    const response =
      refusal ??
      (body === undefined
        ? json({ error: "body_too_large", message: `the body has more than ${maxBodyBytes} bytes` }, 413)
        : await fetch(url + incoming.url, requestInit(incoming, body, gone.signal)));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    await pipeline(response.body ?? [], outgoing);
  } catch {
    outgoing.destroy();
  }
}

/**
 * Refuses a Host that is not this server's: a web page whose name was made to point here (DNS rebinding) could
 * otherwise read and change everything.
 *
 * @param {IncomingMessage} incoming @param {ReadonlySet<string>} hosts
 */
function refuseHost({ headers: { host = "" }, socket }, hosts) {
  const named = hostname(host.replace(/\.?(:\d*)?$/, ""));
  const reached = hostname(socket.localAddress?.replace(/^::ffff:/, "") ?? "");
  if (named !== "" && (hosts.has(named) || named === reached)) return undefined;
  const message = `the host name ${named} is not allowed; a mock allows it with --allow-host, or with allowHosts of listen`;
  // Not 421, after which Node's fetch sends the request again.
  return json({ error: "host_not_allowed", message }, 403);
}

/**
 * Forms are small. Node reads and drops the rest of a larger body, so that the client gets to see the answer.
 *
 * @param {IncomingMessage} incoming @param {number} max
 * @returns {Promise<Buffer<ArrayBuffer> | undefined>}  undefined when it is too large
 */
async function readBody(incoming, max) {
  /** @type {Buffer[]} */
  const chunks = [];
  let size = 0;
  if (Number(incoming.headers["content-length"] ?? 0) > max) return undefined;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > max) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @param {IncomingMessage} incoming @param {Buffer<ArrayBuffer>} body @param {AbortSignal} signal */
function requestInit({ method = "GET", rawHeaders, socket }, body, signal) {
  const headers = new Headers();
  for (let i = 0; i < rawHeaders.length; i += 2) headers.append(String(rawHeaders[i]), String(rawHeaders[i + 1]));
  headers.set(ADDRESS_HEADER, socket.remoteAddress?.replace(/^::ffff:/, "") ?? "");
  return { method, headers, body: method === "GET" || method === "HEAD" ? null : body, signal };
}
