/**
 * @import * as API from "../types/platform.cjs"
 * @import { CallOptions, Options } from "../types/index.d.cts"
 * @import { Grant } from "./grant.js"
 */

import { buildRequest, decryptUserData, tpGetAppInfo, tpGetSessionKeyByCode, tpGetUnionid } from "swan-login";
import { detachMethods } from "../api/detached-methods.js";
import { readOptions, withCallOptions } from "../api/options.js";
import { elapsed } from "../token/clock.js";
import { withToken } from "../token/with-token.js";
import { withDeadline } from "../transport/with-deadline.js";
import { hasCode, timedOut, withFields } from "./errors.js";

const METHODS = /** @type {const} */ (["login", "getUnionid", "decryptUserData", "accessToken", "info"]);

/** An authorized mini program. The types and their documentation are in platform.d.cts. */
export class SwanPlatformApp {
  #grant;
  #options;

  /**
   * @param {string} app_id
   * @param {Grant} grant
   * @param {Options & { timeout: number }} options
   */
  constructor(app_id, grant, options) {
    this.app_id = app_id;
    this.#grant = grant;
    this.#options = options;
    detachMethods(this, METHODS);
  }

  /** @type {API.SwanPlatformApp["login"]} */
  async login(code, options) {
    const endpoint = "tpGetSessionKeyByCode";
    const merged = this.#checked(endpoint, options);
    checkParams(endpoint, { code });
    const timeLeft = countdown(merged.timeout);
    const access_token = await withDeadline(
      merged,
      () => timedOut(endpoint),
      () => this.#grant.get(),
    ).catch((error) => {
      throw withFields(error, { codeConsumed: "no" });
    });
    try {
      const session = await tpGetSessionKeyByCode({ access_token, code }, { ...merged, timeout: timeLeft() });
      this.#grant.accept(access_token);
      return session;
    } catch (error) {
      if (!hasCode(error, "token_invalid")) throw error;
      if (!this.#grant.refuse(access_token)) throw withFields(error, { codeConsumed: "unknown", hint: REFUSED_AGAIN });
      // For the next login. This one has failed in any case.
      const renewal = withDeadline(
        { ...merged, timeout: timeLeft() },
        () => error,
        () => this.#grant.get(),
      );
      await renewal.catch(() => {});
      throw withFields(error, { codeConsumed: "unknown", retryable: true, hint: REFUSED });
    }
  }

  /** @type {API.SwanPlatformApp["getUnionid"]} */
  async getUnionid(openid, options) {
    const endpoint = "tpGetUnionid";
    const merged = this.#checked(endpoint, options);
    checkParams(endpoint, { openid });
    return withDeadline(
      merged,
      () => timedOut(endpoint),
      (signal) =>
        withToken(this.#grant, (access_token) =>
          tpGetUnionid({ access_token, openid }, { ...merged, timeout: 0, signal }),
        ),
    );
  }

  /** @type {API.SwanPlatformApp["decryptUserData"]} */
  async decryptUserData(params, options) {
    const merged = this.#checked("decryptUserData", options);
    const { client_id = "" } = await withDeadline(
      merged,
      () => timedOut("decryptUserData"),
      () => this.#grant.read(),
    );
    return decryptUserData({ ...params, client_id });
  }

  /** @type {API.SwanPlatformApp["accessToken"]} */
  async accessToken(options) {
    const endpoint = "tpRefreshAppToken";
    return withDeadline(
      this.#checked(endpoint, options),
      () => timedOut(endpoint),
      () => this.#grant.get(),
    );
  }

  /** @type {API.SwanPlatformApp["info"]} */
  async info(options) {
    const endpoint = "tpGetAppInfo";
    const merged = this.#checked(endpoint, options);
    return withDeadline(
      merged,
      () => timedOut(endpoint),
      (signal) =>
        withToken(this.#grant, (access_token) => tpGetAppInfo({ access_token }, { ...merged, timeout: 0, signal })),
    );
  }

  /**
   * The platform's options with those of one call, checked.
   * @param {string} endpoint
   * @param {CallOptions | null} [options]
   */
  #checked(endpoint, options) {
    const merged = withCallOptions(endpoint, this.#options, options);
    const { timeout } = readOptions(endpoint, merged);
    return { ...merged, timeout };
  }
}

const REFUSED =
  "Let the mini program call swan.getLoginCode and log in again with the new code. Baidu has refused the access token, and may have spent the code; the token is being replaced.";
const REFUSED_AGAIN =
  "Baidu refuses the new access token, too. See whether another program refreshes the same authorization: all of them must share one store.";

/**
 * Throws the core's error for a wrong parameter, before a token is renewed in vain.
 * @param {"tpGetSessionKeyByCode" | "tpGetUnionid"} endpoint
 * @param {{ code: string } | { openid: string }} params
 */
function checkParams(endpoint, params) {
  buildRequest(endpoint, /** @type {any} */ ({ access_token: "-", ...params }));
}

/**
 * Measures the rest of a timeout, in ms.
 * @param {number} timeout  in ms; 0 means none
 * @returns {() => number}
 */
function countdown(timeout) {
  const end = elapsed() + timeout;
  return () => (timeout === 0 ? 0 : Math.max(1, Math.ceil(end - elapsed())));
}
