/**
 * The mock's own paths: its methods over HTTP, for people who do not write JavaScript.
 *
 * @import { SwanLoginError } from "../types/index.cjs"
 * @import { MockBaidu } from "../types/mock.cjs"
 *
 * @typedef {object} Helper
 * @property {"GET" | "POST"} method
 * @property {string} does
 * @property {Readonly<Record<string, string>>} [params]  Name -> description. GET takes them in the query, POST as JSON.
 * @property {(mock: MockBaidu, params: any) => unknown} run  Returns the JSON of the response; undefined for `{ "ok": true }`.
 */

import { refuseUnknownNames } from "../api/arguments.js";
import { isSwanLoginError } from "../api/errors.js";
import { readJson, refuse } from "./json-request.js";
import { json } from "./reply.js";

/** Parameters that several paths take. */
const CLIENT_ID = { client_id: "the AppKey; the first app's if left out" };
const IDENTITY = { ...CLIENT_ID, user: "name of the user; the first one if left out" };

/** @type {Readonly<Record<string, Helper>>} Path -> helper. */
const HELPERS = {
  "/mock": { method: "GET", does: "this list", run: () => ({ helpers: describeHelpers() }) },
  "/mock/code": {
    method: "GET",
    does: "a login code, as swan.getLoginCode gives",
    params: { ...IDENTITY, host: "name of an open-source host app: iqiyi" },
    run: (mock, params) => ({ code: mock.issueCode(params) }),
  },
  "/mock/tp-token": {
    method: "GET",
    does: "the access token by which a third-party platform acts for the app",
    params: CLIENT_ID,
    run: (mock, params) => ({ access_token: mock.issueAuthorizedToken(params) }),
  },
  "/mock/user": {
    method: "GET",
    does: "the user's openid and unionid",
    params: IDENTITY,
    run: (mock, params) => ({ openid: mock.openid(params), unionid: mock.unionid(params) }),
  },
  "/mock/user-data": {
    method: "POST",
    does: "encrypted user data, as swan.getUserInfo and getPhoneNumber give",
    params: {
      ...IDENTITY,
      content: 'any JSON: {"mobile":"13800000000"}; a user\'s profile if left out',
      session_key: "the one of the user's newest login if left out",
    },
    run: (mock, params) => mock.encryptUserData(params),
  },
  "/mock/authorized": {
    method: "POST",
    does: "whether the user has authorized the app, without which there is no unionid",
    params: { ...IDENTITY, authorized: "true or false" },
    run: (mock, params) => mock.setAuthorized(params),
  },
  "/mock/revoke-tokens": {
    method: "POST",
    does: "ends all access tokens of the app, or the one given",
    params: { ...CLIENT_ID, access_token: "only this one" },
    run: (mock, params) => mock.revokeTokens(params),
  },
  "/mock/reset-secret": {
    method: "POST",
    does: "a new AppSecret; the old one and the app's access tokens are refused from now on",
    params: CLIENT_ID,
    run: (mock, params) => ({ sk: mock.resetSecret(params) }),
  },
  "/mock/fault": {
    method: "POST",
    does: "makes an endpoint misbehave",
    params: {
      endpoint: "getUnionid, ...; * for every endpoint",
      fault: "html502, slow, ...",
      times: "how many calls it hits; all if left out",
      body: "an object: fields to replace or add in the fault's JSON",
      status: "the fault's HTTP status",
      delay: "of slow, in milliseconds",
      retryAfter: "of 429, in seconds",
    },
    run: (mock, { endpoint, fault, ...options }) => mock.fault(endpoint, fault, options),
  },
  "/mock/clear-faults": {
    method: "POST",
    does: "ends the faults of an endpoint; all if none is named",
    params: { endpoint: "getUnionid, ...; * for those set for every endpoint" },
    run: (mock, { endpoint }) => mock.clearFaults(endpoint),
  },
  "/mock/settings": {
    method: "POST",
    does: "changes what createMockBaidu was given",
    params: {
      dialect: "errno, oauth200, oauth400 or oauth401",
      gatewayStatus: "200, pcs, or another HTTP status",
      codeLifetime: "in seconds, of codes issued from now on",
      tokenLifetime: "in seconds, of app tokens issued from now on",
      strict: "true: the access token must be in the query",
    },
    run(mock, params) {
      mock.set(params);
      return mock.settings;
    },
  },
  "/mock/advance": {
    method: "POST",
    does: "puts the mock's clock forward, so that codes and tokens expire",
    params: { seconds: "how far" },
    run: (mock, params) => mock.advance(params),
  },
  "/mock/platform": {
    method: "GET",
    does: "the third-party platform: its keys, its settings and the apps that have authorized it",
    run: (mock) => describePlatform(mock),
  },
  "/mock/platform/settings": {
    method: "POST",
    does: "changes where Baidu pushes to, and from where the platform may call",
    params: { pushTo: "the address of the 授权事件接收URL", ipWhitelist: "an array of addresses; empty for all" },
    run(mock, params) {
      mock.platform.set(params);
      return describePlatform(mock);
    },
  },
  "/mock/platform/ticket": {
    method: "POST",
    does: "pushes a ticket, as Baidu does every 10 minutes",
    params: { to: "an address; that of the settings if left out", ticket: "a new one if left out" },
    run: (mock, params) => mock.platform.pushTicket(params),
  },
  "/mock/platform/issue-ticket": {
    method: "GET",
    does: "a ticket that works, without a push",
    run: (mock) => ({ ticket: mock.platform.issueTicket() }),
  },
  "/mock/platform/authorize": {
    method: "POST",
    does: "authorizes the platform, as an app's administrator does on Baidu's page",
    params: CLIENT_ID,
    run: (mock, params) => mock.platform.authorize(params),
  },
  "/mock/platform/withdraw": {
    method: "POST",
    does: "ends the app's authorization",
    params: CLIENT_ID,
    run: (mock, params) => mock.platform.withdraw(params),
  },
  "/mock/platform/event": {
    method: "POST",
    does: "pushes an event of the app",
    params: {
      ...CLIENT_ID,
      event: "AUTHORIZED, UPDATE_AUTHORIZED, UNAUTHORIZED, ...",
      to: "an address; that of the settings if left out",
      more: "an object: fields to replace or add",
    },
    run: (mock, params) => mock.platform.pushEvent(params),
  },
  "/mock/platform/code": {
    method: "GET",
    does: "an authorization code of the app",
    params: { ...CLIENT_ID, from: "page, push, retrieve or register: how long it lives" },
    run: (mock, params) => ({ authorization_code: mock.platform.issueAuthorizationCode(params) }),
  },
  "/mock/platform/revoke-tokens": {
    method: "POST",
    does: "ends the platform's own access tokens",
    run: (mock) => mock.platform.revokeTokens(),
  },
  "/mock/state": {
    method: "GET",
    does: "apps, users, settings, faults, numbers of calls, and how much is remembered",
    run: ({ apps, users, settings, faults, calls, remembered }) => ({
      apps: apps.map(({ sk, ...app }) => app),
      ...{ users, settings, faults, calls, remembered },
    }),
  },
  "/mock/requests": {
    method: "GET",
    does: "the last 1000 requests, without secrets",
    run: ({ requests }) => ({ requests }),
  },
  "/mock/reset": { method: "POST", does: "back to how the mock was started", run: (mock) => mock.reset() },
};

