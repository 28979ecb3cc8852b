/**
 * Connections to a host, directly or through the proxy that fetch uses.
 *
 * @import { Socket } from "node:net"
 * @import { TLSSocket } from "node:tls"
 * @import { Target } from "./context.js"
 */

import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { connect, isIP } from "node:net";
import { connect as connectTls } from "node:tls";

/** What the first connection leads to: the proxy, or the host. @param {Pick<Target, "url" | "proxy">} target */
export function firstHop({ url, proxy }) {
  const { hostname, port, protocol } = proxy?.url ?? url;
  return { hostname: hostname.replace(/^\[|\]$/g, ""), port: Number(port || (protocol === "https:" ? 443 : 80)) };
}

/**
 * @param {string} address  an IP address
 * @param {number} port
 * @param {AbortSignal} signal  ends the attempt, or the connection
 * @returns {Promise<Socket>}  rejects with an error that has a code
 */
export function openSocket(address, port, signal) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port });
    const end = () => socket.destroy(Object.assign(new Error("aborted"), { code: "ETIMEDOUT" }));
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
    socket.once("connect", () => resolve(socket));
    // It stays, so that a later error of the socket is handled.
    socket.on("error", reject);
  });
}

/** A proxy refuses to connect; `code` is its HTTP status. */
export class ProxyRefusal extends Error {
  /** @param {number} status @param {string} proxy */
  constructor(status, proxy) {
    super("the proxy refuses");
    this.code = status;
    this.proxy = proxy;
  }
}

/**
 * A connection to the host itself.
 *
 * @param {Target} target
 * @param {string} address  of the first hop
 * @param {AbortSignal} signal
 * @returns {Promise<Socket>}
 */
export function openRoute({ url, proxy }, address, signal) {
  const { port } = firstHop({ url, proxy });
  if (!proxy) return openSocket(address, port, signal);
  const path = `${url.hostname}:${url.port || (url.protocol === "https:" ? 443 : 80)}`;
  const { username, password, protocol, hostname, host } = proxy.url;
  const authorization = `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64")}`;
  return new Promise((resolve, reject) => {
    const request = (protocol === "https:" ? requestHttps : requestHttp)({
      method: "CONNECT",
      host: address,
      port,
      path,
      signal,
      servername: hostname,
      headers: { host: path, ...(username && { "proxy-authorization": authorization }) },
    });
    request.once("connect", ({ statusCode = 0 }, socket) => {
      if (statusCode === 200) return resolve(/** @type {Socket} */ (socket));
      socket.destroy();
      reject(new ProxyRefusal(statusCode, host));
    });
    request.once("response", (response) => {
      response.destroy();
      reject(new ProxyRefusal(response.statusCode ?? 0, host));
    });
    request.on("error", reject);
    request.end();
  });
}

/**
 * TLS with the host, whatever its certificate is. Nothing secret may be sent on it.
 *
 * @param {Target} target
 * @param {string} address  of the first hop
 * @param {AbortSignal} signal
 * @returns {Promise<TLSSocket>}
 */
export async function openUnverifiedTls(target, address, signal) {
  const socket = await openRoute(target, address, signal);
  const host = target.url.hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve, reject) => {
    const secure = connectTls({
      socket,
      host,
      ...(isIP(host) === 0 && { servername: host }),
      ALPNProtocols: ["http/1.1"],
      rejectUnauthorized: false,
    });
    socket.on("error", reject);
    secure.on("error", reject);
    secure.once("secureConnect", () => resolve(secure));
  });
}
