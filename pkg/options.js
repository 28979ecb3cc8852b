/**
 * @import { Options } from "./index.d.cts"
 * @import { Fields } from "./error.js"
 */

import { Failure } from "./error.js";

/**
 * The options of a call, checked.
 * @typedef {object} CheckedOptions
 * @property {AbortSignal} [signal]
 * @property {number} timeout  for the whole call, in ms; 0 means none
 * @property {number} retries  how often a call that may be repeated is repeated
 * @property {typeof globalThis.fetch} [fetch]  instead of the global one
 * @property {string} [spapi]  where Baidu's hosts are instead; the core knows which addresses are refused
 * @property {string} [openapi]
 * @property {number} maxBodyBytes  of the decoded body
 * @property {Options["onResponse"]} [onResponse]  hears of every answer before it is read
 */

/** The longest delay that timers of JavaScript know, in ms. */
const MAX_TIMEOUT = 2_147_483_647;

/**
 * @param {string} endpoint
 * @param {unknown} options  as the caller gave them
 * @param {Partial<Fields>} [fields]  what the error tells besides
 * @returns {CheckedOptions}
 */
export function readOptions(endpoint, options, fields) {
  try {
    return checked(/** @type {Record<string, unknown>} */ (object(options ?? {}, "options", "an object")));
  } catch (error) {
    // Anything else was thrown by a getter of the caller's.
    const { name, expected } = error instanceof Wrong ? error : new Wrong("options", "an object that can be read");
    const [message, hint] = [`${name} is not ${expected}`, `Pass ${name} as ${expected}, or leave it out.`];
    throw new Failure({ code: "invalid_argument", endpoint, message, retryable: false, hint, ...fields });
  }
}

/**
 * @param {Record<string, unknown>} options
 * @returns {CheckedOptions}
 */
function checked({ signal, timeout, retries, fetch, baseUrl, maxBodyBytes, onResponse }) {
  return {
    signal: is(signal, "signal", "an AbortSignal", (signal) => typeof signal.addEventListener === "function"),
    timeout: number(timeout, "timeout", 0, MAX_TIMEOUT) ?? 10_000,
    retries: number(retries, "retries", 0, 100) ?? 2,
    fetch: is(fetch, "fetch", "a function", isFunction),
    ...hosts(baseUrl ?? undefined),
    maxBodyBytes: number(maxBodyBytes, "maxBodyBytes", 1, 2 ** 32 - 1) ?? 1_048_576,
    onResponse: is(onResponse, "onResponse", "a function", isFunction),
  };
}

/** @param {unknown} baseUrl */
function hosts(baseUrl) {
  const expected = "a string or { spapi, openapi }";
  if (typeof baseUrl === "string") return { spapi: baseUrl, openapi: baseUrl };
  if (Array.isArray(baseUrl)) throw new Wrong("baseUrl", expected);
  const { spapi, openapi } = object(baseUrl ?? {}, "baseUrl", expected);
  const isText = (/** @type {any} */ value) => typeof value === "string";
  return { spapi: is(spapi, "baseUrl", expected, isText), openapi: is(openapi, "baseUrl", expected, isText) };
}

class Wrong {
  /** @param {string} name @param {string} expected */
  constructor(name, expected) {
    this.name = name;
    this.expected = expected;
  }
}

const isFunction = (/** @type {unknown} */ value) => typeof value === "function";

/**
 * @param {any} value
 * @param {string} name
 * @param {string} expected
 * @param {(value: any) => boolean} test
 */
function is(value, name, expected, test) {
  if (value === undefined || value === null) return undefined;
  if (!test(value)) throw new Wrong(name, expected);
  return value;
}

/**
 * @param {unknown} value
 * @param {string} name
 * @param {number} least
 * @param {number} most
 * @returns {number | undefined}
 */
function number(value, name, least, most) {
  return is(value, name, "a whole number in its range", (value) => Number.isInteger(value) && value >= least && value <= most);
}

/** @param {unknown} value @param {string} name @param {string} expected @returns {any} */
function object(value, name, expected) {
  return is(value, name, expected, (value) => typeof value === "object" || typeof value === "function");
}