/** @param {MockBaidu} mock */
function describePlatform({ platform }) {
  const { client_id, token, aesKey, appid, settings, authorizedApps } = platform;
  const { pushTo, ipWhitelist } = settings;
  return {
    ...{ client_id, token, aesKey, appid, ipWhitelist },
    pushTo: typeof pushTo === "function" ? "a function" : pushTo,
    authorizedApps: authorizedApps.map(({ client_id, appid }) => ({ client_id, appid })),
  };
}

/** @param {MockBaidu} mock @param {Request} request */
export async function answerHelper(mock, request) {
  const { pathname } = new URL(request.url);
  const helper = Object.hasOwn(HELPERS, pathname) ? HELPERS[pathname] : undefined;
  if (!helper) return refuse(404, "not_found", "the mock has no such path; GET /mock lists those it has");
  if (request.method !== helper.method)
    return refuse(405, "method_not_allowed", `${pathname} takes ${helper.method}`, { allow: helper.method });
  try {
    const params = helper.method === "GET" ? readQuery(request) : await readJson(request);
    if (params instanceof Response) return params;
    if (helper.params) refuseUnknownNames(pathname, params, Object.keys(helper.params));
    return json((await helper.run(mock, params)) ?? { ok: true });
  } catch (error) {
    if (!isSwanLoginError(error)) throw error;
    const { code, param, message, hint } = /** @type {SwanLoginError} */ (error);
    return json({ error: code, param, message, hint }, 400);
  }
}

/** A parameter with an empty value counts as left out, so that a curl line is easy to change. @param {Request} request */
function readQuery(request) {
  return Object.fromEntries([...new URL(request.url).searchParams].filter(([, value]) => value !== ""));
}

function describeHelpers() {
  return Object.entries(HELPERS).map(([path, { method, does, params = {} }]) => ({ method, path, does, params }));
}
