/**
 * The public functions. Each hands its arguments to the core, which checks them.
 * @import * as API from "../types/index.d.cts"
 */

import { call, callSync } from "../core/core.js";
import { readOptions } from "./options.js";

export { version } from "../wasm/version.js";
export { SwanClient } from "./client.js";
export { isSwanLoginError, SwanLoginError } from "./errors.js";

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

/** @type {typeof API.buildRequest} */
export const buildRequest = (endpoint, params, options) =>
  callSync((core) =>
    core.buildRequest(endpoint, params, readOptions(typeof endpoint === "string" ? endpoint : "buildRequest", options)),
  );

/** @type {typeof API.parseResponse} */
export const parseResponse = (endpoint, response, params) =>
  callSync((core) => core.parseResponse(endpoint, response, params));

/** @type {typeof API.decryptUserData} */
export const decryptUserData = (params) => callSync((core) => core.decryptUserData(params));
