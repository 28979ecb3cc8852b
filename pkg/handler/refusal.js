/** @import { LoginRefusal } from "../types/handler.cjs" */

import { SwanLoginError } from "../api/errors.js";
import { jsonResponse } from "./response.js";

/** A login that fails: the response to the mini program, and the reason for onError. */
export class Refusal {
  /**
   * @param {number} status  of the response
   * @param {LoginRefusal["error"]} error
   * @param {unknown} reason
   * @param {{ relogin?: boolean, headers?: Record<string, string> }} [more]
   */
  constructor(status, error, reason, { relogin = false, headers } = {}) {
    this.status = status;
    this.body = { error, relogin };
    this.reason = reason;
    this.headers = headers;
  }

  toResponse() {
    return jsonResponse(JSON.stringify(this.body), this.status, this.headers);
  }
}

/**
 * The error for a wrong request. Nothing was sent to Baidu.
 * @param {string} param  the part of the request that is wrong
 * @param {string} message
 * @param {string} hint
 * @param {ErrorOptions} [options]
 */
export function requestError(param, message, hint, options) {
  const code = "invalid_argument";
  return new SwanLoginError({ code, endpoint: "createLoginHandler", param, message, retryable: false, hint }, options);
}

/** The status for failures of Baidu that may be temporary, by the code of the error. */
const UNAVAILABLE = new Map([
  ["network", 502],
  ["server", 502],
  ["malformed_response", 502],
  ["rate_limited", 503],
  ["timeout", 504],
]);

/**
 * The refusal for an error of the client or of onLogin. Decides by the error's fields, not by its class, because an app
 * may use its own client.
 * @param {unknown} error
 */
export function refusalOf(error) {
  if (error instanceof Refusal) return error;
  const { code, retryable, codeConsumed } = Object(error);
  if (code === "code_invalid") return new Refusal(401, code, error, { relogin: true });
  const status = UNAVAILABLE.get(code) ?? (retryable === true ? 503 : undefined);
  if (status === undefined) return new Refusal(500, "server_error", error);
  return new Refusal(status, "unavailable", error, { relogin: codeConsumed !== "no" });
}
