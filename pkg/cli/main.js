#!/usr/bin/env node
/**
 * The command `swan-login`.
 *
 * @import { MockBaidu } from "../types/mock.cjs"
 */

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

const HELP = `Usage: swan-login mock [--port <port>] [--host <address>]

Serves a mock of Baidu's login endpoints, to develop and test against.

Options:
  --port <port>     TCP port to listen on, 0 for any free one (default 8787)
  --host <address>  address to listen on (default 127.0.0.1)
  --help            print this
  --version         print the version
`;

/** A mistake in the command line. */
class UsageError extends Error {}

await main(process.argv.slice(2));

/** @param {string[]} args */
async function main(args) {
  try {
    const { values, positionals } = parse(args);
    if (values.help) return void process.stdout.write(HELP);
    if (values.version) return void process.stdout.write(`${version()}\n`);
    const [command, ...rest] = positionals;
    if (command === undefined) throw new UsageError("no command given");
    if (command !== "mock") throw new UsageError(`unknown command: ${command}`);
    if (rest.length > 0) throw new UsageError(`unexpected argument: ${rest[0]}`);
    await mock(parsePort(values.port), values.host);
  } catch (error) {
    const usage = error instanceof UsageError;
    process.stderr.write(`swan-login: ${explain(error)}\n${usage ? "Try: swan-login --help\n" : ""}`);
    process.exitCode = usage ? 2 : 1;
  }
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        port: { type: "string", default: "8787" },
        host: { type: "string", default: "127.0.0.1" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean", short: "v" },
      },
    });
  } catch (error) {
    throw new UsageError(explain(error));
  }
}

/** @param {string} text */
function parsePort(text) {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new UsageError(`not a port: ${text}`);
  return port;
}

function version() {
  return JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version;
}

/** @param {number} port @param {string} host */
async function mock(port, host) {
  const { createMockBaidu } = await import("../mock/mock.js");
  const { listen } = await import("../mock/server.js");
  const baidu = createMockBaidu();
  const server = await listen(baidu, { port, host });
  process.stdout.write(greeting(server.url, baidu));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void server.close());
}

/** @param {string} url @param {MockBaidu} baidu */
function greeting(url, { apps: [{ client_id, sk }], issueCode }) {
  const code = issueCode();
  // Double quotes, which every shell understands, that of Windows included.
  return `Mock Baidu listens on ${url} (Ctrl-C ends it)

  client_id  ${client_id}
  sk         ${sk}
  code       ${code}

Log in with the code, once and within 5 minutes:

  curl -d "code=${code}&client_id=${client_id}&sk=${sk}" ${url}/oauth/jscode2sessionkey

Get another code, or a token of a third-party platform:

  curl "${url}/mock/code?client_id=${client_id}&user=user-1"
  curl "${url}/mock/tp-token?client_id=${client_id}"

In your server: new SwanClient({ client_id, sk, baseUrl: "${url}" })
`;
}

/** @param {unknown} error */
function explain(error) {
  if (!(error instanceof Error)) return String(error);
  const { code, port } = /** @type {NodeJS.ErrnoException & { port?: number }} */ (error);
  return code === "EADDRINUSE" ? `port ${port} is in use, choose another with --port` : error.message;
}
