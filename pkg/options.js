/** @import { Options } from "./index.d.cts" */

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
 * @property {Options["onResponse"]} [onResponse]  hears of every answer that came whole
 */

/** The longest delay that timers of JavaScript know, in ms. */
const MAX_TIMEOUT = 2_147_483_647;

/**
 * @param {string} endpoint
 * @param {unknown} options  as the caller gave them
 * @returns {CheckedOptions}
 */
export function readOptions(endpoint, options) {
  try {
    return checked(/** @type {Record<string, unknown>} */ (object(options ?? NONE, "options", "an object")));
  } catch (error) {
    // Anything else was thrown by a getter of the caller's.
    const { name, expected } = Wrong.is(error) ? error : new Wrong("options", "an object that can be read");
    throw wrongOption(endpoint, name, expected);
  }
}

/**
 * @param {string} endpoint
 * @param {string} name
 * @param {string} expected
 */
export function wrongOption(endpoint, name, expected) {
  const [message, hint] = [`${name} is not ${expected}`, `Pass ${name} as ${expected}, or leave it out.`];
  return new Failure({ code: "invalid_argument", endpoint, message, retryable: false, hint });
}

const NONE = {};

/**
 * @param {Record<string, any>} options
 * @returns {CheckedOptions}
 */
function checked({ signal, timeout, retries, fetch, baseUrl, maxBodyBytes, onResponse }) {
  const { spapi, openapi } = typeof baseUrl === "string" ? { spapi: baseUrl, openapi: baseUrl } : hosts(baseUrl ?? NONE);
  return {
    signal: signalOf(signal),
    timeout: number(timeout, 10_000, "timeout", 0, MAX_TIMEOUT),
    retries: number(retries, 2, "retries", 0, 100),
    fetch: fn(fetch, "fetch"),
    spapi,
    openapi,
    maxBodyBytes: number(maxBodyBytes, 1_048_576, "maxBodyBytes", 1, 2 ** 32 - 1),
    onResponse: fn(onResponse, "onResponse"),
  };
}

/** @param {object} baseUrl @returns {{ spapi?: string, openapi?: string }} */
function hosts(baseUrl) {
  const expected = "a string or { spapi, openapi }";
  const { spapi, openapi } = object(baseUrl, "baseUrl", expected);
  const areTexts = [spapi, openapi].every((host) => host === undefined || typeof host === "string");
  return areTexts && !Array.isArray(baseUrl) ? { spapi, openapi } : wrong("baseUrl", expected);
}

/** @param {any} value */
const given = (value) => value !== undefined && value !== null;

/**
 * @param {any} value
 * @param {number} byDefault
 * @param {string} name
 * @param {number} least
 * @param {number} most
 * @returns {number}
 */
function number(value, byDefault, name, least, most) {
  if (!given(value)) return byDefault;
  return Number.isInteger(value) && value >= least && value <= most ? value : wrong(name, "a whole number in its range");
}

/** @param {any} signal @returns {AbortSignal | undefined} */
function signalOf(signal) {
  if (!given(signal)) return undefined;
  return typeof signal.addEventListener === "function" ? signal : wrong("signal", "an AbortSignal");
}

/** @param {any} value @param {string} name @returns {any} */
function fn(value, name) {
  if (!given(value)) return undefined;
  return typeof value === "function" ? value : wrong(name, "a function");
}

/** @param {any} value @param {string} name @param {string} expected @returns {any} */
function object(value, name, expected) {
  return typeof value === "object" ? value : wrong(name, expected);
}

/** @param {string} name @param {string} expected @returns {never} */
function wrong(name, expected) {
  throw new Wrong(name, expected);
}

class Wrong {
  #isOurs = true;

  /** @param {unknown} thrown @returns {thrown is Wrong} */
  static is(thrown) {
    return typeof thrown === "object" && thrown !== null && #isOurs in thrown;
  }

  /** @param {string} name @param {string} expected */
  constructor(name, expected) {
    this.name = name;
    this.expected = expected;
  }
}
