/** @import { SwanClientParams } from "../types/index.d.cts" */

import { GuardedStore } from "../token/stores/guarded.js";
import { invalidArgument } from "./arguments.js";
import { isPresent, optionalFunction } from "./options.js";

/** The names of the options. */
export const STORE_NAMES = /** @type {const} */ (["store", "storeTimeout", "onStoreError"]);

/**
 * Checks the store of a client or of a platform.
 * @param {string} endpoint  the class that got it
 * @param {Pick<SwanClientParams, "store" | "storeTimeout" | "onStoreError">} params
 * @returns {GuardedStore | undefined}
 */
export function readStore(endpoint, { store, storeTimeout, onStoreError }) {
  /** @param {string} method */
  const has = (method) => typeof Reflect.get(Object(store), method) === "function";
  if (store && !["get", "set", "delete"].every(has)) {
    const hint = "Pass a Keyv, redisStore(client) of swan-login/redis, a store of swan-login/cloudflare, or your own.";
    throw invalidArgument(endpoint, "store", "an object with get, set and delete", hint);
  }
  for (const method of /** @type {const} */ (["lock", "compareAndSet"]))
    if (isPresent(store?.[method]) && !has(method)) throw invalidArgument(endpoint, `store.${method}`, "a function");
  // The longest delay of a JavaScript timer.
  if (isPresent(storeTimeout) && !(typeof storeTimeout === "number" && storeTimeout > 0 && storeTimeout < 2 ** 31))
    throw invalidArgument(endpoint, "storeTimeout", "a positive number of milliseconds below 2,147,483,648");
  optionalFunction(endpoint, "onStoreError", onStoreError);
  return store ? new GuardedStore(store, { storeTimeout, onStoreError }) : undefined;
}
