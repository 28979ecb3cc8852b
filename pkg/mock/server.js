/**
 * An HTTP server around the mock's fetch. The types and their documentation are in mock-node.d.cts. The command line
 * supports Node 18.0, so nothing newer is used.
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
import { refuse } from "./json-request.js";
import { checkOptions, integer, name } from "./options.js";
import { mockFailed } from "./reply.js";

/** @type {typeof import("../types/mock-node.cjs").listen} */
export async function listen(mock, listenOptions) {
  const options = listenOptions ?? {};
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
  const url = `http://${hostname(URL_HOSTS[host] ?? host)}:${address.port}`;

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

/** The address in `url` of a server on all addresses. Clients send secrets over http to loopback addresses only. */
const URL_HOSTS = /** @type {Record<string, string>} */ ({ "0.0.0.0": "127.0.0.1", "::": "::1" });

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
  const clientLeft = new AbortController();
  outgoing.once("close", () => outgoing.writableFinished || clientLeft.abort());
  try {
    await send(await respond({ fetch, url, hosts, maxBodyBytes }, incoming, clientLeft.signal), outgoing);
  } catch (error) {
    // fetch rejects with a TypeError when a connection breaks. Anything else is a mistake, so the client gets its text.
    if (error instanceof TypeError || outgoing.headersSent || clientLeft.signal.aborted) outgoing.destroy();
    else await send(mockFailed(error), outgoing).catch(() => {});
  }
}

/** @param {Response} response @param {ServerResponse} outgoing */
async function send(response, outgoing) {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  await pipeline(response.body ?? [], outgoing);
}

/** @param {Service} service @param {IncomingMessage} incoming @param {AbortSignal} signal */
async function respond({ fetch, url, hosts, maxBodyBytes }, incoming, signal) {
  const target = targetOf(incoming, url);
  if (!target) return refuse(400, "bad_request", "the target of the request is neither a path nor a URL");
  const message = hostRefusal(incoming, target, hosts);
  // Not 421, after which Node's fetch sends the request again.
  if (message) return refuse(403, "host_not_allowed", message);
  if (incoming.method === "TRACE")
    return refuse(405, "method_not_allowed", "there is no Request with the method TRACE");
  const body = await readBody(incoming, maxBodyBytes);
  if (!body) return refuse(413, "body_too_large", `the body has more than ${maxBodyBytes} bytes`);
  return fetch(url + target.pathname + target.search, requestInit(incoming, body, signal));
}

/** Usually a path; a client that takes this server for a proxy sends a URL. @param {IncomingMessage} incoming @param {string} url */
function targetOf({ url: target = "/" }, url) {
  try {
    return new URL(target.startsWith("/") ? url + target : target);
  } catch {
    return undefined;
  }
}

/**
 * Refuses a Host that is not this server's: a web page whose name was made to point here (DNS rebinding) could
 * otherwise read and change everything.
 *
 * @param {IncomingMessage} incoming @param {URL} target @param {ReadonlySet<string>} hosts
 * @returns {string | undefined}  why
 */
function hostRefusal({ headers: { host = "" }, socket }, target, hosts) {
  const reached = hostname(socket.localAddress?.replace(/^::ffff:/, "") ?? "");
  const isAllowed = (/** @type {string} */ name) => name !== "" && (hosts.has(name) || name === reached);
  const names = [hostname(host.replace(/\.?(:\d*)?$/, "")), target.hostname];
  const refused = names.find((name) => !isAllowed(name));
  if (refused === undefined) return undefined;
  return `the host name ${refused} is not allowed; a mock allows it with --allow-host, or with allowHosts of listen`;
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
