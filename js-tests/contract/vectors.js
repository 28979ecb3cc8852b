/**
 * The conformance vectors, and how one is run through the public API. Used by every runtime's test, so it takes the
 * API and the vectors as arguments and asserts without a library.
 */

/** @import * as API from "swan-login" */

/**
 * @typedef {object} Vector
 * @property {string} name
 * @property {"request" | "reply" | "userData" | "push"} kind
 * @property {string} [endpoint]  of a request or a reply
 * @property {unknown} [params]
 * @property {unknown} [baseUrl]
 * @property {unknown} [request]
 * @property {number} [status]
 * @property {string} [body]
 * @property {unknown} [result]
 * @property {{ field?: string, hintIncludes?: string[], [name: string]: unknown }} [error]
 */

/**
 * @param {typeof API} api
 * @param {Vector} vector
 * @returns {string | undefined}  what is wrong
 */
export function check(api, vector) {
  const outcome = run(api, vector);
  if (!vector.error) {
    const expected = canonical(vector.request ?? vector.result);
    return canonical(outcome.value) === expected ? undefined : `expected ${expected}, got ${canonical(outcome)}`;
  }
  const { error } = outcome;
  if (!api.isSwanLoginError(error)) return `expected an error, got ${canonical(outcome)}`;
  const { field, hintIncludes = [], ...expected } = vector.error;
  const { param } = error;
  if (field && param !== field && !param?.startsWith(`${field}.`)) return `param is ${param}, not ${field}`;
  const missing = hintIncludes.find((word) => !error.hint.includes(word));
  if (missing) return `the hint lacks ${missing}: ${error.hint}`;
  const wrong = Object.keys(expected).find((name) => canonical(Reflect.get(error, name)) !== canonical(expected[name]));
  return wrong && `${wrong} is ${canonical(Reflect.get(error, wrong))}, not ${canonical(expected[wrong])}`;
}

/**
 * @param {typeof API} api
 * @param {Vector} vector
 * @returns {{ value?: unknown, error?: unknown }}
 */
function run(api, { kind, endpoint, params, baseUrl, status, body }) {
  try {
    // Vectors hold wrong arguments too; other tests show that the types forbid them.
    if (kind === "userData") return { value: api.decryptUserData(/** @type {API.UserDataParams} */ (params)) };
    if (kind === "push") return { value: api.decryptPush(/** @type {API.PushParams} */ (params)) };
    const name = /** @type {"getUnionid"} */ (endpoint);
    if (kind === "reply") return { value: api.parseResponse(name, { status: Number(status), body: String(body) }) };
    const options = baseUrl === undefined ? undefined : { baseUrl: /** @type {string} */ (baseUrl) };
    return { value: api.buildRequest(name, /** @type {API.TokenAndOpenidParams} */ (params), options) };
  } catch (error) {
    return { error };
  }
}

/**
 * JSON with sorted keys.
 * @param {unknown} value
 * @returns {string}
 */
function canonical(value) {
  return JSON.stringify(value, (_, inner) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort())
      : inner,
  );
}
