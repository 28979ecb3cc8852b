/** Servers that misbehave, on this machine, and what the tests of failures share. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { isSwanLoginError } from "swan-login";

/** @import { RequestListener } from "node:http" */
/** @import { AddressInfo, Server, Socket } from "node:net" */
/** @import { TestContext } from "node:test" */
/** @import { SwanLoginError } from "swan-login" */

/** What the calls of these tests take. */
export const login = {
  code: "0c0de0c0de0c0de0c0de0c0de0c0de00NW",
  client_id: "app-key",
  sk: "5ec2e75ec2e75ec2e75ec2e75ec2e700",
};
export const token = { access_token: "24.70ce70ce70ce70ce70ce70ce70ce7000.2592000.1700000000.282335-1", openid: "o" };

/** A reply that every call takes for a success. */
export const SUCCESS = JSON.stringify({
  openid: "o",
  session_key: "5e5510e5510e5510e5510e5510e55100",
  unionid: "u",
  access_token: "24.0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f.2592000.1700000000.282335-1",
  expires_in: 2592000,
});

/**
 * An HTTP server that lives as long as the test.
 * @param {TestContext} t
 * @param {RequestListener} listener
 */
export async function serveHttp(t, listener) {
  const server = createHttpServer(listener);
  t.after(() => server.closeAllConnections());
  return serve(t, server);
}

/**
 * A TCP server for what HTTP servers refuse to do.
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

/** @param {Server} server */
function portOf(server) {
  return /** @type {AddressInfo} */ (server.address()).port;
}

/** An address where nobody listens. */
export async function refusingUrl() {
  const server = createTcpServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server);
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}`;
}

/**
 * What a call rejects with.
 * @param {Promise<unknown>} promise
 * @returns {Promise<unknown>}
 */
export async function reasonOf(promise) {
  const reason = await promise.then(
    (result) => assert.fail(`resolved to ${JSON.stringify(result)}`),
    (/** @type {unknown} */ reason) => reason,
  );
  return reason;
}

/**
 * The error that a call rejects with, which must be one of the closed set.
 * @param {Promise<unknown>} promise
 * @param {Partial<SwanLoginError>} [fields]  that it must have
 */
export async function errorOf(promise, fields = {}) {
  const error = await reasonOf(promise);
  if (!isSwanLoginError(error))
    throw new assert.AssertionError({ message: "no SwanLoginError", actual: error, expected: fields });
  for (const [name, value] of Object.entries(fields))
    assert.deepEqual(Reflect.get(error, name), value, `${name} of ${error.stack}`);
  return error;
}

/**
 * Runs a module in a Node of its own.
 * @param {string} source
 * @param {Record<string, string>} [env]
 * @param {string[]} [flags]
 * @returns {Promise<{ status: number | null, signal: string | null, output: string, ms: number }>}
 */
export async function runNode(source, env = {}, flags = []) {
  const begin = performance.now();
  const child = spawn(process.execPath, [...flags, "--input-type=module", "--eval", source], {
    env: { ...process.env, ...env },
  });
  const kill = setTimeout(() => child.kill("SIGKILL"), 60_000);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const [status, signal] = await once(child, "close");
  clearTimeout(kill);
  return { status, signal, output, ms: performance.now() - begin };
}
