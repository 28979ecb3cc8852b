/** @import { BaiduError, SwanLoginErrorCode } from "../types/index.d.cts" */

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
    super(`${endpoint}: ${message}`, options);
    Object.assign(this, { endpoint, ...fields });
  }

  static {
    Object.defineProperties(SwanLoginError.prototype, {
      name: { value: "SwanLoginError", configurable: true, writable: true },
      [brand]: { value: true },
    });
  }

  /** For loggers that print JSON: without this, JSON of an Error has neither its message nor its causes. */
  toJSON() {
    const { name, message, cause } = this;
    return { ...this, name, message, ...(cause instanceof Error && { cause: errorToJSON(cause) }) };
  }
}

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
  return Object.hasOwn(calls, endpoint) && Reflect.get(calls, endpoint).spendsCode ? { codeConsumed: consumed } : {};
}

/**
 * @param {Error} error
 * @returns {object}
 */
function errorToJSON({ name, message, cause, ...fields }) {
  return { name, message, ...fields, ...(cause instanceof Error && { cause: errorToJSON(cause) }) };
}
