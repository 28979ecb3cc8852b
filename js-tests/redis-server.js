/** A Redis server of a test's own, which keeps nothing, on a port that stays the same when it is stopped and started. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

/** @param {string[]} [more]  options of the command line */
export async function redisServer(more = []) {
  const port = await freePort();
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let server;

  async function start() {
    const options = [
      "--port",
      String(port),
      "--bind",
      "127.0.0.1",
      "--save",
      "",
      "--appendonly",
      "no",
      "--daemonize",
      "no",
      ...more,
    ];
    const started = spawn("redis-server", options, { stdio: ["ignore", "pipe", "inherit"] });
    server = started;
    for await (const line of createInterface({ input: /** @type {import("node:stream").Readable} */ (started.stdout) }))
      if (line.includes("Ready to accept connections")) return void started.stdout?.resume();
    throw new Error("redis-server did not start");
  }

  async function stop() {
    const closed = server && once(server, "exit");
    server?.kill("SIGKILL");
    server = undefined;
    await closed;
  }

  await start();
  return { url: `redis://127.0.0.1:${port}`, port, start, stop };
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}
