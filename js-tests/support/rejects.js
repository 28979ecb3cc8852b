/** What a call rejects with. */

import assert from "node:assert/strict";
import { inspect } from "node:util";
import { isSwanLoginError } from "swan-login";

/** @import { SwanLoginError } from "swan-login" */
/** @typedef {{ [N in keyof SwanLoginError]?: SwanLoginError[N] | RegExp }} Fields */

/**
 * The SwanLoginError that a call rejects with, or throws.
 * @param {Promise<unknown> | (() => unknown)} call  its promise, or a function that makes it
 * @param {Fields} [fields]  that the error must have; a regular expression must match the text of the field
 * @returns {Promise<SwanLoginError>}
 */
export async function rejectsWith(call, fields = {}) {
  const error = await reasonOf(typeof call === "function" ? (async () => call())() : call);
  if (!isSwanLoginError(error)) assert.fail(`not a SwanLoginError: ${inspect(error)}`);
  for (const [name, expected] of Object.entries(fields)) {
    /** @type {any} */
    const actual = Reflect.get(error, name);
    if (expected instanceof RegExp) assert.match(actual, expected, `${name} of ${error.stack}`);
    else assert.deepEqual(actual, expected, `${name} of ${error.stack}`);
  }
  return error;
}

/**
 * Whatever a promise rejects with, such as the caller's own reason of an abort.
 * @param {Promise<unknown>} promise
 * @returns {Promise<unknown>}
 */
export function reasonOf(promise) {
  return promise.then(
    (result) => assert.fail(`resolved to ${inspect(result)}`),
    (/** @type {unknown} */ reason) => reason,
  );
}
