/** @import * as API from "../types/index.d.cts" */

import { call, timeoutError } from "../core/call.js";
import { RetryBudget } from "../token/retry-budget.js";
import { SharedToken } from "../token/shared-token.js";
import { withDeadline } from "../transport/with-deadline.js";
import { invalidArgument } from "./arguments.js";
import { readClientParams } from "./client-params.js";
import { detachMethods } from "./detached-methods.js";
import { isSwanLoginError } from "./errors.js";
import { readOptions, withCallOptions } from "./options.js";
import { decryptUserData } from "./user-data.js";

/** One call tries at most three tokens: the one in memory, one that another process has stored, and a new one. */
const MAX_TOKENS = 3;

const METHODS = /** @type {const} */ (["login", "getUnionid", "accessToken", "decryptUserData"]);

/** Secrets are in private fields, which inspection, JSON and structuredClone do not show. */
export class SwanClient {
  #credentials;
  #options;
  #token;
  #hasStore;

  /** @param {API.SwanClientParams} params */
  constructor(params) {
    const { credentials, options, store } = readClientParams(params);
    this.#credentials = credentials;
    this.#options = options;
    this.#hasStore = store !== undefined;
    this.#token = new SharedToken({
      // The AppKey is public. The AppSecret must not be part of the key, not even hashed.
      key: `swan-login:access_token:${credentials.client_id}`,
      fetch: (/** @type {RetryBudget} */ budget) => budget.call("getAccessToken", credentials, options),
      store,
      timeout: options.timeout,
    });
    detachMethods(this, METHODS);
  }

  /** @type {API.SwanClient["login"]} */
  async login(code, options) {
    const endpoint = "jscode2sessionkey";
    return call(endpoint, { ...this.#credentials, code }, withCallOptions(endpoint, this.#options, options));
  }

  /** @type {API.SwanClient["getUnionid"]} */
  async getUnionid(openid, options) {
    const merged = this.#checked("getUnionid", options);
    // Checked here, before a token is fetched.
    if (typeof openid !== "string" || openid.trim() === "")
      throw invalidArgument("getUnionid", "openid", "a string with text");
    const budget = new RetryBudget(this.#options.retries);
    return withDeadline(
      merged,
      () => timeoutError("getUnionid"),
      async (signal) => {
        for (let tokens = 1; ; tokens++) {
          const access_token = await this.#token.get(budget);
          try {
            const unionid = await budget.call(
              "getUnionid",
              { access_token, openid },
              { ...merged, timeout: 0, signal },
            );
            this.#token.accept(access_token);
            return unionid;
          } catch (error) {
            if (!isTokenInvalid(error)) throw error;
            const mayRenew = this.#token.refuse(access_token);
            if (!mayRenew || tokens === MAX_TOKENS) throw this.#explained(error, access_token);
          }
        }
      },
    );
  }

  /** @type {API.SwanClient["accessToken"]} */
  async accessToken(options) {
    const merged = this.#checked("getAccessToken", options);
    const budget = new RetryBudget(this.#options.retries);
    return withDeadline(
      merged,
      () => timeoutError("getAccessToken"),
      () => this.#token.get(budget),
    );
  }

  /** @type {API.SwanClient["decryptUserData"]} */
  decryptUserData(params) {
    return decryptUserData({ ...params, client_id: this.#credentials.client_id });
  }

  /**
   * The options of one call, checked.
   * @param {API.Endpoint} endpoint
   * @param {API.CallOptions | null} [options]
   */
  #checked(endpoint, options) {
    const merged = withCallOptions(endpoint, this.#options, options);
    readOptions(endpoint, merged);
    return merged;
  }

  /**
   * Adds a hint to the error after Baidu has refused a renewed token too.
   * @param {object} error
   * @param {string} access_token
   */
  #explained(error, access_token) {
    const repeated =
      "The token endpoint gave a token again that Baidu had refused: a cache or a proxy in front of it probably returns old tokens.";
    const refused =
      "Baidu refuses the new token, too: a cache or a proxy in front of the token endpoint may return old ones, or the AppSecret was reset.";
    const other = this.#hasStore
      ? "Or a process that does not use this store fetched a newer token, which may end the older ones."
      : "Or another process fetched a newer token, which may end the older ones: let all processes share a store (option store).";
    return Object.assign(error, { hint: `${this.#token.isRepeated(access_token) ? repeated : refused} ${other}` });
  }
}

/** @param {unknown} error @returns {error is object} */
const isTokenInvalid = (error) =>
  isSwanLoginError(error) && Reflect.get(/** @type {object} */ (error), "code") === "token_invalid";
