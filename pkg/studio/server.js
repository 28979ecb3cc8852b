/**
 * The local server of the studio: it serves the page, sends calls for it, and asks the mock for it.
 *
 * Other programs and other pages of this machine can reach it, so it answers only: on the loopback address; under that
 * name, so that no web page comes by a name of its own (DNS rebinding); to its own page, by Origin; and with the token
 * of the address that the terminal shows. It takes no address to send to, only the name of a call.
 *
 * @typedef {object} Studio
 * @property {string} url  the address to open; its fragment holds the token, and browsers send no fragment
 * @property {string} mock  the origin of the mock
 * @property {() => Promise<void>} close
 */

import { randomBytes, timingSafeEqual } from "node:crypto";
import { readJson, refuse } from "../mock/json-request.js";
import { createMockBaidu } from "../mock/mock.js";
import { json } from "../mock/reply.js";
import { listen } from "../mock/server.js";
import { calls } from "../wasm/calls.js";
import { askMock } from "./ask-mock.js";
import { readServedFile } from "./files.js";
import { MOCK_PATHS } from "./mock-paths.js";
import { POLICY } from "./policy.js";
import { send } from "./send.js";

/** The page sends less; user data has at most 64 KiB. */
const MAX_BODY_BYTES = 262_144;

/**
 * @param {object} [options]
 * @param {number} [options.port]  0 for any free one
 * @param {string} [options.mock]  the origin of a mock that runs already, on a loopback address; by default the studio starts one of its own
 * @returns {Promise<Studio>}
 */
export async function serveStudio({ port = 0, mock } = {}) {
  const own = mock === undefined ? await startMock() : undefined;
  /** @type {Mock} */
  const target = own ?? { url: /** @type {string} */ (mock) };
  const token = randomBytes(24).toString("base64url");
  /** @type {string[]} */
  const origins = [];
  try {
    const server = await listen(
      { fetch: async (input, init) => answer(new Request(input, init), { mock: target, token, origins }) },
      { port, maxBodyBytes: MAX_BODY_BYTES },
    );
    origins.push(server.url, server.url.replace("127.0.0.1", "localhost"));
    return {
      url: `${server.url}/#token=${token}`,
      mock: target.url,
      async close() {
        await Promise.all([server.close(), own?.close()]);
      },
    };
  } catch (error) {
    await own?.close();
    throw error;
  }
}

/** @returns {Promise<Mock & { close: () => Promise<void> }>} */
async function startMock() {
  const baidu = createMockBaidu();
  const { url, close } = await listen(baidu);
  return { url, close, credentials: () => baidu.apps[0] };
}

/**
 * @typedef {object} Mock
 * @property {string} url
 * @property {() => { client_id: string, sk: string }} [credentials]  of an app of a mock that the studio has started:
 *   they are fake
 *
 * @typedef {object} Service
 * @property {Mock} mock
 * @property {string} token
 * @property {readonly string[]} origins  of the page
 */

/** @param {Request} request @param {Service} service */
async function answer(request, service) {
  const { pathname } = new URL(request.url);
  const name = pathname.slice(1);
  const response = name.startsWith("api/")
    ? (refuseStranger(request, service) ?? (await answerPage(name.slice("api/".length), request, service)))
    : await answerFile(name || "index.html", request);
  for (const [header, value] of Object.entries(HEADERS)) response.headers.set(header, value);
  return response;
}

/** No other page may frame, load or read anything from here, nor learn its address. */
const HEADERS = {
  "content-security-policy": `${POLICY}; frame-ancestors 'none'`,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

/** @param {string} name @param {Request} request */
async function answerFile(name, { method }) {
  const found = await readServedFile(name);
  if (!found) return refuse(404, "not_found", "the studio has no such file");
  if (method !== "GET" && method !== "HEAD")
    return refuse(405, "method_not_allowed", "files take GET", { allow: "GET, HEAD" });
  const headers = { "content-type": found.type, "content-length": String(found.bytes.length) };
  return new Response(method === "HEAD" ? null : found.bytes, { headers });
}

/** What is not from the page itself, with the token. @param {Request} request @param {Service} service */
function refuseStranger({ method, headers }, { token, origins }) {
  if (method !== "POST") return refuse(405, "method_not_allowed", "the page asks by POST", { allow: "POST" });
  const origin = headers.get("origin") ?? "";
  if (!origins.includes(origin)) return refuse(403, "origin_not_allowed", "only the page of this server may ask");
  const given = headers.get("authorization") ?? "";
  if (!isSame(given, `Bearer ${token}`))
    return refuse(401, "token_wrong", "open the address that the terminal shows", { "www-authenticate": "Bearer" });
  return undefined;
}

/** In constant time. @param {string} one @param {string} other */
function isSame(one, other) {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** @param {string} name @param {Request} request @param {Service} service */
async function answerPage(name, request, { mock }) {
  const question = Object.hasOwn(QUESTIONS, name) ? QUESTIONS[name] : undefined;
  if (!question) return refuse(404, "not_found", `the page may ask for ${Object.keys(QUESTIONS).join(", ")}`);
  const fields = await readJson(request);
  return fields instanceof Response ? fields : question(fields, mock);
}

/** @type {Readonly<Record<string, (fields: any, mock: Mock) => Response | Promise<Response>>>} */
const QUESTIONS = {
  mock: (_fields, { url, credentials }) => json({ url, credentials: credentials?.() }),

  async send({ endpoint, params, to }, mock) {
    if (typeof endpoint !== "string" || !Object.hasOwn(calls, endpoint)) return wrong("endpoint", Object.keys(calls));
    if (typeof params !== "object" || params === null) return wrong("params", ["an object"]);
    if (to !== "baidu" && to !== "mock") return wrong("to", ["baidu", "mock"]);
    const name = /** @type {keyof typeof calls} */ (endpoint);
    return json(await send(name, params, to === "mock" ? mock.url : undefined));
  },

  async "ask-mock"({ path, params = {} }, mock) {
    if (typeof path !== "string" || !Object.hasOwn(MOCK_PATHS, path)) return wrong("path", Object.keys(MOCK_PATHS));
    if (typeof params !== "object" || params === null) return wrong("params", ["an object"]);
    return askMock(mock.url, path, params);
  },
};

/** @param {string} name @param {string[]} expected */
const wrong = (name, expected) => refuse(400, "invalid_argument", `${name} is not one of ${expected.join(", ")}`);
