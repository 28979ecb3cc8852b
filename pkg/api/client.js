/** @import * as API from "../types/index.d.cts" */

import { call, callSync, timeoutError } from "../core/call.js";
import { SharedToken } from "../token/shared-token.js";
import { GuardedStore } from "../token/stores/guarded.js";
import { Deadline } from "../transport/deadline.js";
import { calls } from "../wasm/calls.js";
import { invalidArgument } from "./arguments.js";
import { isSwanLoginError } from "./errors.js";
import { decryptUserData } from "./functions.js";
import { readOptions } from "./options.js";

const DEFAULT_TIMEOUT = 10_000;

/** Tokens that Baidu may refuse before a call gives up: the one held and the one that another process left in the store. */
const MOST_REFUSALS = 2;

/** Keeps its secrets in private fields: neither inspection nor JSON nor structuredClone sees them. */
export class SwanClient {
  #credentials;
  #options;
  #token;

  /** @param {API.SwanClientParams} params */
  constructor(params) {
    // One for each of Baidu's hosts.
    checkStore(params);
    const { client_id, sk, store, storeTimeout, onStoreError, ...options } = params;
    check("getAccessToken", params, options);
    check("jscode2sessionkey", { ...params, code: "not issued yet" }, options);
    this.#credentials = { client_id, sk };
    this.#options = { ...options, timeout: options.timeout ?? DEFAULT_TIMEOUT };
    this.#token = new SharedToken({
      client_id,
      fetch: () => call("getAccessToken", this.#credentials, this.#options),
      store: store ? new GuardedStore(store, { storeTimeout, onStoreError }) : undefined,
      timeout: this.#options.timeout,
    });
  }

  /** @type {API.SwanClient["login"]} */
  async login(code, options) {
    return call("jscode2sessionkey", { ...this.#credentials, code }, this.#with("jscode2sessionkey", options));
  }

  /** @type {API.SwanClient["accessToken"]} */
  async accessToken(options) {
    const checked = this.#check("getAccessToken", this.#credentials, options);
    return inTime("getAccessToken", checked, () => this.#token.get());
  }

  /** @type {API.SwanClient["getUnionid"]} */
  async getUnionid(openid, options) {
    // Before a token is fetched for nothing.
    const checked = this.#check("getUnionid", { access_token: "not asked for yet", openid }, options);
    return inTime("getUnionid", checked, async (signal) => {
      for (let refusals = 0; ; refusals++) {
        const access_token = await this.#token.get();
        try {
          const unionid = await call("getUnionid", { access_token, openid }, { ...checked, timeout: 0, signal });
          this.#token.works(access_token);
          return unionid;
        } catch (error) {
          const isLast = refusals === MOST_REFUSALS;
          if (!isTokenInvalid(error) || !this.#token.refuse(access_token) || isLast) throw error;
        }
      }
    });
  }

  /** @type {API.SwanClient["decryptUserData"]} */
  decryptUserData(params) {
    return decryptUserData({ ...params, client_id: this.#credentials.client_id });
  }

  /**
   * The options of one call, checked as the core checks them.
   * @template {API.Endpoint} E
   * @param {E} endpoint
   * @param {API.Calls[E]["params"]} params
   * @param {API.CallOptions} [options]
   */
  #check(endpoint, params, options) {
    const merged = this.#with(endpoint, options);
    check(endpoint, params, merged);
    return merged;
  }

  /**
   * @param {string} endpoint
   * @param {API.CallOptions | null} [options]
   */
  #with(endpoint, options) {
    if (typeof (options ?? {}) !== "object") throw invalidArgument(endpoint, "options", "an object");
    try {
      const { signal, timeout } = options ?? {};
      return { ...this.#options, signal, timeout: timeout ?? this.#options.timeout };
    } catch {
      throw invalidArgument(endpoint, "options", "an object that can be read");
    }
  }
}

/**
 * As the call itself would.
 * @template {API.Endpoint} E
 * @param {E} endpoint
 * @param {API.Calls[E]["params"]} params
 * @param {API.Options} options
 */
function check(endpoint, params, options) {
  readOptions(endpoint, options);
  callSync((core) => core.buildRequest(calls[endpoint].index, params, undefined));
}

/**
 * What of the constructor's argument the core does not know.
 * @param {API.SwanClientParams & Pick<API.Options, "signal">} params
 */
function checkStore({ store, storeTimeout, onStoreError, signal }) {
  const name = "SwanClient";
  const methods = ["get", "set", "delete"];
  if (store && !methods.every((method) => typeof Reflect.get(Object(store), method) === "function"))
    throw invalidArgument(name, "store", "an object with get, set and delete, such as a Keyv");
  // As long as timers of JavaScript can be.
  if (storeTimeout !== undefined && !(typeof storeTimeout === "number" && storeTimeout > 0 && storeTimeout < 2 ** 31))
    throw invalidArgument(name, "storeTimeout", "a positive number of milliseconds");
  if (onStoreError !== undefined && typeof onStoreError !== "function")
    throw invalidArgument(name, "onStoreError", "a function");
  if (signal) throw invalidArgument(name, "signal", "an option of the client", "Pass signal to the client's methods.");
}

/**
 * Ends for this caller when its time is over. What it shares with other callers goes on for them.
 * @template T
 * @param {API.Endpoint} endpoint
 * @param {{ signal?: AbortSignal, timeout: number }} options
 * @param {(signal: AbortSignal | undefined) => Promise<T>} run
 * @returns {Promise<T>}
 */
async function inTime(endpoint, { signal, timeout }, run) {
  const deadline = start(endpoint, timeout, signal);
  try {
    const end = new Promise((_, reject) => (deadline.onEnd = reject));
    if (!deadline.state) return await Promise.race([/** @type {Promise<never>} */ (end), run(deadline.signal)]);
  } catch (error) {
    if (!deadline.state) throw error;
  } finally {
    deadline.clear();
  }
  throw deadline.state === "timeout" ? timeoutError(endpoint) : deadline.reason;
}

/** @param {string} endpoint @param {number} timeout @param {AbortSignal} [signal] */
function start(endpoint, timeout, signal) {
  try {
    return new Deadline(timeout, signal);
  } catch {
    throw invalidArgument(endpoint, "signal", "an AbortSignal");
  }
}

/** @param {unknown} error */
const isTokenInvalid = (error) =>
  isSwanLoginError(error) && Reflect.get(/** @type {object} */ (error), "code") === "token_invalid";
