/** @import { Options } from "../types/index.d.cts" */

import { Failure } from "./errors.js";

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
    return checked(endpoint, object(endpoint, options ?? NONE, "options", "an object"));
  } catch (error) {
    // Anything else was thrown by a getter of the caller's.
    throw Failure.is(error) ? error : wrongOption(endpoint, "options", "an object that can be read");
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
 * @param {string} endpoint
 * @param {Record<string, any>} options
 * @returns {CheckedOptions}
 */
function checked(endpoint, { signal, timeout, retries, fetch, baseUrl, maxBodyBytes, onResponse }) {
  const { spapi, openapi } =
    typeof baseUrl === "string" ? { spapi: baseUrl, openapi: baseUrl } : hosts(endpoint, baseUrl ?? NONE);
  if (given(signal) && typeof signal.addEventListener !== "function")
    throw wrongOption(endpoint, "signal", "an AbortSignal");
  return {
    signal: signal ?? undefined,
    timeout: number(endpoint, timeout, 10_000, "timeout", 0, MAX_TIMEOUT),
    retries: number(endpoint, retries, 2, "retries", 0, 100),
    fetch: fn(endpoint, fetch, "fetch"),
    spapi,
    openapi,
    maxBodyBytes: number(endpoint, maxBodyBytes, 1_048_576, "maxBodyBytes", 1, 2 ** 32 - 1),
    onResponse: fn(endpoint, onResponse, "onResponse"),
  };
}

/** @param {string} endpoint @param {object} baseUrl @returns {{ spapi?: string, openapi?: string }} */
function hosts(endpoint, baseUrl) {
  const expected = "a string or { spapi, openapi }";
  const { spapi, openapi } = object(endpoint, baseUrl, "baseUrl", expected);
  const areTexts = [spapi, openapi].every((host) => host === undefined || typeof host === "string");
  if (!areTexts || Array.isArray(baseUrl)) throw wrongOption(endpoint, "baseUrl", expected);
  return { spapi, openapi };
}

/** @param {any} value */
const given = (value) => value !== undefined && value !== null;

/**
 * @param {string} endpoint
 * @param {any} value
 * @param {number} byDefault
 * @param {string} name
 * @param {number} least
 * @param {number} most
 * @returns {number}
 */
function number(endpoint, value, byDefault, name, least, most) {
  if (!given(value)) return byDefault;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw wrongOption(endpoint, name, "a whole number in its range");
}

/** @param {string} endpoint @param {any} value @param {string} name @returns {any} */
function fn(endpoint, value, name) {
  if (!given(value)) return undefined;
  if (typeof value === "function") return value;
  throw wrongOption(endpoint, name, "a function");
}

/** @param {string} endpoint @param {any} value @param {string} name @param {string} expected @returns {any} */
function object(endpoint, value, name, expected) {
  if (typeof value === "object") return value;
  throw wrongOption(endpoint, name, expected);
}
