/**
 * `swan-login mock`: the mock of Baidu as a server.
 *
 * @import { MockAppOptions, MockBaidu, MockEndpoint, MockFault, MockRequest, MockSettings } from "../types/mock.cjs"
 */

import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";

import { createMockBaidu } from "../mock/mock.js";
import { MAX_SECONDS } from "../mock/options.js";
import { DIALECTS } from "../mock/reply.js";
import { listen } from "../mock/server.js";
import { integer, oneOf, UsageError } from "./arguments.js";

// Node 18.0 has no global crypto.
globalThis.crypto ??= /** @type {Crypto} */ (webcrypto);

const seconds = integer(0, MAX_SECONDS);

const flags = {
  port: { value: "port", does: "TCP port to listen on, 0 for any free one (8787)", parse: integer(0, 65_535) },
  host: { value: "address", does: "address to listen on (127.0.0.1)" },
  allowHost: {
    value: "name",
    does: "host name by which clients may call it; may be repeated",
    many: /** @type {true} */ (true),
  },
  apps: {
    value: "file",
    does: 'JSON file with the apps: [{ "client_id": "...", "sk": "...", "appid": "...", "owner": "..." }]',
    parse: readApps,
  },
  user: { value: "name", does: "a user that exists; may be repeated (user-1)", many: /** @type {true} */ (true) },
  dialect: {
    value: "name",
    does: `how a wrong code or secret is refused: ${Object.keys(DIALECTS).join(", ")} (errno)`,
    parse: oneOf(/** @type {MockSettings["dialect"][]} */ (Object.keys(DIALECTS))),
  },
  gatewayStatus: {
    value: "status",
    does: "HTTP status of error_code answers: 200, 400 to 599, or pcs (200)",
    parse: parseGatewayStatus,
  },
  codeLifetime: { value: "seconds", does: "lifetime of a login code (300)", parse: seconds },
  tokenLifetime: { value: "seconds", does: "lifetime of an app's access token (2592000)", parse: seconds },
  strict: { does: "take access tokens in the query only" },
  fault: {
    value: "endpoint=fault",
    does: "make an endpoint, or * for all, misbehave: getUnionid=slow; may be repeated",
    parse: parseFault,
    many: /** @type {true} */ (true),
  },
  log: { does: "print a line for each request, without secrets" },
};

/** @type {import("./commands.js").Command<typeof flags>} */
export const command = {
  flags,
  example: "swan-login mock --port 8787 --code-lifetime 600 --fault getUnionid=slow --log",

  async run({ port = 8787, host, allowHost, fault: faults = [], apps, user, log, json, ...settings }) {
    const { dialect, gatewayStatus, codeLifetime, tokenLifetime, strict } = settings;
    const onRequest = log && ((/** @type {MockRequest} */ request) => print(json ? request : lineOf(request)));
    const options = { dialect, gatewayStatus, codeLifetime, tokenLifetime, strict, onRequest };
    const baidu = createMockBaidu({ apps: apps?.content, users: user, ...options });
    for (const { endpoint, fault } of faults) baidu.fault(endpoint, fault);
    const server = await listen(baidu, { port, host, allowHosts: allowHost }).catch((error) => {
      throw error.code === "EADDRINUSE" ? new Error(`port ${port} is in use, choose another with --port`) : error;
    });
    print(json ? describe(server.url, baidu, apps) : greeting(server.url, baidu, apps));
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void server.close());
  },
};

/** @typedef {{ file: string, content: MockAppOptions[] }} AppsFile */

/** The errors quote nothing of the file, which holds secrets. @param {string} file @returns {AppsFile} */
function readApps(file) {
  let content;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new UsageError(code === undefined ? `is not JSON: ${file}` : `cannot be read (${code}): ${file}`);
  }
  if (!Array.isArray(content)) throw new UsageError(`is not a JSON array of apps: ${file}`);
  return { file, content };
}

/** @param {string} text @returns {MockSettings["gatewayStatus"]} */
function parseGatewayStatus(text) {
  if (text === "pcs") return text;
  return text === "200" ? 200 : integer(400, 599)(text);
}

/** The mock checks whether there is such an endpoint and such a fault. @param {string} text */
function parseFault(text) {
  const [, endpoint, fault] = /^([^=]+)=([^=]+)$/.exec(text) ?? [];
  if (endpoint === undefined) throw new UsageError(`is not endpoint=fault: ${text}`);
  return { endpoint: /** @type {MockEndpoint | "*"} */ (endpoint), fault: /** @type {MockFault} */ (fault) };
}

/** What a program needs to start with. @param {string} url @param {MockBaidu} baidu @param {AppsFile} [file] */
function describe(url, { apps, issueCode }, file) {
  // The secrets of a file may be real.
  return { url, apps: apps.map(({ sk, ...app }) => (file ? app : { ...app, sk })), code: issueCode() };
}

/** @param {string} url @param {MockBaidu} baidu @param {AppsFile} [file] */
function greeting(url, { apps: [app], users: [user], issueCode, settings }, file) {
  const code = issueCode();
  const { client_id } = app;
  const sk = file ? "SK" : app.sk;
  const named = new URLSearchParams({ client_id });
  // Double quotes, which every shell understands, that of Windows included.
  return `Mock Baidu listens on ${url} (Ctrl-C ends it)

  client_id  ${client_id}
  sk         ${file ? `SK stands for the one in ${file.file}` : sk}
  code       ${code}

Log in with the code, once and within ${settings.codeLifetime} seconds:

  curl -d "code=${code}&${named}&sk=${sk}" ${url}/oauth/jscode2sessionkey

Get another code, a token of a third-party platform, or the list of all that the mock can do:

  curl "${url}/mock/code?${named}&${new URLSearchParams({ user: String(user) })}"
  curl "${url}/mock/tp-token?${named}"
  curl "${url}/mock"

In your server: new SwanClient({ client_id, sk, baseUrl: "${url}" })`;
}

/** @param {MockRequest} request */
function lineOf({ time, method, path, fault, status, errno, error_code, error }) {
  const facts = [
    status ?? "no answer",
    errno !== undefined && `errno ${errno}`,
    error_code !== undefined && `error_code ${error_code}`,
    error,
    fault && `(fault ${fault})`,
  ];
  return [time, method, path, ...facts.filter(Boolean)].join(" ");
}

/** Prints nothing while earlier lines are still unread, because they would fill the memory. @param {string | object} what */
function print(what) {
  if (process.stdout.writableNeedDrain) return;
  process.stdout.write(`${typeof what === "string" ? what : JSON.stringify(what)}\n`);
}
