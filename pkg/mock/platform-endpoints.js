/**
 * The calls of a third-party platform, and Baidu's page on which a mini program's administrator authorizes it.
 *
 * The documents give the fields and the errno. Invented: the texts beside an errno, and HTTP 200.
 *
 * @import { Call } from "./endpoints.js"
 * @import { App } from "./state.js"
 */

import { CODE_LIFETIMES, PRE_AUTH_LIFETIME } from "./platform-state.js";
import { json, OAUTH_TEXTS, tokenError, tpEnvelope } from "./reply.js";

/** The lifetime of an app's access token, in seconds. */
const TOKEN_LIFETIME = 3_600;

/** The lifetime of the platform's own access token, in seconds. */
const PLATFORM_TOKEN_LIFETIME = 2_592_000;

/** Numbers of errors, from smartapp-openapi-java. */
const NO_TICKET = 50001;
const NO_PLATFORM = 50002;
const WRONG_TICKET = 50003;
const NO_AUTHORIZATION = 50032;
const WRONG_ADDRESS = 40008;
const WRONG_PARAMETER = 40001;

/** The refusal of a call from an address that is not in the whitelist. */
export const wrongAddress = () => refuse(WRONG_ADDRESS, "ip is not in whitelist");

/** @param {Call} call */
export function tpGetAccessToken({ state, params }) {
  const { platform } = state;
  if (params.get("client_id") !== platform.keys.client_id) return refuse(NO_PLATFORM, "client_id is not exist");
  if (!platform.hasTicket) return refuse(NO_TICKET, "get ticket failed");
  if (!platform.isTicket(params.get("ticket"))) return refuse(WRONG_TICKET, "ticket is invalid");
  return succeed({
    access_token: state.issueToken("42", platform.account),
    expires_in: PLATFORM_TOKEN_LIFETIME,
    scope: "smartapp_tp_smtapp_common public",
  });
}

/** @param {Call} call */
export function tpCreatePreAuthCode({ state: { platform } }) {
  return succeed({ pre_auth_code: platform.issuePreAuthCode(), expires_in: PRE_AUTH_LIFETIME });
}

/** Both grants share a path. @param {Call} call */
export function appTokens({ state, params }) {
  const { platform, settings } = state;
  /** @param {string} error @param {string} [text] */
  const refuseGrant = (error, text = String(OAUTH_TEXTS[error])) => tokenError(settings, error, text);
  const grant_type = params.get("grant_type");
  if (grant_type === "app_to_tp_authorization_code") {
    const code = params.get("code");
    if (!code) return refuseGrant("invalid_request");
    const tokens = platform.redeemAuthorizationCode(code);
    return tokens ? json({ ...tokens, expires_in: TOKEN_LIFETIME }) : refuseGrant("invalid_grant");
  }
  if (grant_type !== "app_to_tp_refresh_token")
    return refuseGrant(grant_type ? "unsupported_grant_type" : "invalid_request");
  const refresh_token = params.get("refresh_token");
  if (!refresh_token) return refuseGrant("invalid_request");
  const tokens = platform.refresh(refresh_token);
  if (tokens === "used") return refuseGrant("expired_token");
  // Invented: which of its errors Baidu gives after a withdrawal, and for a token that it has never issued.
  if (tokens === "revoked") return refuseGrant("invalid_grant", "The provided authorization grant is revoked");
  if (tokens === "unknown") return refuseGrant("invalid_request", "invalid refresh token");
  return json({ ...tokens, expires_in: TOKEN_LIFETIME });
}

/** With the types that Baidu's own SDKs parse. The status occurs under two spellings. @param {Call} call */
export function tpGetAppInfo({ app }) {
  const { appid, client_id, owner } = /** @type {App} */ (app);
  return succeed({
    app_id: appIdNumber(appid),
    app_name: `Mock app ${appid}`,
    app_key: client_id,
    app_desc: "A mini program of the mock",
    photo_addr: JSON.stringify([{ cover: "https://example.com/app.png" }]),
    qualification: { name: owner, type: 2, satus: 1, status: 1, ad_type: 0, ad_status: 0 },
    category: [{ category_id: 1, category_name: "tools", category_desc: "", parent: {} }],
    audit_info: { audit_category_rest: 3 },
    modify_count: { name_modify_used: 0, name_modify_quota: 3 },
    auth_info: SCOPES.map((scope_name, index) => ({ scope_name, type: index + 1 })),
    annual_review_info: { annual_review_status: 1, annual_review_overdue_time: 1_893_456_000 },
    app_offline_info: [],
    min_swan_version: "3.0.0",
    status: 1,
    web_status: 1,
  });
}

/** Invented: the names of scopes. */
const SCOPES = ["smartapp_snsapi_base", "smartapp_snsapi_userinfo"];

/** @param {Call} call */
export function tpRetrieveAuthorizationCode({ state: { apps, platform }, params }) {
  const app_id = params.get("app_id");
  if (!app_id) return refuse(WRONG_PARAMETER, "param error");
  const app = apps.find(({ appid }) => appid === app_id);
  if (!app || !platform.isAuthorized(app)) return refuse(NO_AUTHORIZATION, "no authorization relation");
  const authorization_code = platform.issueAuthorizationCode(app, "retrieve");
  return succeed({ authorization_code, expires_in: CODE_LIFETIMES.retrieve });
}

/** A JSON number where it keeps its digits. @param {string} appid */
export const appIdNumber = (appid) => (Number.isSafeInteger(Number(appid)) ? Number(appid) : appid);

/** @param {object} data */
const succeed = (data) => tpEnvelope(0, "success", data);

/** Without `data`, which Baidu's Go SDK reads as an object only. @param {number} errno @param {string} msg */
const refuse = (errno, msg) => json({ errno, msg });
