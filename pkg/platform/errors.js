/**
 * The errors of the platform itself. The errors of calls to Baidu come from the core.
 *
 * @import { ErrorFields } from "../api/errors.js"
 */

import * as swan from "swan-login";
import { codeConsumed } from "../api/errors.js";

/** The class of the main entry. Its types declare the constructor as private. */
const SwanLoginError = /** @type {new (fields: ErrorFields, options?: ErrorOptions) => swan.SwanLoginError} */ (
  /** @type {unknown} */ (swan.SwanLoginError)
);

const endpoint = "SwanPlatform";

export function noTicket() {
  return new SwanLoginError({
    code: "platform_not_ready",
    endpoint,
    message: "the platform has no ticket yet",
    retryable: true,
    hint: "Baidu pushes one every 10 minutes to the URL for authorization events (授权事件接收URL): serve platform.handlePush there, with a store that all processes share.",
  });
}

/** Without the store, nobody knows whether another process renews a token, and no new token could be stored. */
export function storeUnavailable() {
  return new SwanLoginError({
    code: "platform_not_ready",
    endpoint,
    message: "the store does not answer, or does not keep what is written",
    retryable: true,
    hint: "onStoreError gets the reason. Nothing is lost: the platform goes on when the store works again.",
  });
}

/** @param {string} key */
export function foreignRecord(key) {
  return new SwanLoginError({
    code: "invalid_argument",
    endpoint,
    param: "store",
    message: `the store's entry ${key} was not written by this version of swan-login`,
    retryable: false,
    hint: "The entry was not changed. Run the same version of swan-login in all processes, and let no other program write these keys.",
  });
}

/** @param {string} app_id */
export function appNotAuthorized(app_id) {
  return new SwanLoginError({
    code: "app_not_authorized",
    endpoint,
    message: `the mini program ${app_id} has not authorized this platform, or does so no more`,
    retryable: false,
    hint: "Let an administrator of the mini program authorize the platform on the page of platform.authorizationUrl.",
  });
}

const RECOVERS =
  "If the administrator has authorized the platform, platform.app(app_id) recovers at its first call; onEvent gets the app_id.";

/** An authorization code is never sent a second time. */
export function codeSentBefore() {
  return new SwanLoginError({
    code: "code_invalid",
    endpoint: "tpGetAppToken",
    message: "this authorization code was sent before, and its answer was lost",
    retryable: false,
    codeConsumed: "unknown",
    hint: RECOVERS,
  });
}

/**
 * The error of an exchange that may have spent its code, so that a second call with this code cannot succeed.
 * @param {unknown} error
 */
export function exchangeFailed(error) {
  if (!swan.isSwanLoginError(error) || error.code === "code_invalid") return error;
  const { codeConsumed = "yes", hint, endpoint, code } = error;
  // Other hints advise calls that the platform makes by itself.
  const isOfBaidu = endpoint.startsWith("tp") && code !== "permission";
  return withFields(error, { codeConsumed, retryable: false, hint: isOfBaidu ? RECOVERS : hint });
}

/**
 * The error of a deadline that passed before the call has sent its code.
 * @param {string} endpoint
 */
export function timedOut(endpoint) {
  return new SwanLoginError({
    code: "timeout",
    endpoint,
    message: "the call has not ended in time",
    retryable: true,
    ...codeConsumed(endpoint, "no"),
    hint: "Baidu is slow, or another process renews the access token: try again, or raise the option timeout.",
  });
}

/**
 * A copy of an error with other fields. A copy, because several callers may share the error of one renewal.
 * @param {unknown} error
 * @param {Partial<ErrorFields>} changes
 */
export function withFields(error, changes) {
  if (!swan.isSwanLoginError(error)) return error;
  // The constructor puts the endpoint before the message again.
  const message = error.message.slice(error.endpoint.length + 2);
  const options = error.cause === undefined ? undefined : { cause: error.cause };
  return new SwanLoginError({ ...error, message, ...changes }, options);
}

/** @param {unknown} error @param {swan.SwanLoginErrorCode} code */
export const hasCode = (error, code) => swan.isSwanLoginError(error) && error.code === code;
