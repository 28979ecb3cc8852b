/**
 * Calls the core. Nothing else outside this folder uses it.
 * @import { CheckedOptions } from "../api/options.js"
 * @import { Calls, Endpoint, Options } from "../types/index.d.cts"
 * @import { Glue } from "../wasm/glue.js"
 */

import { invalidArgument } from "../api/arguments.js";
import { codeConsumed } from "../api/errors.js";
import { readOptions } from "../api/options.js";
import { checkParams } from "../api/params.js";
import { calls } from "../wasm/calls.js";
import { CoreError } from "./core-error.js";
import { instance } from "./instance.js";
import { PendingCall, Repetition } from "./pending-call.js";

/**
 * Makes a call to Baidu.
 * @template {Endpoint} E
 * @param {E} endpoint
 * @param {Calls[E]["params"]} params
 * @param {Options | null} [options]
 * @param {() => void} [onRepetition]  called each time the request is sent again
 * @returns {Promise<Calls[E]["result"]>}
 */
export async function call(endpoint, params, options, onRepetition) {
  const { index, host, params: names } = calls[endpoint];
  const checked = readOptions(endpoint, options);
  checkParams(endpoint, params, names);
  requireFetch(endpoint, checked);
  const core = startedCore(endpoint);
  const pending = new PendingCall(endpoint, checked, onRepetition);
  try {
    core.start(pending, index, params, checked[host], checked.retries);
    let outcome = await pending.outcome;
    // Sent from here, fetch runs in the caller's AsyncLocalStorage context.
    while (outcome instanceof Repetition) {
      outcome.send();
      outcome = await pending.outcome;
    }
    return outcome;
  } catch (error) {
    throw error instanceof CoreError ? error.toError() : error;
  } finally {
    core.end(pending);
  }
}

/**
 * Calls a synchronous function of the core.
 * @template T
 * @param {(core: Glue) => T} use
 * @returns {Exclude<T, CoreError>}
 */
export function callSync(use) {
  try {
    const result = instance().use(use);
    if (result instanceof CoreError) throw result;
    return /** @type {Exclude<typeof result, CoreError>} */ (result);
  } catch (error) {
    throw error instanceof CoreError ? error.toError() : error;
  }
}

/**
 * Throws the error of a call whose deadline passed before it could send a request.
 * @param {Endpoint} endpoint
 */
export const throwTimeout = (endpoint) => callSync((core) => core.timedOut(calls[endpoint].index));

/**
 * @param {Endpoint} endpoint
 * @param {CheckedOptions} options
 */
function requireFetch(endpoint, { fetch }) {
  if (fetch || typeof globalThis.fetch === "function") return;
  const hint =
    "This runtime has no fetch of its own (Node has one since version 18; Jest's jsdom environment hides it): pass one as options.fetch.";
  throw invalidArgument(endpoint, "fetch", "there", hint);
}

/**
 * The core's instance. If it cannot start, the error says that no login code was spent.
 * @param {string} endpoint
 */
function startedCore(endpoint) {
  try {
    return instance();
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    Object.assign(error.fields, { endpoint }, codeConsumed(endpoint, "no"));
    throw error.toError();
  }
}
