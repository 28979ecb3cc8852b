/**
 * What Baidu's endpoints take and answer.
 *
 * @import { MockEndpoint } from "../types/mock.cjs"
 * @import { App, BaiduState, TokenKind } from "./state.js"
 *
 * @typedef {object} Endpoint
 * @property {MockEndpoint} name
 * @property {TokenKind} [token] The kind of access token it asks for.
 * @property {boolean} [tokenInForm] Whether the token may also be in the form.
 * @property {Readonly<Record<string, string>>} [required] Parameter -> its name in Baidu's validator.
 * @property {(call: Call) => Response} answer
 *
 * @typedef {object} Call
 * @property {BaiduState} state
 * @property {Params} params
 * @property {App} [app] Whom the access token acts for.
 */

import { envelope, gateway, invalidParameter, json, oauthError, tpEnvelope } from "./reply.js";

/** The fields' names are attested for ClientID only. Invented: the others. */
const CREDENTIALS = { code: "Code", client_id: "ClientID", sk: "Sk" };

/** @type {ReadonlyMap<string, Endpoint>} Path -> endpoint. */
export const ENDPOINTS = new Map(
  /** @type {[string, Endpoint][]} */ ([
    ["/oauth/jscode2sessionkey", { name: "jscode2sessionkey", required: CREDENTIALS, answer: jscode2sessionkey }],
    [
      "/nalogin/getSessionKeyByCode",
      { name: "naloginGetSessionKeyByCode", required: CREDENTIALS, answer: jscode2sessionkey },
    ],
    [
      "/rest/2.0/smartapp/getunionid",
      { name: "getUnionid", token: "24", tokenInForm: true, required: { openid: "OpenID" }, answer: getUnionid },
    ],
    [
      "/rest/2.0/oauth/getsessionkeybycode",
      {
        name: "tpGetSessionKeyByCode",
        token: "45",
        required: { code: "Code", grant_type: "GrantType" },
        answer: tpGetSessionKeyByCode,
      },
    ],
    [
      "/rest/2.0/smartapp/unionId/get",
      { name: "tpGetUnionid", token: "45", required: { open_id: "OpenID" }, answer: tpGetUnionid },
    ],
    [
      "/rest/2.0/smartapp/getsessionkey",
      { name: "getSessionKey", token: "24", tokenInForm: true, required: { code: "Code" }, answer: getSessionKey },
    ],
    ["/oauth/2.0/token", { name: "getAccessToken", answer: getAccessToken }],
  ]),
);

/** @param {BaiduState} state @param {Endpoint} endpoint @param {Request} request */
export async function answer(state, endpoint, request) {
  const params = await readParams(request);
  const app = endpoint.token && authorizedApp(state, endpoint, params);
  if (app instanceof Response) return app;
  const missing = Object.entries(endpoint.required ?? {}).filter(([name]) => !params.get(name));
  if (missing.length > 0) return invalidParameter(missing.map(([, field]) => field));
  return endpoint.answer({ state, params, app });
}

/** @param {Call} call */
function jscode2sessionkey({ state, params }) {
  const app = state.app(params.get("client_id"));
  if (!app) return refuse(state, "invalid_client", "unknown client id");
  if (app.sk !== params.get("sk")) return refuse(state, "invalid_client", "Client authentication failed");
  return exchangeCode(state, app, params);
}

/** @param {Call} call */
function tpGetSessionKeyByCode({ state, params, app }) {
  if (params.get("grant_type") !== "authorization_code")
    return refuse(state, "unsupported_grant_type", "The authorization grant type is not supported");
  return exchangeCode(state, app, params);
}

/** @param {BaiduState} state @param {App | undefined} app @param {Params} params */
function exchangeCode(state, app, params) {
  const session = state.redeemCode(app, params.get("code"));
  return session ? json(session) : refuse(state, "invalid_grant", INVALID_CODE);
}

