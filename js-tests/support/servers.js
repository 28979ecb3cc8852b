/** Servers on this machine that live as long as a test. */

import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer as createTcpServer } from "node:net";

/** @import { RequestListener } from "node:http" */
/** @import { AddressInfo, Server, Socket } from "node:net" */
/** @import { TestContext } from "node:test" */

/**
 * @param {TestContext} t
 * @param {RequestListener} listener
 */
export async function serveHttp(t, listener) {
  const server = createHttpServer(listener);
  t.after(() => server.closeAllConnections());
  return serve(t, server);
}

/**
 * A TCP server, for answers that an HTTP server refuses to send.
 * @param {TestContext} t
 * @param {(socket: Socket, request: string) => void} answer  called with the head of each request
 */
export async function serveTcp(t, answer) {
  const server = createTcpServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (data) => answer(socket, data.toString("latin1")));
  });
  return serve(t, server);
}

/**
 * @param {TestContext} t
 * @param {Server} server
 */
export async function serve(t, server) {
  /** @type {Set<Socket>} */
  const sockets = new Set();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${portOf(server)}`, port: portOf(server), sockets };
}

/** The address of a port that nobody listens on. */
export async function refusingUrl() {
  return `http://127.0.0.1:${await freePort()}`;
}

/** A port that nobody listens on. */
export async function freePort() {
  const server = createTcpServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server);
  server.close();
  await once(server, "close");
  return port;
}

/** @param {Server} server */
function portOf(server) {
  return /** @type {AddressInfo} */ (server.address()).port;
}
