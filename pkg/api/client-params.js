/** @import * as API from "../types/index.d.cts" */

import { GuardedStore } from "../token/stores/guarded.js";
import { invalidArgument, refuseUnknownNames } from "./arguments.js";
import { OPTION_NAMES, readOptions } from "./options.js";

const NAMES = ["client_id", "sk", "store", "storeTimeout", "onStoreError", ...OPTION_NAMES];

/**
 * Checks the argument of `new SwanClient`.
 * @param {API.SwanClientParams & Pick<API.Options, "signal">} params
 */
export function readClientParams(params) {
  if (typeof params !== "object" || params === null)
    throw refused("params", "an object with client_id and sk", "Pass an object with client_id, sk and the options.");
  refuseUnknownNames("SwanClient", params, NAMES);
  const { client_id, sk, store, storeTimeout, onStoreError, ...options } = params;
  checkCredential("client_id", client_id);
  checkCredential("sk", sk);
  if (options.signal) throw refused("signal", "an option of the client", "Pass signal to the client's methods.");
  const { timeout, retries } = readOptions("SwanClient", options);
  checkStore({ store, storeTimeout, onStoreError });
  return {
    credentials: { client_id, sk },
    options: { ...options, timeout, retries },
    store: store ? new GuardedStore(store, { storeTimeout, onStoreError }) : undefined,
  };
}

/**
 * Characters that files and environments often leave around a value. Baidu would only answer that the value is wrong.
 * @type {[name: string, found: RegExp, hint: string][]}
 */
const SURROUNDINGS = [
  [
    "white space",
    /^[\s\p{Cc}\p{Cf}]|[\s\p{Cc}\p{Cf}]$|\\[nrt]$/u,
    "It begins or ends with a space, a line break or an invisible character. `kubectl create secret --from-file` and `echo | base64` often add one: remove it, for example with trim().",
  ],
  [
    "quotes",
    /^["'`“”‘’]|["'`“”‘’]$/,
    "It begins or ends with a quote. `docker run --env-file` and other tools keep the quotes of an env file: remove them.",
  ],
];

/** @param {string} param @param {unknown} value */
function checkCredential(param, value) {
  if (typeof value !== "string" || value.trim() === "") {
    const hint = `Pass ${param} as a string; an environment variable that is not set gives undefined.`;
    throw refused(param, "a string with text", hint);
  }
  for (const [name, found, hint] of SURROUNDINGS)
    if (found.test(value)) throw refused(param, `free of surrounding ${name}`, hint);
}

/** @param {Pick<API.SwanClientParams, "store" | "storeTimeout" | "onStoreError">} params */
function checkStore({ store, storeTimeout, onStoreError }) {
  /** @param {string} method */
  const has = (method) => typeof Reflect.get(Object(store), method) === "function";
  if (store && !["get", "set", "delete"].every(has)) {
    const hint = "Pass a Keyv, redisStore(client) of swan-login/redis, a store of swan-login/cloudflare, or your own.";
    throw refused("store", "an object with get, set and delete", hint);
  }
  if (store?.lock !== undefined && !has("lock")) throw refused("store.lock", "a function");
  // The longest delay of a JavaScript timer.
  if (storeTimeout !== undefined && !(typeof storeTimeout === "number" && storeTimeout > 0 && storeTimeout < 2 ** 31))
    throw refused("storeTimeout", "a positive number of milliseconds below 2,147,483,648");
  if (onStoreError !== undefined && typeof onStoreError !== "function") throw refused("onStoreError", "a function");
}

/** @param {string} param @param {string} expected @param {string} [hint] */
const refused = (param, expected, hint) => invalidArgument("SwanClient", param, expected, hint);
