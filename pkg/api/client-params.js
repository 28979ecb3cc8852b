/** @import * as API from "../types/index.d.cts" */

import { invalidArgument, refuseUnknownNames } from "./arguments.js";
import { checkCredential } from "./credential.js";
import { OPTION_NAMES, readOptions } from "./options.js";
import { readStore, STORE_NAMES } from "./store-params.js";

const NAMES = ["client_id", "sk", ...STORE_NAMES, ...OPTION_NAMES];

/**
 * Checks the argument of `new SwanClient`.
 * @param {API.SwanClientParams & Pick<API.Options, "signal">} params
 */
export function readClientParams(params) {
  if (typeof params !== "object" || params === null)
    throw refused("params", "an object with client_id and sk", "Pass an object with client_id, sk and the options.");
  refuseUnknownNames("SwanClient", params, NAMES);
  const { client_id, sk, store, storeTimeout, onStoreError, ...options } = params;
  checkCredential("SwanClient", "client_id", client_id);
  checkCredential("SwanClient", "sk", sk);
  if (options.signal) throw refused("signal", "an option of the client", "Pass signal to the client's methods.");
  const { timeout, retries } = readOptions("SwanClient", options);
  return {
    credentials: { client_id, sk },
    options: { ...options, timeout, retries },
    store: readStore("SwanClient", { store, storeTimeout, onStoreError }),
  };
}

/** @param {string} param @param {string} expected @param {string} hint */
const refused = (param, expected, hint) => invalidArgument("SwanClient", param, expected, hint);
