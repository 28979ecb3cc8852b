/**
 * Drives every error path of the package with marked secrets and looks for the marks in all that comes out. Runs in any
 * runtime, so it uses nothing but web standards, takes the API as an argument and asserts without a library.
 */

/** @import * as API from "swan-login" */
/** @typedef {(value: unknown) => string} Print */

/** Every secret begins and ends with a mark, and holds between them what each encoding spells differently. */
export const MARK = /mK0b3g1n|mK3nd0f/i;
export const secret = (/** @type {string} */ name) => `mK0b3g1n${name}/@+ =&<">'%\\mK3nd0f${name}`;

const code = secret("code");
const sk = secret("sk");
const access_token = secret("token");
const session_key = secret("key");
const refresh_token = secret("refresh");
const ticket = secret("ticket");
const client_id = "app-key";

/** What each call takes. */
const CALLS = {
  jscode2sessionkey: { code, client_id, sk },
  naloginGetSessionKeyByCode: { code, client_id, sk },
  getSessionKey: { access_token, code },
  getUnionid: { access_token, openid: "o" },
  getAccessToken: { client_id, sk },
  tpGetSessionKeyByCode: { access_token, code },
  tpGetUnionid: { access_token, openid: "o" },
  tpGetAccessToken: { client_id, ticket },
  tpCreatePreAuthCode: { access_token },
  tpGetAppToken: { access_token, code },
  tpRefreshAppToken: { access_token, refresh_token },
  tpGetAppInfo: { access_token },
  tpRetrieveAuthorizationCode: { access_token, app_id: "1" },
};

/** How a server, or the text of an error, may spell a secret. @type {Record<string, (text: string) => string>} */
export const SPELLINGS = {
  plainly: (text) => text,
  "in capitals": (text) => text.toUpperCase(),
  "percent-encoded": encodeURIComponent,
  "percent-encoded in lower case": (text) => encodeURIComponent(text).replace(/%../g, (byte) => byte.toLowerCase()),
  "form-encoded": (text) => String(new URLSearchParams({ "": text })).slice(1),
  "percent-encoded twice": (text) => encodeURIComponent(encodeURIComponent(text)),
  "as JSON in JSON": (text) => JSON.stringify(text).slice(1, -1),
  "as JSON of ASCII": (text) =>
    text.replace(/[^\w ]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`),
  "as HTML": (text) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`),
  "as HTML with names": (text) =>
    text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;"),
  cut: (text) => text.slice(0, 9),
};

/** Where Baidu may repeat what it was sent, and a field that nobody reads. */
const FIELDS = [
  "error",
  "error_description",
  "msg",
  "errmsg",
  "error_msg",
  "request_id",
  "errno",
  "error_code",
  "unknown",
];

/**
 * @param {typeof API} api
 * @param {object} [options]
 * @param {Print[]} [options.prints]  ways to print a value, beside those that every runtime has
 * @param {string[]} [options.fields]  of replies that repeat secrets; fewer take less time
 * @returns {Promise<{ checked: number, failures: string[] }>}
 */
export async function findLeaks(api, { prints = [], fields = FIELDS } = {}) {
  const all = [...PRINTS, ...prints];
  /** @type {string[]} */
  const failures = [];
  let checked = 0;
  /** @param {string} name @param {unknown} value */
  const check = (name, value) => {
    checked++;
    const leak = all.map((print) => print(value)).find((text) => MARK.test(text));
    if (leak !== undefined) failures.push(`${name}: ${excerpt(leak)}`);
  };
  for (const [name, known] of leaky())
    if (!all.some((print) => MARK.test(print(known)))) failures.push(`a leak is not found: ${name}`);
  for await (const [name, value] of [...failingCalls(api, fields), ...refusals(api), ...objects(api)]) {
    const error = await settle(value);
    if (name.startsWith("error: ") && !api.isSwanLoginError(error))
      failures.push(`${name}: no SwanLoginError: ${String(error).replace(MARK, "…")}`);
    check(name, error);
  }
  return { checked, failures };
}

/** What shows that the search finds. @returns {[string, unknown][]} */
function leaky() {
  return [
    ["message", new Error(`x ${sk}`)],
    ["cause", new Error("x", { cause: new Error("y", { cause: sk }) })],
    ["a field", Object.assign(new Error("x"), { request: { body: [sk] } })],
    ["a hidden field", Object.defineProperty({}, "hidden", { value: sk })],
    ["a symbol", { [Symbol("s")]: new Map([["k", sk]]) }],
  ];
}

/** @type {Print[]} */
const PRINTS = [
  String,
  (value) => JSON.stringify(value) ?? "",
  (value) => dump(value),
  (value) => dump(clone(value)),
  ...["Deno", "Bun"].flatMap((name) => {
    const inspect = Reflect.get(Reflect.get(globalThis, name) ?? {}, "inspect");
    return inspect ? [/** @type {Print} */ ((value) => inspect(value, { depth: 100, showHidden: true }))] : [];
  }),
];

/**
 * All that can be reached from a value: every key and every value, hidden ones and those of prototypes too.
 * @param {unknown} value
 * @param {Set<unknown>} [seen]
 * @returns {string}
 */
