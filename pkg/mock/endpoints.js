/**
 * Baidu's endpoints: their parameters and responses.
 *
 * @import { MockEndpoint } from "../types/mock.cjs"
 * @import { Params } from "./params.js"
 * @import { App, BaiduState, TokenKind } from "./state.js"
 *
 * @typedef {object} Endpoint
 * @property {MockEndpoint} name
 * @property {TokenKind} [token] The kind of access token that it requires.
 * @property {boolean} [tokenInForm] Whether the token may also be in the form.
 * @property {boolean} [isPlatforms] Whether only a third-party platform may call it, from an address in its whitelist.
 * @property {Readonly<Record<string, string>>} [required] Parameter -> its name in Baidu's validator.
 * @property {(call: Call) => Response} answer
 *
 * @typedef {object} Call
 * @property {BaiduState} state
 * @property {Params} params
 * @property {App} [app] The app for which the access token acts.
 */

import {
  appTokens,
  tpCreatePreAuthCode,
  tpGetAccessToken,
  tpGetAppInfo,
  tpRetrieveAuthorizationCode,
  wrongAddress,
} from "./platform-endpoints.js";

import {
  ERRNO_TEXTS,
  envelope,
  gatewayError,
  INVENTED_ERRNO,
  json,
  missingFieldsBody,
  OAUTH_TEXTS,
  sessionError,
  tokenError,
  tpEnvelope,
} from "./reply.js";

/** Only the name ClientID is known. Invented: the others. */
const CREDENTIALS = { code: "Code", client_id: "ClientID", sk: "Sk" };

/** @type {ReadonlyMap<string, Endpoint>} Path -> endpoint. */
const ENDPOINTS = new Map(
  /** @type {[string, Endpoint][]} */ ([
    ["/oauth/jscode2sessionkey", { name: "jscode2sessionkey", required: CREDENTIALS, answer: jscode2sessionkey }],
    [
      "/nalogin/getSessionKeyByCode",
      { name: "naloginGetSessionKeyByCode", required: CREDENTIALS, answer: jscode2sessionkey },
    ],
    ["/rest/2.0/smartapp/getunionid", { name: "getUnionid", token: "24", tokenInForm: true, answer: getUnionid }],
    [
      "/rest/2.0/oauth/getsessionkeybycode",
      {
        name: "tpGetSessionKeyByCode",
        token: "45",
        isPlatforms: true,
        required: { code: "Code", grant_type: "GrantType" },
        answer: tpGetSessionKeyByCode,
      },
    ],
    ["/rest/2.0/smartapp/unionId/get", { name: "tpGetUnionid", token: "45", isPlatforms: true, answer: tpGetUnionid }],
    [
      "/rest/2.0/smartapp/getsessionkey",
      { name: "getSessionKey", token: "24", tokenInForm: true, answer: getSessionKey },
    ],
    ["/oauth/2.0/token", { name: "getAccessToken", answer: getAccessToken }],
    ["/public/2.0/smartapp/auth/tp/token", { name: "tpGetAccessToken", isPlatforms: true, answer: tpGetAccessToken }],
    [
      "/rest/2.0/smartapp/tp/createpreauthcode",
      { name: "tpCreatePreAuthCode", token: "42", isPlatforms: true, answer: tpCreatePreAuthCode },
    ],
    ["/rest/2.0/oauth/token", { name: "tpGetAppToken", token: "42", isPlatforms: true, answer: appTokens }],
    ["/rest/2.0/smartapp/app/info", { name: "tpGetAppInfo", token: "45", isPlatforms: true, answer: tpGetAppInfo }],
    [
      "/rest/2.0/smartapp/auth/retrieve/authorizationcode",
      {
        name: "tpRetrieveAuthorizationCode",
        token: "42",
        tokenInForm: true,
        isPlatforms: true,
        answer: tpRetrieveAuthorizationCode,
      },
    ],
  ]),
);

/** The second grant of a path that two calls share. @type {Endpoint} */
const REFRESH = { name: "tpRefreshAppToken", token: "42", isPlatforms: true, answer: appTokens };

/** The endpoints' names. */
export const NAMES = [...ENDPOINTS.values(), REFRESH].map(({ name }) => name);

/** @param {Request} request @returns {Endpoint | undefined} */
export function endpointOf({ method, url }) {
  if (!["GET", "POST"].includes(method)) return undefined;
  const { pathname, searchParams } = new URL(url);
  const endpoint = ENDPOINTS.get(pathname);
  const isRefresh = endpoint?.name === "tpGetAppToken" && searchParams.get("grant_type") === "app_to_tp_refresh_token";
  return isRefresh ? REFRESH : endpoint;
}

