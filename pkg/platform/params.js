/** @import { SwanPlatformParams } from "../types/platform.cjs" */
/** @import { Options } from "../types/index.d.cts" */

import { invalidArgument, refuseUnknownNames } from "../api/arguments.js";
import { checkCredential } from "../api/credential.js";
import { OPTION_NAMES, optionalFunction, readOptions } from "../api/options.js";
import { readStore, STORE_NAMES } from "../api/store-params.js";

const NAME = "SwanPlatform";
const NAMES = ["client_id", "push", "onEvent", "onError", ...STORE_NAMES, ...OPTION_NAMES];

/** An App ID. With leading zeros, one mini program would have several records. */
export const APP_ID = /^[1-9]\d{0,19}$/;

/** 256 bits in base64, which Baidu limits to letters and digits. */
const AES_KEY = /^[A-Za-z0-9]{43}$/;

/**
 * Checks the argument of `new SwanPlatform`.
 * @param {SwanPlatformParams & Pick<Options, "signal">} params
 */
export function readPlatformParams(params) {
  if (typeof params !== "object" || params === null)
    throw invalidArgument(NAME, "params", "an object with client_id, push and store");
  refuseUnknownNames(NAME, params, NAMES);
  const { client_id, push, store, storeTimeout, onStoreError, onEvent, onError, ...options } = params;
  checkCredential(NAME, "client_id", client_id);
  if (options.signal)
    throw invalidArgument(NAME, "signal", "an option of the platform", "Pass signal to the platform's methods.");
  const { timeout, retries } = readOptions(NAME, options);
  const guarded = readStore(NAME, { store, storeTimeout, onStoreError });
  if (!guarded) {
    const hint = "Pass redisStore(client) of swan-login/redis: what a merchant has granted must outlive this process.";
    throw invalidArgument(NAME, "store", "there", hint);
  }
  return {
    client_id,
    push: readPush(push, client_id),
    store: guarded,
    onEvent: optionalFunction(NAME, "onEvent", onEvent),
    onError: optionalFunction(NAME, "onError", onError),
    options: { ...options, timeout, retries },
  };
}

/** @param {SwanPlatformParams["push"]} push @param {string} platform  its client_id */
function readPush(push, platform) {
  if (typeof push !== "object" || push === null) throw invalidArgument(NAME, "push", "an object with token and aesKey");
  refuseUnknownNames(NAME, push, ["token", "aesKey", "client_id"], "push");
  const { token, aesKey, client_id = platform } = push;
  checkCredential(NAME, "push.token", token);
  checkCredential(NAME, "push.client_id", client_id);
  const keys = [aesKey].flat();
  if (keys.length === 0 || !keys.every((key) => typeof key === "string" && AES_KEY.test(key))) {
    const hint = "Pass the 消息加解密 Key of Baidu's console as it stands there, or a list of the old and the new one.";
    throw invalidArgument(NAME, "push.aesKey", "43 letters and digits", hint);
  }
  return { token, aesKey: keys, client_id };
}
