/**
 * Faults: what may stand in the place of Baidu's answer.
 *
 * @import { MockEndpoint, MockFault, MockFaultHandler, MockFaultOptions } from "../types/mock.cjs"
 *
 * @typedef {{ endpoint: MockEndpoint | "*", handler: MockFaultHandler, options: MockFaultOptions, left: number }} Planned
 */

import { ENDPOINTS } from "./endpoints.js";
import { GATEWAY_ERRORS, invalidParameterBody, json } from "./reply.js";

export class Faults {
  /** @type {Planned[]} */
  #planned = [];

  /**
   * @param {MockEndpoint | "*"} endpoint
   * @param {MockFault | MockFaultHandler} fault
   * @param {MockFaultOptions} [options]
   */
  add(endpoint, fault, options = {}) {
    if (endpoint !== "*" && ![...ENDPOINTS.values()].some(({ name }) => name === endpoint))
      throw new TypeError(`the mock has no endpoint ${JSON.stringify(endpoint)}`);
    const handler = typeof fault === "function" ? fault : HANDLERS[fault];
    if (!handler) throw new TypeError(`the mock has no fault ${JSON.stringify(fault)}`);
    this.#planned = this.#planned.filter((planned) => planned.endpoint !== endpoint || planned.left !== Infinity);
    this.#planned.push({ endpoint, handler, options, left: options.times ?? Infinity });
  }

  /** @param {MockEndpoint | "*"} [endpoint] */
  clear(endpoint) {
    this.#planned = this.#planned.filter((planned) => endpoint !== undefined && planned.endpoint !== endpoint);
  }

  /**
   * What answers this call in Baidu's place, if anything does.
   *
   * @param {MockEndpoint} endpoint
   * @returns {((request: Request, signal: AbortSignal, answer: () => Promise<Response>) => Promise<Response>) | undefined}
   */
  next(endpoint) {
    const planned = this.#due(endpoint) ?? this.#due("*");
    if (!planned) return undefined;
    planned.left -= 1;
    const { handler, options } = planned;
    return async (request, signal, answer) => handler(request, { answer, signal, options });
  }

  /** @param {MockEndpoint | "*"} endpoint */
  #due(endpoint) {
    this.#planned = this.#planned.filter(({ left }) => left > 0);
    return this.#planned.find((planned) => planned.endpoint === endpoint);
  }
}

/** Documented of getunionid: "internal error, retry later". */
const INTERNAL_ERROR = { errno: 10010500, errmsg: "server internal error" };

/** @type {Record<MockFault, MockFaultHandler>} */
const HANDLERS = {
  gateway: canned({ error_code: 2, error_msg: GATEWAY_ERRORS[2] }),
  oauth400: canned({ error: "invalid_grant", error_description: "Invalid authorization code: ANXx" }, 400),
  oauth401: canned({ error_description: "unknown client id", error: "invalid_client" }, 401),
  errno: canned(invalidParameterBody(["ClientID"])),
  "string-errno": canned({ ...INTERNAL_ERROR, errno: String(INTERNAL_ERROR.errno) }),
  "data-array": canned({ ...INTERNAL_ERROR, data: [] }),
  "data-empty-string": canned({ ...INTERNAL_ERROR, data: "" }),
  "data-null": canned({ ...INTERNAL_ERROR, data: null }),
  "success-without-openid": async (_request, { answer }) => json(withoutSubject(await (await answer()).json())),
  truncated: async (_request, { answer }) => {
    const text = await (await answer()).text();
    return new Response(text.slice(0, text.length / 2), { headers: { "content-type": "application/json" } });
  },
  html502: () => new Response(BAD_GATEWAY, { status: 502, headers: { "content-type": "text/html" } }),
  empty: () => new Response(null),
  429: (_request, { options: { body, retryAfter = 1 } }) =>
    json({ error_code: 18, error_msg: GATEWAY_ERRORS[18], ...body }, 429, { "retry-after": String(retryAfter) }),
  // A relative address: whoever follows it stays on the mock.
  redirect: () => new Response(null, { status: 302, headers: { location: "/redirected" } }),
  slow: async (_request, { answer, signal, options: { delay = 1000 } }) => {
    await wait(delay, signal);
    return answer();
  },
  hang: (_request, { signal }) => hang(signal),
  network: () => {
    throw new TypeError("fetch failed");
  },
};

/** @param {object} body @param {number} [status] @returns {MockFaultHandler} */
function canned(body, status) {
  return (_request, { options }) => json({ ...body, ...options.body }, status);
}

const SUBJECTS = ["openid", "open_id", "unionid", "union_id", "access_token"];

/** @param {unknown} body */
function withoutSubject(body) {
  return JSON.parse(JSON.stringify(body, (key, value) => (SUBJECTS.includes(key) ? undefined : value)));
}

const BAD_GATEWAY = `<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body>
</html>
`;

/**
 * Waits until the time is over, and rejects when the signal aborts, as fetch does.
 *
 * @param {number} delay Milliseconds.
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function wait(delay, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, delay);
    signal?.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason)), { once: true });
  });
}

/**
 * Never answers, and rejects when the signal aborts.
 *
 * @param {AbortSignal} signal
 * @returns {Promise<never>}
 */
function hang(signal) {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
