/**
 * The public functions. Each passes its arguments to the core, which checks them.
 * @import * as API from "../types/index.d.cts"
 */

import { call, callSync } from "../core/call.js";
import { calls } from "../wasm/calls.js";
import { invalidArgument, readNames } from "./arguments.js";
import { isSwanLoginError } from "./errors.js";
import { optionalBoolean, readBaseUrl } from "./options.js";
import { checkParams, refuseLong } from "./params.js";

export { version } from "../wasm/version.js";
export { SwanClient } from "./client.js";
export { isSwanLoginError, SwanLoginError } from "./errors.js";
export { decryptUserData } from "./user-data.js";

/** @type {typeof API.jscode2sessionkey} */
export const jscode2sessionkey = (params, options) => call("jscode2sessionkey", params, options);

/** @type {typeof API.getSessionKey} */
export const getSessionKey = (params, options) => call("getSessionKey", params, options);

/** @type {typeof API.getUnionid} */
export const getUnionid = (params, options) => call("getUnionid", params, options);

/** @type {typeof API.getAccessToken} */
export const getAccessToken = (params, options) => call("getAccessToken", params, options);

/** @type {typeof API.tpGetSessionKeyByCode} */
export const tpGetSessionKeyByCode = (params, options) => call("tpGetSessionKeyByCode", params, options);

/** @type {typeof API.tpGetUnionid} */
export const tpGetUnionid = (params, options) => call("tpGetUnionid", params, options);

/** @type {typeof API.naloginGetSessionKeyByCode} */
export const naloginGetSessionKeyByCode = (params, options) => call("naloginGetSessionKeyByCode", params, options);

/** @type {typeof API.tpGetAccessToken} */
export const tpGetAccessToken = (params, options) => call("tpGetAccessToken", params, options);

/** @type {typeof API.tpCreatePreAuthCode} */
export const tpCreatePreAuthCode = (params, options) => call("tpCreatePreAuthCode", params, options);

/** @type {typeof API.tpGetAppToken} */
export const tpGetAppToken = (params, options) => call("tpGetAppToken", params, options);

/** @type {typeof API.tpRefreshAppToken} */
export const tpRefreshAppToken = (params, options) => call("tpRefreshAppToken", params, options);

/** @type {typeof API.tpGetAppInfo} */
export const tpGetAppInfo = (params, options) => call("tpGetAppInfo", params, options);

/** @type {typeof API.tpRetrieveAuthorizationCode} */
export const tpRetrieveAuthorizationCode = (params, options) => call("tpRetrieveAuthorizationCode", params, options);

/** @type {typeof API.buildRequest} */
export function buildRequest(endpoint, params, options) {
  const { index, host, params: names } = declaration("buildRequest", endpoint);
  const { baseUrl, sendSecretsOverHttp } = readNames(endpoint, options, ["baseUrl", "sendSecretsOverHttp"]);
  const allowHttp = optionalBoolean(endpoint, "sendSecretsOverHttp", sendSecretsOverHttp);
  const base = readBaseUrl(endpoint, baseUrl, allowHttp)[host];
  checkParams(endpoint, params, names);
  return callSync((core) => core.buildRequest(index, params, base));
}

/** Baidu's replies have a few KB. */
const MAX_BODY_LENGTH = 16_777_216;

/** @type {typeof API.parseResponse} */
export function parseResponse(endpoint, response, params) {
  const { index } = declaration("parseResponse", endpoint);
  const { status, body } = response ?? {};
  if (!Number.isInteger(status) || status < 0 || status > 999) {
    const hint = "Pass { status, body } with the status as a number.";
    throw invalidArgument("parseResponse", "status", "an HTTP status", hint);
  }
  if (typeof body !== "string") {
    throw invalidArgument("parseResponse", "body", "a string", "Pass { status, body } with the body as text.");
  }
  refuseLong("parseResponse", "body", body, MAX_BODY_LENGTH);
  return callSync((core) => core.parseResponse(index, status, body, params));
}

/** @type {typeof API.decryptPush} */
export function decryptPush(params) {
  const { aesKey } = params ?? {};
  const [first, ...rest] = Array.isArray(aesKey) ? aesKey : [aesKey];
  const body = bodyText(params?.body);
  checkParams("decryptPush", { ...params, body, aesKey: first }, ["body", "token", "aesKey", "client_id"]);
  try {
    return callSync((core) => core.decryptPush({ ...params, body, aesKey: first }));
  } catch (error) {
    if (rest.length === 0 || !isDecryptFailed(error)) throw error;
    return decryptPush({ ...params, body, aesKey: rest });
  }
}

/** @param {any} error */
const isDecryptFailed = (error) => isSwanLoginError(error) && error.code === "decrypt_failed";

/** The JSON of a push that a framework has parsed. @param {any} body @returns {any} */
function bodyText(body) {
  if (typeof body !== "object" || body === null) return body;
  try {
    return JSON.stringify(body);
  } catch {
    throw invalidArgument("decryptPush", "body", "a push");
  }
}

/**
 * @param {string} caller
 * @param {API.Endpoint} endpoint
 */
function declaration(caller, endpoint) {
  const declared = calls[endpoint];
  if (declared) return declared;
  const hint = 'Pass the name of the function as a string, such as "jscode2sessionkey".';
  throw invalidArgument(caller, "endpoint", "the name of a call", hint);
}