function dump(value, seen = new Set()) {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return String(value);
  if (seen.has(value) || BUILT_IN.has(value)) return "";
  seen.add(value);
  const entries = value instanceof Map || value instanceof Set ? [...value].map((entry) => dump(entry, seen)) : [];
  const properties = Reflect.ownKeys(value).map((key) => `${String(key)}: ${dump(read(value, key), seen)}`);
  return [...entries, ...properties, dump(Object.getPrototypeOf(value), seen)].join("\n");
}

const BUILT_IN = new Set(
  /** @type {unknown[]} */ ([Object.prototype, Function.prototype, Array.prototype, Promise.prototype]),
);

/** @param {object} object @param {PropertyKey} key */
function read(object, key) {
  try {
    return Reflect.get(object, key);
  } catch {
    return undefined;
  }
}

/** @param {unknown} value */
function clone(value) {
  try {
    return structuredClone(value);
  } catch {
    return undefined;
  }
}

/** @param {string} text */
function excerpt(text) {
  const at = text.search(MARK);
  return text.slice(Math.max(0, at - 100), at + 60);
}

/**
 * What a promise rejects with, or a function throws; else what it gives.
 * @param {unknown} value
 * @returns {Promise<unknown>}
 */
async function settle(value) {
  try {
    return typeof value === "function" ? await value() : value;
  } catch (error) {
    return error;
  }
}

/**
 * Calls whose answer, or want of an answer, holds the secrets of the request.
 * @param {typeof API} api
 * @param {string[]} fields
 * @returns {Generator<[string, unknown]>}
 */
function* failingCalls(api, fields) {
  for (const [endpoint, params] of Object.entries(CALLS)) {
    const request = /** @type {any} */ (api).buildRequest(endpoint, params);
    const secrets = Object.values(params).filter((value) => MARK.test(value));
    for (const [fault, fetch, timeout = 1_000] of faults(secrets, request, fields)) {
      const options = { fetch, retries: 0, timeout };
      yield [`error: ${endpoint}, ${fault}`, () => /** @type {any} */ (api)[endpoint](params, options)];
    }
    for (const baseUrl of ["http://127.0.0.1:9", "https://name.invalid"])
      yield [
        `error: ${endpoint}, ${baseUrl}`,
        () => /** @type {any} */ (api)[endpoint](params, { baseUrl, retries: 0, timeout: 1_000 }),
      ];
    for (const [name, body] of bodies(secrets, fields))
      yield [
        `error: parseResponse of ${endpoint}, ${name}`,
        () => /** @type {any} */ (api).parseResponse(endpoint, { status: 400, body }, params),
      ];
  }
}

/**
 * @param {string[]} secrets
 * @param {API.HttpRequest} request
 * @param {string[]} fields
 * @returns {Generator<[name: string, fetch: () => Promise<Response>, timeout?: number]>}
 */
function* faults(secrets, request, fields) {
  for (const [name, body] of bodies(secrets, fields)) {
    for (const status of [200, 400, 503])
      yield [`HTTP ${status} with ${name}`, async () => new Response(body, { status })];
  }
  const location = `https://example.com/?${secrets}`;
  yield ["a redirect", async () => new Response(null, { status: 302, headers: { location: encodeURI(location) } })];
  for (const [name, reason] of reasons(secrets, request)) {
    yield [`fetch rejects with ${name}`, () => Promise.reject(reason)];
    yield [
      `fetch throws ${name}`,
      () => {
        throw reason;
      },
    ];
    yield [
      `the body fails with ${name}`,
      async () => new Response(new ReadableStream({ start: (controller) => controller.error(reason) })),
    ];
    yield [`fetch gives ${name}`, async () => /** @type {any} */ (reason)];
  }
  yield ["the deadline", () => new Promise(() => {}), 20];
  yield [
    "a deadline in the body",
    async () =>
      new Response(
        new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(secrets.join())) }),
      ),
    20,
  ];
}

/**
 * Replies that repeat the request's secrets, or hold some of their own.
 * @param {string[]} secrets
 * @param {string[]} fields
 * @returns {Generator<[string, string]>}
 */
function* bodies(secrets, fields) {
  for (const [spelling, spell] of Object.entries(SPELLINGS)) {
    const echo = `of ${secrets.map(spell).join(" and ")}.`;
    for (const field of fields)
      yield [`${field} that repeats it ${spelling}`, JSON.stringify({ errno: 7, [field]: echo })];
    yield [`HTML that repeats it ${spelling}`, `<html><body>${echo}</body></html>`];
  }
  const own = {
    session_key,
    access_token: secret("own"),
    refresh_token: secret("refresh"),
    session_secret: secret("session"),
  };
  yield [
    "keys of its own, and an error",
    JSON.stringify({ ...own, errno: 7, error: "x", error_description: `of ${Object.values(own)}` }),
  ];
  yield ["keys of its own in data", JSON.stringify({ data: own, errno: 7, errmsg: `of ${Object.values(own)}` })];
  yield ["keys of its own, cut", JSON.stringify({ ...own, openid: "o", unionid: "u", expires_in: 1 }).slice(0, -1)];
}

