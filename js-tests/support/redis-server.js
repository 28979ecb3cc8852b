import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { freePort } from "./servers.js";

const isMissing = spawnSync("redis-server", ["--version"]).error !== undefined;

/** The reason to skip the tests that need Redis; where `CI` is set, they run and fail. */
export const skip = isMissing && !process.env.CI && "NO redis-server ON THIS MACHINE: this was not tested";

/**
 * Starts a Redis server that keeps nothing on disk; stopped and started again, it has the same port.
 * @param {string[]} [more]  options of the command line
 */
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