/** @param {BaiduState} state @param {Endpoint} endpoint @param {Params} params @param {string} address  Of the caller. */
export function answer(state, endpoint, params, address) {
  if (endpoint.isPlatforms && !state.platform.allows(address)) return wrongAddress();
  const app = endpoint.token && authorizedApp(state, endpoint, params);
  if (app instanceof Response) return app;
  const missing = Object.entries(endpoint.required ?? {}).filter(([name]) => !params.get(name));
  if (missing.length > 0) return json(missingFieldsBody(missing.map(([, field]) => field)));
  return endpoint.answer({ state, params, app });
}

/** @param {Call} call */
function jscode2sessionkey({ state, params }) {
  const app = state.app(params.get("client_id"));
  if (!app) return sessionError(state.settings, "invalid_client", OAUTH_TEXTS.invalid_client);
  if (app.sk !== params.get("sk")) return sessionError(state.settings, "invalid_client", WRONG_SECRET);
  return exchangeCode(state, app, params);
}

/** @param {Call} call */
function tpGetSessionKeyByCode({ state, params, app }) {
  if (params.get("grant_type") !== "authorization_code")
    return sessionError(state.settings, "unsupported_grant_type", OAUTH_TEXTS.unsupported_grant_type);
  return exchangeCode(state, app, params);
}

/** @param {BaiduState} state @param {App | undefined} app @param {Params} params */
function exchangeCode(state, app, params) {
  const session = state.redeemCode(app, params.get("code"));
  return session ? json(session) : sessionError(state.settings, "invalid_grant", INVALID_CODE);
}

/** @param {Call} call */
function getSessionKey({ state, params, app }) {
  // Invented: the errno of a missing code, and that of a code that is refused.
  if (!params.get("code")) return envelope(state, 10010100, ERRNO_TEXTS[10010100], {});
  const session = state.redeemCode(app, params.get("code"));
  if (!session) return envelope(state, INVENTED_ERRNO, INVALID_CODE, {});
  return envelope(state, 0, "succ", { open_id: session.openid, session_key: session.session_key });
}

/** @param {Call} call */
function getUnionid({ state, params, app }) {
  const unionid = state.unionidOf(app, params.get("openid"));
  // 400 is documented as "parameter error, check openid". Invented: that a user
  // who has not authorized gives the same, and data being {}.
  return unionid ? envelope(state, 0, "succ", { unionid }) : envelope(state, 400, ERRNO_TEXTS[400], {});
}

/** @param {Call} call */
function tpGetUnionid({ state, params, app }) {
  const union_id = state.unionidOf(app, params.get("open_id"));
  // Invented: that union_id equals getunionid's unionid, and the refusal.
  return union_id ? tpEnvelope(0, "success", { union_id }) : tpEnvelope(400, "param error, check open_id", {});
}

/** @param {Call} call */
function getAccessToken({ state, params }) {
  /** @param {keyof typeof OAUTH_TEXTS} error */
  const refuse = (error, text = OAUTH_TEXTS[error]) => tokenError(state.settings, error, text);
  if (["grant_type", "client_id", "client_secret"].some((name) => !params.get(name))) return refuse("invalid_request");
  if (params.get("grant_type") !== "client_credentials") return refuse("unsupported_grant_type");
  const app = state.app(params.get("client_id"));
  if (!app) return refuse("invalid_client");
  if (app.sk !== params.get("client_secret")) return refuse("invalid_client", WRONG_SECRET);
  return json({
    access_token: state.issueToken("24", app),
    expires_in: state.settings.tokenLifetime,
    refresh_token: state.issueToken("25", app),
    scope: "smartapp_snsapi_base public",
    // Signature keys of OAuth 1, not the session_key of a user.
    session_key: "mock-token-session-key",
    session_secret: "mock-token-session-secret",
  });
}

/** Observed text of a code that is wrong, used or expired. */
const INVALID_CODE = "invalid code , expired or revoked";

/** Observed text of a wrong secret. */
const WRONG_SECRET = "Client authentication failed";

/**
 * The app an access token acts for, or the gateway's refusal. Invented: that a
 * valid token of the wrong kind is refused with 110.
 *
 * @param {BaiduState} state @param {Endpoint} endpoint @param {Params} params
 */
function authorizedApp(state, { token: kind, tokenInForm }, params) {
  const { settings } = state;
  const inForm = tokenInForm && !settings.strict;
  const access_token = inForm ? params.get("access_token") : params.query.get("access_token");
  if (!access_token) return gatewayError(settings, 100);
  const token = state.token(access_token);
  if (!token || token.kind !== kind) return gatewayError(settings, 110);
  return state.isExpired(token) ? gatewayError(settings, 111) : token.app;
}
