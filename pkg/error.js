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
 * How the core says that a call failed. The error itself is made where the caller awaits, so that its stack shows the
 * caller.
 */
export class Failure {
  /**
   * @param {Fields} fields
   * @param {unknown} cause  what the platform said: copied, for it may hold the URL
   * @param {string[]} secrets  to keep out of the copy
   */
  constructor(fields, cause, secrets) {
    this.fields = fields;
    this.cause = cause;
    this.secrets = secrets;
  }

  toError() {
    const { fields, cause, secrets } = this;
    return new SwanLoginError(fields, cause === undefined ? undefined : { cause: redacted(cause, secrets) });
  }
}

/**
 * A copy of an error and its causes, without secrets.
 * @param {unknown} cause
 * @param {string[]} secrets
 * @param {number} depth  of the chain, which may lead back to itself
 * @returns {Error}
 */
function redacted(cause, secrets, depth = 0) {
  const { name, message, code, cause: inner } = cause instanceof Object ? /** @type {Record<string, unknown>} */ (cause) : { message: cause };
  const copy = new Error(withoutSecrets(String(message), secrets));
  if (typeof name === "string") copy.name = withoutSecrets(name, secrets);
  if (typeof code === "string") Object.assign(copy, { code: withoutSecrets(code, secrets) });
  if (inner !== undefined && depth < 4) copy.cause = redacted(inner, secrets, depth + 1);
  copy.stack = `${copy.name}: ${copy.message}`;
  return copy;
}

/**
 * @param {string} text
 * @param {string[]} secrets
 */
function withoutSecrets(text, secrets) {
  const spellings = secrets.flatMap((secret) => [secret, encodeURIComponent(secret), String(new URLSearchParams([[secret, ""]])).slice(0, -1)]);
  return spellings.reduce((redacted, secret) => (secret ? redacted.replaceAll(secret, "[redacted]") : redacted), text);
}
