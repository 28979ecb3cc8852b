/** @import { Options } from "../types/index.d.cts" */

import { invalidArgument, readNames, refuseUnknownNames } from "./arguments.js";

/**
 * The options of a call after `readOptions` has checked them.
 * @typedef {object} CheckedOptions
 * @property {AbortSignal} [signal]
 * @property {number} timeout  for the whole call, in ms; 0 means none
 * @property {number} retries  how often a call is sent again at most, if it may be repeated
 * @property {typeof globalThis.fetch} [fetch]  instead of the global one
 * @property {string} [spapi]  replaces `https://spapi.baidu.com`; has no slash at the end
 * @property {string} [openapi]  replaces `https://openapi.baidu.com`; has no slash at the end
 * @property {number} maxBodyBytes  of the decoded body
 * @property {Options["onResponse"]} [onResponse]  called with every response that was read completely
 */

/** The names of the options of a call. */
export const OPTION_NAMES = /** @type {const} */ ([
  "signal",
  "timeout",
  "retries",
  "fetch",
  "baseUrl",
  "sendSecretsOverHttp",
  "maxBodyBytes",
  "onResponse",
]);

/** The longest delay of a JavaScript timer, in ms. */
const MAX_TIMEOUT = 2_147_483_647;

/** For a call without options, as most calls are. @type {CheckedOptions} */
const DEFAULTS = { timeout: 10_000, retries: 2, maxBodyBytes: 1_048_576 };

/**
 * Checks the options of a call.
 * @param {string} endpoint
 * @param {any} options  from the caller
 * @returns {CheckedOptions}
 */
export function readOptions(endpoint, options) {
  if (!isPresent(options)) return DEFAULTS;
  const { signal, timeout, retries, fetch, baseUrl, sendSecretsOverHttp, maxBodyBytes, onResponse } = readNames(
    endpoint,
    options,
    OPTION_NAMES,
  );
  if (isPresent(signal) && typeof signal.addEventListener !== "function")
    throw invalidArgument(endpoint, "signal", "an AbortSignal");
  const allowHttp = optionalBoolean(endpoint, "sendSecretsOverHttp", sendSecretsOverHttp);
  const { spapi, openapi } = readBaseUrl(endpoint, baseUrl, allowHttp);
  return {
    signal: signal ?? undefined,
    timeout: wholeNumber(endpoint, "timeout", timeout, DEFAULTS.timeout, 0, MAX_TIMEOUT),
    retries: wholeNumber(endpoint, "retries", retries, DEFAULTS.retries, 0, 100),
    fetch: optionalFunction(endpoint, "fetch", fetch),
    spapi,
    openapi,
    maxBodyBytes: wholeNumber(endpoint, "maxBodyBytes", maxBodyBytes, DEFAULTS.maxBodyBytes, 1, 2 ** 32 - 1),
    onResponse: optionalFunction(endpoint, "onResponse", onResponse),
  };
}

/**
 * The client's options with those of one call. `call` checks their values.
 * @template {Options} T
 * @param {string} endpoint
 * @param {T} own
 * @param {Pick<Options, "signal" | "timeout"> | null} [options]
 */
export function withCallOptions(endpoint, own, options) {
  const { signal, timeout } = readNames(endpoint, options, ["signal", "timeout"]);
  return { ...own, signal, timeout: timeout ?? own.timeout };
}

/**
 * Checks the option `baseUrl`.
 * @param {string} endpoint
 * @param {any} baseUrl
 * @param {boolean} allowHttp
 * @returns {{ spapi?: string, openapi?: string }}
 */
