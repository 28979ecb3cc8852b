/** @import { SwanLoginErrorCode, BaiduError } from "./index.d.cts" */

/**
 * What is told of a failure.
 * @typedef {object} Fields
 * @property {SwanLoginErrorCode} code
 * @property {string} endpoint
 * @property {string} message
 * @property {boolean} retryable
 * @property {"no" | "yes" | "unknown"} [codeConsumed]
 * @property {number} [status]
 * @property {BaiduError} [baidu]
 * @property {string} hint
 */

/** The same symbol in every realm and in every copy of this package. */
const brand = Symbol.for("swan-login.error");

export class SwanLoginError extends Error {
  /**
   * @param {Fields} fields
   * @param {ErrorOptions} [options]
   */
  constructor({ endpoint, message, ...fields }, options) {
    super(`${endpoint}: ${message}`, options);
    Object.assign(this, { endpoint, ...fields });
  }

  static {
    Object.defineProperties(this.prototype, {
      name: { value: "SwanLoginError", configurable: true, writable: true },
      [brand]: { value: true },
    });
  }

  /** An Error's own message would be missing from JSON. */
  toJSON() {
    const { name, message } = this;
    return { ...this, name, message };
  }
}

/**
 * @param {unknown} error
 * @returns {boolean}
 */
export function isSwanLoginError(error) {
  return typeof error === "object" && error !== null && Reflect.get(error, brand) === true;
}

/**
 * The error of an argument that the core does not see.
 * @param {string} endpoint
 * @param {string} field
 * @param {string} expected
 * @param {string} [hint]
 */
export function invalidArgument(endpoint, field, expected, hint = `Pass ${field} as ${expected}.`) {
  const message = `${field} is not ${expected}`;
  return new SwanLoginError({ code: "invalid_argument", endpoint, message, retryable: false, hint });
}

/**
 * The error of a call whose deadline passed while it was in no call of the core.
 * @param {string} endpoint
 */
export function timedOut(endpoint) {
  const hint = "Try again, or raise options.timeout.";
  return new SwanLoginError({ code: "timeout", endpoint, message: "no answer in time", retryable: true, hint });
}

/**
 * What the platform said of a failure, as the core has copied it: without secrets.
 * @typedef {object} Cause
 * @property {string} [name]
 * @property {string} message
 * @property {string} [code]
 * @property {string} [syscall]
 * @property {Cause} [cause]
 */

/**
 * How the core says that a call failed. The error itself is made where the caller awaits, so that its stack shows the
 * caller.
 */
export class Failure {
  /**
   * @param {Fields} fields
   * @param {Cause} [cause]
   */
  constructor(fields, cause) {
    this.fields = fields;
    this.cause = cause;
  }

  toError() {
    return new SwanLoginError(this.fields, options(this.cause));
  }
}

/** @param {Cause} [cause] */
function options(cause) {
  return cause && { cause: asError(cause) };
}

/**
 * @param {Cause} cause
 * @returns {Error}
 */
function asError({ message, cause, ...fields }) {
  const error = new Error(message, options(cause));
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  Object.assign(error, Object.fromEntries(given));
  // The platform's own stack is lost, and this one would show ours.
  error.stack = `${error.name}: ${message}`;
  return error;
}