/**
 * What fetch may throw: the URL and all that is in it.
 * @param {string[]} secrets
 * @param {API.HttpRequest} request
 * @returns {Generator<[string, unknown]>}
 */
function* reasons(secrets, { url, body }) {
  const told = `${url} ${body} ${secrets}`;
  yield ["a string", told];
  yield ["an error", new TypeError(`Failed to parse URL from ${told}`)];
  yield ["a cause", new TypeError("fetch failed", { cause: new Error(told, { cause: new Error(told) }) })];
  yield ["many causes", new AggregateError([new Error(told)], told)];
  yield [
    "an error with fields",
    Object.assign(new Error(told), {
      name: told,
      code: told,
      syscall: told,
      url,
      request: { body },
      config: { data: body },
      cause: told,
    }),
  ];
  yield ["an object", { message: told, body, toString: () => told, toJSON: () => told }];
  yield ["an error whose stack tells", Object.assign(new Error("x"), { stack: told })];
  yield ["a long error", new Error(`${"x".repeat(990)} ${told}`)];
}

/**
 * Arguments that are refused.
 * @param {typeof API} api
 * @returns {Generator<[string, unknown]>}
 */
function* refusals(api) {
  const any = /** @type {any} */ (api);
  const wrong = [undefined, "", [sk], { toString: () => sk }, () => sk, Symbol("s")];
  for (const [endpoint, params] of Object.entries(CALLS)) {
    for (const name of Object.keys(params)) {
      for (const value of wrong) {
        const refused = { ...params, [name]: value };
        yield [`error: ${endpoint} without ${name}`, () => any[endpoint](refused)];
        yield [`error: buildRequest of ${endpoint} without ${name}`, () => any.buildRequest(endpoint, refused)];
      }
      const { [name]: value, ...rest } = /** @type {Record<string, string>} */ (params);
      yield [`error: ${endpoint} with ${name} misspelt`, () => any[endpoint]({ ...rest, [name.toUpperCase()]: value })];
    }
    for (const option of ["signal", "timeout", "retries", "fetch", "baseUrl", "maxBodyBytes", "onResponse"])
      yield [
        `error: ${endpoint} with a wrong ${option}`,
        () => any[endpoint](params, { [option]: option === "baseUrl" ? `https://${sk}@host` : sk }),
      ];
  }
  yield ["error: buildRequest of no endpoint", () => any.buildRequest(sk, { sk })];
  yield ["error: parseResponse of no status", () => any.parseResponse("getUnionid", { status: sk, body: sk })];
  for (const name of Object.keys(USER_DATA)) {
    for (const value of [...wrong, sk, btoa(encodeURIComponent(sk))])
      yield [`error: decryptUserData with a wrong ${name}`, () => any.decryptUserData({ ...USER_DATA, [name]: value })];
  }
}

/** Baidu's published example; its content would be a leak, too. */
const USER_DATA = {
  client_id: "y2dTfnWfkx2OXttMEMWlGHoB1KzMogm7",
  session_key: "1df09d0a1677dd72b8325aec59576e0c",
  iv: "1df09d0a1677dd72b8325Q==",
  data: "OpCoJgs7RrVgaMNDixIvaCIyV2SFDBNLivgkVqtzq2GC10egsn+PKmQ/+5q+chT8xzldLUog2haTItyIkKyvzvmXonBQLIMeq54axAu9c3KG8IhpFD6+ymHocmx07ZKi7eED3t0KyIxJgRNSDkFk5RV1ZP2mSWa7ZgCXXcAbP0RsiUcvhcJfrSwlpsm0E1YJzKpYy429xrEEGvK+gfL+Cw==",
};

/**
 * What is handed out beside results and errors.
 * @param {typeof API} api
 * @returns {Generator<[string, unknown]>}
 */
function* objects(api) {
  // Baidu, which repeats what it was sent.
  const fetch = async (/** @type {string} */ url, /** @type {RequestInit} */ { body }) => {
    if (url.includes("/oauth/2.0/token")) return Response.json({ access_token, expires_in: 2_592_000 });
    return Response.json({
      errno: 7,
      errmsg: `of ${url} ${body} ${url.includes("getunionid") ? access_token : sk + code}`,
    });
  };
  const client = new api.SwanClient({ client_id, sk, fetch, retries: 0 });
  yield ["a client", client];
  yield ["a pending call", () => ({ call: client.login(code).catch(() => {}) })];
  yield ["error: login", () => client.login(code)];
  yield ["error: getUnionid of a client", () => client.getUnionid("o")];
  yield ["a client with a token", client];
  yield ["error: a client without client_id", () => new api.SwanClient({ sk, client_id: "" })];
  yield ["error: decryptUserData of a client", () => client.decryptUserData({ ...USER_DATA, session_key })];
  const failing = new api.SwanClient({ client_id, sk, retries: 0, fetch: () => Promise.reject(new Error(`of ${sk}`)) });
  yield ["error: accessToken", () => failing.accessToken()];
  yield ["error: login without an answer", () => failing.login(code)];
}
