/** @import { SwanLoginErrorCode, BaiduError } from "../types/index.d.cts" */

import { property, textOf } from "../core/property.js";

/**
 * What is told of a failure.
 * @typedef {object} Fields
 * @property {SwanLoginErrorCode} code
 * @property {string} endpoint
 * @property {string} [param]  which argument, of invalid_argument
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
  return typeof error === "object" && error !== null && property(error, brand) === true;
}

/**
 * The calls that spend a login code are those for a session key, and are named after it.
 * @param {string} endpoint
 * @param {"no" | "unknown"} codeConsumed
 */
export function spending(endpoint, codeConsumed) {
  return /sessionkey/i.test(endpoint) ? { codeConsumed } : {};
}

/**
 * The error of a call whose deadline passed while it was in no call of the core.
 * @param {string} endpoint
 */
export function timedOut(endpoint) {
  const hint = "Try again, or raise options.timeout.";
  return new SwanLoginError({ code: "timeout", endpoint, message: "no answer in time", retryable: true, hint });
}

/** What is told of an error of the platform; the original may hold the URL, and with it secrets. */
const WORDS = ["name", "message", "code", "syscall"];

/** As deep as undici's TypeError -> AggregateError -> error, and then some; bounded, for an error may be its own cause. */
const MAX_DEPTH = 5;

/** Longer texts are cut: what they say is said by then. */
const MAX_LENGTH = 1_000;

/**
 * The words of the platform on a failure and on its causes, one chain of `WORDS`, for the core to take secrets out.
 * @param {unknown} reason  may be anything
 */
export function wordsOf(reason) {
  const words = [];
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const given = WORDS.map((name) => textOf(reason, name) ?? "");
    if (textOf(reason, "message") === undefined) given[1] = typeof reason === "string" ? reason : typeof reason;
    // A NUL of theirs must not pass for the separator; in this spelling a secret is still found.
    words.push(...given.map((word) => word.slice(0, MAX_LENGTH).replaceAll(SEPARATOR, "%00")));
    const causes = [property(reason, "cause"), property(property(reason, "errors"), 0)];
    reason = causes.find((cause) => typeof cause === "object" && cause !== null);
    if (!reason) break;
  }
  return words.join(SEPARATOR);
}

const SEPARATOR = "\0";

/**
 * How the core says that a call failed. The error itself is made where the caller awaits, so that its stack shows the
 * caller.
 */
export class Failure {
  #isOurs = true;

  /**
   * Not by instanceof, for which a proxy that was thrown may have a trap.
   * @param {unknown} thrown
   * @returns {thrown is Failure}
   */
  static is(thrown) {
    return typeof thrown === "object" && thrown !== null && #isOurs in thrown;
  }

  /**
   * @param {Fields} fields
   * @param {string} [words]  what `wordsOf` gave, without secrets
   */
  constructor(fields, words) {
    this.fields = fields;
    this.words = words;
  }

  toError() {
    const cause = this.words === undefined ? undefined : { cause: asError(this.words.split(SEPARATOR)) };
    return new SwanLoginError(this.fields, cause);
  }
}

/**
 * @param {string[]} words
 * @returns {Error}
 */
function asError([name, message, code, syscall, ...inner]) {
  const error = new Error(message, inner.length > 0 ? { cause: asError(inner) } : undefined);
  Object.assign(error, name && { name }, code && { code }, syscall && { syscall });
  // The platform's own stack is lost, and this one would show ours.
  error.stack = `${error.name}: ${message}`;
  return error;
}
