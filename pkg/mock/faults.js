/**
 * Faults: wrong responses, delays and broken connections in place of Baidu's response.
 *
 * @import { MockEndpoint, MockFault, MockFaultContext, MockFaultHandler, MockFaultOptions, MockPlannedFault, MockSettings } from "../types/mock.cjs"
 * @import { Schema } from "./options.js"
 *
 * @typedef {(request: Request, context: MockFaultContext, settings: MockSettings) => Response | Promise<Response>} Handler
 * @typedef {{ endpoint: MockEndpoint | "*", name: MockFault | "custom", handler: Handler, options: MockFaultOptions, left: number }} Planned
 */

import { NAMES } from "./endpoints.js";
import { checkOptions, checkValue, integer, JSON_OBJECT, oneOf, status } from "./options.js";
import { ERRNO_TEXTS, gatewayBody, gatewayStatus, json, missingFieldsBody, OAUTH_TEXTS } from "./reply.js";

/** The largest number of planned faults. The oldest are dropped. */
const LIMIT = 100;

export class Faults {
  /** @type {Planned[]} */
  #planned = [];

  /**
   * @param {MockEndpoint | "*"} endpoint
   * @param {MockFault | MockFaultHandler} fault
   * @param {MockFaultOptions | null} [faultOptions]
   */
  add(endpoint, fault, faultOptions) {
    const options = faultOptions ?? {};
    checkValue("fault", "endpoint", endpoint, ENDPOINT);
    if (typeof fault !== "function") checkValue("fault", "fault", fault, FAULT);
    checkOptions("fault", options, FAULT_OPTIONS);
    this.#planned = this.#planned.filter((planned) => planned.endpoint !== endpoint || planned.left !== Infinity);
    /** @type {Pick<Planned, "name" | "handler">} */
    const what =
      typeof fault === "function"
        ? { name: "custom", handler: (request, context) => fault(request, context) }
        : { name: fault, handler: HANDLERS[fault] };
    this.#planned.push({ endpoint, ...what, options, left: options.times ?? Infinity });
    if (this.#planned.length > LIMIT) this.#planned.shift();
  }

  /** @param {MockEndpoint | "*"} [endpoint] */
  clear(endpoint) {
    if (endpoint !== undefined) checkValue("clearFaults", "endpoint", endpoint, ENDPOINT);
    this.#planned = this.#planned.filter((planned) => endpoint !== undefined && planned.endpoint !== endpoint);
  }

  /** The faults that wait for a call, in the order in which they were added. @returns {MockPlannedFault[]} */
  get planned() {
    return this.#planned
      .filter(({ left }) => left > 0)
      .map(({ endpoint, name: fault, left }) => ({ endpoint, fault, ...(left !== Infinity && { times: left }) }));
  }

  /**
   * The fault for this call, if there is one.
   *
   * @param {MockEndpoint} endpoint
   */
  next(endpoint) {
    const planned = this.#due(endpoint) ?? this.#due("*");
    if (!planned) return undefined;
    planned.left -= 1;
    const { name, handler, options } = planned;
    /**
     * @param {Request} request
     * @param {Omit<MockFaultContext, "options">} context
     * @param {MockSettings} settings
     */
    const answer = async (request, context, settings) => handler(request, { ...context, options }, settings);
    return { name, answer };
  }

  /** @param {MockEndpoint | "*"} endpoint */
  #due(endpoint) {
    this.#planned = this.#planned.filter(({ left }) => left > 0);
    return this.#planned.find((planned) => planned.endpoint === endpoint);
  }
}

