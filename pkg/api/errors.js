/** @import { BaiduError, SwanLoginErrorCode } from "../types/index.d.cts" */

import { setCause } from "../transport/cause-chain.js";
import { calls } from "../wasm/calls.js";

/**
 * Fields of a SwanLoginError.
 * @typedef {object} ErrorFields
 * @property {SwanLoginErrorCode} code
 * @property {string} endpoint
 * @property {string} [param]  which argument is wrong; only of invalid_argument
 * @property {string} message
 * @property {boolean} retryable
 * @property {"no" | "yes" | "unknown"} [codeConsumed]
 * @property {number} [httpStatus]
 * @property {BaiduError} [baidu]
 * @property {string} hint
 */

/** The same symbol in every realm and in every copy of this package. */
const brand = Symbol.for("swan-login.error");

export class SwanLoginError extends Error {
  /**
   * @param {ErrorFields} fields
   * @param {ErrorOptions} [options]
   */
  constructor({ endpoint, message, ...fields }, options) {
    super(`${endpoint}: ${message}`);
    if (options) setCause(this, options.cause);
    Object.assign(this, { endpoint, ...fields });
  }

  /** Most loggers print JSON, where an Error's own message and its causes would be missing. */
  toJSON() {
    const { name, message, cause } = this;
    return { ...this, name, message, ...(cause instanceof Error && { cause: errorToJSON(cause) }) };
  }
}

// Not in a static block: the class would be called _SwanLoginError in the bundles, and then in what Node prints.
Object.defineProperties(SwanLoginError.prototype, {
  name: { value: "SwanLoginError", configurable: true, writable: true },
  [brand]: { value: true },
});

/**
 * @param {any} error
 * @returns {boolean}
 */
export function isSwanLoginError(error) {
  return typeof error === "object" && error !== null && error[brand] === true;
}

/**
 * The field `codeConsumed`, on a call that spends a login code, an authorization code or a refresh token.
 * @param {string} endpoint
 * @param {"no" | "unknown"} consumed
 */
export function codeConsumed(endpoint, consumed) {
  return Reflect.get(calls, endpoint)?.spendsCode ? { codeConsumed: consumed } : {};
}

/**
 * Only texts: an error of somebody else may hold anything, and be its own cause.
 * @param {any} error
 * @param {number} [depth]
 * @returns {object}
 */
function errorToJSON({ name, message, code, syscall, cause }, depth = 0) {
  const texts = Object.entries({ name, message, code, syscall }).filter(([, text]) => typeof text === "string");
  const inner = cause instanceof Error && depth < 5 ? { cause: errorToJSON(cause, depth + 1) } : {};
  return { ...Object.fromEntries(texts), ...inner };
}