/** @param {Call} call */
function getSessionKey({ state, params, app }) {
  const session = state.redeemCode(app, params.get("code"));
  // Invented: which errno a bad code gives here.
  if (!session) return envelope(state, BUSINESS_EXCEPTION, INVALID_CODE, {});
  return envelope(state, 0, "succ", { open_id: session.openid, session_key: session.session_key });
}

/** @param {Call} call */
function getUnionid({ state, params, app }) {
  const unionid = state.unionidOf(app, params.get("openid"));
  // 400 is documented as "parameter error, check openid". Invented: that a user
  // who has not authorized gives the same, the text, and data being {}.
  return unionid ? envelope(state, 0, "succ", { unionid }) : envelope(state, 400, "param error, check openid", {});
}

/** @param {Call} call */
function tpGetUnionid({ state, params, app }) {
  const union_id = state.unionidOf(app, params.get("open_id"));
  // Invented: that union_id equals getunionid's unionid, and the refusal.
  return union_id ? tpEnvelope(0, "success", { union_id }) : tpEnvelope(400, "param error, check open_id", {});
}

/** @param {Call} call */
function getAccessToken({ state, params }) {
  const { oauthStatus } = state;
  const app = state.app(params.get("client_id"));
  if (["grant_type", "client_id", "client_secret"].some((name) => !params.get(name)))
    return oauthError("invalid_request", "The request is missing a required parameter", oauthStatus);
  if (params.get("grant_type") !== "client_credentials")
    return oauthError("unsupported_grant_type", "The authorization grant type is not supported", oauthStatus);
  if (!app) return oauthError("invalid_client", "unknown client id", oauthStatus);
  if (app.sk !== params.get("client_secret"))
    return oauthError("invalid_client", "Client authentication failed", oauthStatus);
  return json({
    access_token: state.issueToken("24", app),
    expires_in: state.tokenLifetime,
    refresh_token: state.issueToken("25", app),
    scope: "smartapp_snsapi_base public",
    // A signature key of OAuth's first days, no user's session_key.
    session_key: "mock-token-session-key",
    session_secret: "mock-token-session-secret",
  });
}

/** Observed text of a code that is wrong, used or expired. */
const INVALID_CODE = "invalid code , expired or revoked";

/** The one generic errno of Baidu's Java SDK. */
const BUSINESS_EXCEPTION = -1024;

/** @param {BaiduState} state @param {string} error @param {string} error_description */
function refuse(state, error, error_description) {
  return state.dialect === "errno"
    ? json({ errno: BUSINESS_EXCEPTION, error, error_description })
    : oauthError(error, error_description, state.oauthStatus);
}

/**
 * The app an access token acts for, or the gateway's refusal. Invented: that a
 * live token of the wrong kind is refused with 110.
 *
 * @param {BaiduState} state @param {Endpoint} endpoint @param {Params} params
 */
function authorizedApp(state, { token: kind, tokenInForm }, params) {
  const access_token = tokenInForm && !state.strict ? params.get("access_token") : params.inQuery("access_token");
  if (!access_token) return gateway(100);
  const token = state.token(access_token);
  if (!token || token.kind !== kind) return gateway(110);
  return state.isOver(token) ? gateway(111) : token.app;
}

/**
 * Baidu takes parameters from the query and from the form alike.
 *
 * @typedef {{ get(name: string): string, inQuery(name: string): string }} Params
 * @param {Request} request
 * @returns {Promise<Params>}
 */
async function readParams(request) {
  const query = new URL(request.url).searchParams;
  const form = new URLSearchParams(isForm(request) ? await request.text() : "");
  return {
    get: (name) => form.get(name) || query.get(name) || "",
    inQuery: (name) => query.get(name) || "",
  };
}

/** @param {Request} request */
const isForm = (request) => /^application\/x-www-form-urlencoded\b/i.test(request.headers.get("content-type") ?? "");