/** @type {Record<MockFault, Handler>} */
const HANDLERS = {
  gateway: (_request, { options: { body, status: httpStatus } }, settings) => {
    const error_code = Number(body?.error_code ?? 2);
    return json({ ...gatewayBody(error_code), ...body }, httpStatus ?? gatewayStatus(settings, error_code));
  },
  oauth400: oauth(400, "invalid_grant"),
  oauth401: oauth(401, "invalid_client"),
  errno: (_request, { options: { body = {}, status: httpStatus } }) => {
    const error = errnoText(body.errno);
    const fields = body.errno === undefined ? missingFieldsBody(["ClientID"]) : error && { error };
    return json({ ...fields, ...body }, httpStatus);
  },
  "string-errno": internalError({ errno: "10010500" }),
  "data-array": internalError({ data: [] }),
  "data-empty-string": internalError({ data: "" }),
  "data-null": internalError({ data: null }),
  "success-without-openid": async (_request, { answer }) => json(withoutSubject(await (await answer()).json())),
  truncated: async (_request, { answer }) => {
    const text = await (await answer()).text();
    return new Response(text.slice(0, text.length / 2), { headers: { "content-type": "application/json" } });
  },
  html502: () => new Response(BAD_GATEWAY, { status: 502, headers: { "content-type": "text/html" } }),
  empty: () => new Response(null),
  429: (_request, { options: { body, retryAfter = 1 } }) =>
    json({ ...gatewayBody(18), ...body }, 429, { "retry-after": String(retryAfter) }),
  // A relative address, so that a client that follows it stays on the mock.
  redirect: () => new Response(null, { status: 302, headers: { location: "/redirected" } }),
  slow: async (_request, { answer, signal, options: { delay = 1000 } }) => {
    await wait(delay, signal);
    return answer();
  },
  hang: (_request, { signal }) => hang(signal),
  network: () => {
    throw new TypeError("fetch failed");
  },
  "answer-lost": async (_request, { answer }) => {
    await answer();
    throw new TypeError("fetch failed");
  },
  "answer-cut": async (_request, { answer }) => cut(await answer()),
  "answer-hang": async (_request, { answer, signal }) => {
    await answer();
    return hang(signal);
  },
};

/** The head of an answer and the first half of its body; then the connection breaks. @param {Response} answer */
async function cut(answer) {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  let isSent = false;
  const body = new ReadableStream({
    pull(controller) {
      if (isSent) return controller.error(new TypeError("terminated"));
      isSent = true;
      controller.enqueue(bytes.slice(0, Math.max(1, bytes.length / 2)));
    },
  });
  return new Response(body, { status: answer.status, headers: answer.headers });
}

/** @type {import("./options.js").Validator} */
const ENDPOINT = oneOf(["*", ...NAMES]);

/** @type {import("./options.js").Validator} */
const FAULT = oneOf(Object.keys(HANDLERS));

/** @type {Schema} */
const FAULT_OPTIONS = {
  times: {
    expected: "a whole number of at least 1",
    is: (value) => value === Infinity || integer(1, Number.MAX_SAFE_INTEGER).is(value),
  },
  body: JSON_OBJECT,
  status,
  delay: integer(0, 2_147_483_647, "of milliseconds "),
  retryAfter: {
    expected: "a whole number of seconds, or an HTTP date",
    // Any text that a header can have: a test may want a date that clients cannot read.
    is: (value) =>
      (typeof value === "string" && /^[!-~][ -~]{0,99}$/.test(value)) || integer(0, Number.MAX_SAFE_INTEGER).is(value),
  },
};

/** @param {number} defaultStatus @param {string} defaultError @returns {Handler} */
function oauth(defaultStatus, defaultError) {
  return (_request, { options: { body, status: httpStatus = defaultStatus } }) => {
    const error = String(body?.error ?? defaultError);
    return json({ error, error_description: OAUTH_TEXTS[error], ...body }, httpStatus);
  };
}

/**
 * The envelope of an error. Baidu documents for getunionid that 10010500 is "internal error, retry later".
 *
 * @param {object} special  the fields that make this one unusual
 * @returns {Handler}
 */
function internalError(special) {
  return (_request, { options: { body, status: httpStatus } }) => {
    const errno = Number(body?.errno ?? 10010500);
    return json({ errno, errmsg: errnoText(errno), ...special, ...body }, httpStatus);
  };
}

/** @param {unknown} errno @returns {string | undefined} */
const errnoText = (errno) => /** @type {Record<string, string>} */ (ERRNO_TEXTS)[String(errno)];

const SUBJECTS = [
  ...["openid", "open_id", "unionid", "union_id", "access_token"],
  ...["pre_auth_code", "authorization_code", "app_key"],
];

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
 * Waits. Rejects when the signal aborts, as fetch does.
 *
 * @param {number} delay Milliseconds.
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function wait(delay, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, delay);
    onAbort(signal, (reason) => {
      clearTimeout(timer);
      reject(reason);
    });
  });
}

/**
 * Waits without end. Rejects when the signal aborts.
 *
 * @param {AbortSignal} signal
 * @returns {Promise<never>}
 */
function hang(signal) {
  return new Promise((_resolve, reject) => onAbort(signal, reject));
}

/** @param {AbortSignal} signal @param {(reason: unknown) => void} listener */
function onAbort(signal, listener) {
  if (signal?.aborted) listener(signal.reason);
  else signal?.addEventListener("abort", () => listener(signal.reason), { once: true });
}
