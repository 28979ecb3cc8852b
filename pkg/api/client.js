/** @import * as API from "../types/index.d.cts" */

import { call, throwTimeout } from "../core/call.js";
import { RetryBudget } from "../token/retry-budget.js";
import { SharedToken } from "../token/shared-token.js";
import { requireUsable } from "../token/token.js";
import { withToken } from "../token/with-token.js";
import { withDeadline } from "../transport/with-deadline.js";
import { invalidArgument } from "./arguments.js";
import { readClientParams } from "./client-params.js";
import { detachMethods } from "./detached-methods.js";
import { readOptions, withCallOptions } from "./options.js";
import { checkParams } from "./params.js";
import { decryptUserData } from "./user-data.js";

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
      fetch: async (/** @type {RetryBudget} */ budget) =>
        requireUsable("getAccessToken", await budget.call("getAccessToken", credentials, options)),
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
    checkParams("getUnionid", { openid }, ["openid"]);
    // Checked here, before a token is fetched.
    if (typeof openid !== "string" || openid.trim() === "")
      throw invalidArgument("getUnionid", "openid", "a string with text");
    const budget = new RetryBudget(this.#options.retries);
    const source = {
      get: () => this.#token.get(budget),
      refuse: (/** @type {string} */ access_token) => this.#token.refuse(access_token),
      accept: (/** @type {string} */ access_token) => this.#token.accept(access_token),
    };
    return withDeadline(
      merged,
      () => throwTimeout("getUnionid"),
      (signal) =>
        withToken(
          source,
          (access_token) => budget.call("getUnionid", { access_token, openid }, { ...merged, timeout: 0, signal }),
          (error, access_token) => this.#explained(error, access_token),
        ),
    );
  }

  /** @type {API.SwanClient["accessToken"]} */
  async accessToken(options) {
    const merged = this.#checked("getAccessToken", options);
    const budget = new RetryBudget(this.#options.retries);
    return withDeadline(
      merged,
      () => throwTimeout("getAccessToken"),
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