export function readBaseUrl(endpoint, baseUrl, allowHttp) {
  if (!isPresent(baseUrl)) return {};
  if (typeof baseUrl === "string") {
    const origin = readOrigin(endpoint, "baseUrl", baseUrl, allowHttp);
    return { spapi: origin, openapi: origin };
  }
  if (typeof baseUrl !== "object" || Array.isArray(baseUrl))
    throw invalidArgument(endpoint, "baseUrl", "a string or { spapi, openapi }");
  refuseUnknownNames(endpoint, baseUrl, ["spapi", "openapi"], "baseUrl");
  const origin = (/** @type {"spapi" | "openapi"} */ host) =>
    baseUrl[host] === undefined ? undefined : readOrigin(endpoint, `baseUrl.${host}`, baseUrl[host], allowHttp);
  return { spapi: origin("spapi"), openapi: origin("openapi") };
}

/**
 * A complete http(s) address. `URL` would repair white space and wrong slashes, and so hide a mistake; old versions of
 * workerd accept even more.
 */
const COMPLETE_URL = /^https?:\/\/(\[[\da-f:.]+\]|[^\s\\/?#@:]+)(:\d*)?(\/[^\s\\?#]*)?$/i;

/**
 * Origins of this machine, as `URL` normalizes them. Not by `hostname`, which old versions of workerd cut at the colons
 * of an IPv6 address.
 */
const LOOPBACK = /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/;

/** Whether an origin is `http` on this machine. @param {string} origin */
export const isLoopback = (origin) => LOOPBACK.test(origin);

/** Addresses that were accepted, and what is appended to: parsing one takes as long as building a request. */
const accepted = new Map();

/** So that a program that passes ever other addresses does not fill the memory. */
const MAX_ACCEPTED = 16;

/**
 * The address that a call's path is appended to. It is `https`, or `http` to this machine, so that no secret crosses a
 * network in clear text.
 * @param {string} endpoint
 * @param {string} param
 * @param {unknown} text
 * @param {boolean} allowHttp
 */
function readOrigin(endpoint, param, text, allowHttp) {
  const known = accepted.get(text);
  if (known && !allowHttp) return known;
  const url = typeof text === "string" && COMPLETE_URL.test(text) ? parseUrl(text) : undefined;
  if (url?.protocol === "http:" && !allowHttp && !isLoopback(url.origin)) {
    const hint = `Secrets would cross the network in clear text. Use https, or set sendSecretsOverHttp: true for a mock in a network of your own.`;
    throw invalidArgument(endpoint, param, "https", hint);
  }
  // Old versions of workerd leave out a path that is only a slash.
  const isPlain = url && /^https?:$/.test(url.protocol) && [url.origin, url.origin + url.pathname].includes(url.href);
  if (!isPlain) {
    const hint = `Pass ${param} as https://host[:port][/path] without user name, query or fragment.`;
    throw invalidArgument(endpoint, param, "the address of a server", hint);
  }
  const origin = url.href.replace(/\/+$/, "");
  if (accepted.size === MAX_ACCEPTED) accepted.clear();
  if (!allowHttp) accepted.set(text, origin);
  return origin;
}

/** Like URL.parse, which Node 20 does not have. @param {string} text */
export function parseUrl(text) {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** @param {any} value @returns {boolean} */
export const isPresent = (value) => value !== undefined && value !== null;

/**
 * @param {string} endpoint
 * @param {string} name
 * @param {any} value
 * @param {number} byDefault
 * @param {number} min
 * @param {number} max
 * @returns {number}
 */
export function wholeNumber(endpoint, name, value, byDefault, min, max) {
  if (!isPresent(value)) return byDefault;
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalidArgument(endpoint, name, `a whole number from ${min} to ${max}`);
}

/**
 * @param {string} endpoint
 * @param {string} name
 * @param {any} value
 * @returns {boolean}  false by default
 */
export function optionalBoolean(endpoint, name, value) {
  if (!isPresent(value)) return false;
  if (typeof value === "boolean") return value;
  throw invalidArgument(endpoint, name, "a boolean");
}

/**
 * @param {string} endpoint
 * @param {string} name
 * @param {any} value
 * @returns {any}
 */
export function optionalFunction(endpoint, name, value) {
  if (!isPresent(value)) return undefined;
  if (typeof value === "function") return value;
  throw invalidArgument(endpoint, name, "a function");
}
