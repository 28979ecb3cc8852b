/**
 * The log of requests. It contains no secret: a value is shown only if the mock knows that it is not secret.
 *
 * @import { MockRequest } from "../types/mock.cjs"
 * @import { Params } from "./params.js"
 * @import { BaiduState } from "./state.js"
 */

import { bodyOf } from "./reply.js";

/** Older requests are forgotten. */
const LIMIT = 1_000;

export class RequestLog {
  /** @type {MockRequest[]} */
  #requests = [];

  /** The oldest first. */
  get requests() {
    return this.#requests.map((request) => ({ ...request }));
  }

  /** @param {MockRequest} request */
  add(request) {
    this.#requests.push(request);
    if (this.#requests.length > LIMIT) this.#requests.shift();
  }
}

/**
 * @param {BaiduState} state
 * @param {Request} request
 * @param {Params} params
 * @returns {MockRequest}
 */
export function describeRequest(state, { method, url }, { query, form }) {
  return {
    time: new Date(state.now()).toISOString(),
    method,
    path: maskPath(new URL(url).pathname, state),
    query: maskParams(query, state),
    form: maskParams(form, state),
  };
}

/**
 * The fields of an entry that describe the response. A test may have replaced the body, so only numbers and a short name
 * are taken from it.
 *
 * @param {Response} response
 * @returns {Pick<MockRequest, "status" | "errno" | "error_code" | "error">}
 */
export function describeAnswer(response) {
  const { errno, error_code, error } = bodyOf(response);
  return {
    status: response.status,
    ...(typeof errno === "number" && { errno }),
    ...(typeof error_code === "number" && { error_code }),
    ...(typeof error === "string" && { error: error.slice(0, 50) }),
  };
}

/** @type {Readonly<Record<string, (value: string, state: BaiduState) => boolean>>} Parameter -> whether to show it. */
const SHOWN = {
  // People often pass the numeric App ID instead of the AppKey, so it is shown.
  client_id: (value, state) =>
    state.app(value) !== undefined || value === state.platform.keys.client_id || /^\d{1,12}$/.test(value),
  app_id: (value, { apps }) => apps.some(({ appid }) => appid === value),
  openid: (value, state) => state.isOpenid(value),
  open_id: (value, state) => state.isOpenid(value),
  grant_type: (value) => GRANT_TYPES.includes(value),
  scope: (value) => value === "smartapp_snsapi_base",
};

const GRANT_TYPES = [
  ...["authorization_code", "client_credentials", "client_credential"],
  ...["app_to_tp_authorization_code", "app_to_tp_refresh_token"],
];

/** The names to show. Another may be a secret: a body that is no form is read as one long name. */
const NAMES = new Set([
  ...Object.keys(SHOWN),
  ...["code", "sk", "client_secret", "access_token", "refresh_token", "ticket", "pre_auth_code", "redirect_uri"],
  ...["sp_sdk_ver", "sp_sdk_lang", "sdk.type", "sdk.version"],
]);

/** Clients send fewer. */
const MAX_PARAMS = 20;

/** @param {URLSearchParams} params @param {BaiduState} state @returns {Record<string, string>} */
function maskParams(params, state) {
  const shown = [...params].slice(0, MAX_PARAMS).map(([name, value]) => {
    const isShown = Object.hasOwn(SHOWN, name) && SHOWN[name]?.(value, state);
    return [NAMES.has(name) ? name : `[a name of ${name.length} characters]`, isShown ? value : mask(value)];
  });
  return Object.fromEntries(shown);
}

/** A path that is not Baidu's may hold anything. @param {string} path @param {BaiduState} state */
function maskPath(path, { apps }) {
  const isSecret = (/** @type {string} */ part) => part.length >= 20 || apps.some(({ sk }) => part.includes(sk));
  const parts = path.slice(0, 200).split("/");
  return parts.map((part) => (isSecret(part) ? mask(part) : part)).join("/");
}

/** @param {string} secret */
const mask = (secret) => `[${secret.length} characters]`;
