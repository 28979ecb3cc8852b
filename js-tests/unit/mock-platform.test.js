// The third-party platform of the mock: tickets, authorization, rotating tokens, withdrawal, pushes and faults.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import * as swan from "swan-login";
import { createMockBaidu } from "swan-login/mock";
import { listen } from "swan-login/mock/node";
import { SwanPlatform } from "swan-login/platform";
import { rejectsWith } from "../support/rejects.js";
import { refusingUrl, serveHttp } from "../support/servers.js";

const EPOCH = 1_700_000_000;
const OPENAPI = "https://openapi.baidu.com";
const TOKEN_PATH = "/rest/2.0/oauth/token";
const RETRIEVE = `${OPENAPI}/rest/2.0/smartapp/auth/retrieve/authorizationcode`;
const PAGE = "https://smartprogram.baidu.com/mappconsole/tp/authorization";

const APPS = [
  { client_id: "key-a", sk: "secret-a", appid: "1001" },
  { client_id: "key-b", sk: "secret-b", appid: "1002" },
];

/** A mock with a clock that the test turns, and the calls to it. */
function setUp(options) {
  const clock = { ms: EPOCH * 1_000 };
  const mock = createMockBaidu({ apps: APPS, now: () => clock.ms, ...options });
  const call = (name, params, more) => swan[name](params, { fetch: mock.fetch, retries: 0, ...more });
  return { mock, clock, call, pass: (seconds) => (clock.ms += seconds * 1_000) };
}

/** The same, with a platform token. */
async function setUpPlatform(options) {
  const setup = setUp(options);
  const { mock, call } = setup;
  const { client_id, issueTicket } = mock.platform;
  const { access_token } = await call("tpGetAccessToken", { client_id, ticket: issueTicket() });
  return { ...setup, access_token };
}

/** The same, with the first app authorized. */
async function setUpAuthorized(options) {
  const setup = await setUpPlatform(options);
  const { authorization_code: code } = await setup.mock.platform.authorize();
  const tokens = await setup.call("tpGetAppToken", { access_token: setup.access_token, code });
  return { ...setup, tokens };
}

/** Takes pushes, and opens them. */
function inbox(platform, answer = () => new Response("success")) {
  const messages = [];
  const to = async (request) => {
    const { client_id, token, aesKey } = platform();
    messages.push(swan.decryptPush({ body: await request.text(), client_id, token, aesKey }));
    return answer();
  };
  return { messages, to };
}

const read = async (promise) => {
  const response = await promise;
  return { status: response.status, body: JSON.parse(await response.text()) };
};

/** As rejectsWith, with those fields of `baidu` that matter. */
async function rejects(call, { baidu = {}, ...expected }) {
  const error = await rejectsWith(call, expected);
  const found = Object.fromEntries(Object.keys(baidu).map((name) => [name, error.baidu?.[name]]));
  assert.deepEqual(found, baidu, error.message);
  return error;
}

/** The error of an argument, for assert. */
const refused = (param) => ({ name: "SwanLoginError", code: "invalid_argument", param });

test("a platform takes tickets, gets authorized, logs users in and refreshes", async () => {
  const mock = createMockBaidu({ apps: APPS, platform: { pushTo: (request) => platform.handlePush(request) } });
  const { client_id, token, aesKey } = mock.platform;
  const events = [];
  const platform = new SwanPlatform({
    client_id,
    push: { token, aesKey },
    store: new Map(),
    fetch: mock.fetch,
    onEvent: (event) => events.push(event),
  });
  assert.deepEqual(await mock.platform.pushTicket(), { delivered: true, status: 200, body: "success" });

  const url = new URL(await platform.authorizationUrl({ redirect_uri: "https://example.com/back", state: "s" }));
  assert.equal(url.origin + url.pathname, PAGE);
  const response = await mock.fetch(url, { redirect: "manual" });
  assert.equal(response.status, 302);
  const back = new URL(response.headers.get("location"));
  assert.equal(back.searchParams.get("state"), "s");
  const authorized = await platform.authorize(back.searchParams.get("authorization_code"));
  assert.deepEqual([authorized.app_id, authorized.client_id], ["1001", "key-a"]);
  assert.deepEqual(events, [{ event: "AUTHORIZED", app_id: "1001" }]);

  const app = platform.app("1001");
  const code = () => mock.issueCode({ user: "alice" });
  assert.equal((await app.login(code())).openid, mock.openid({ user: "alice" }));
  assert.deepEqual(await app.getUnionid(mock.openid({ user: "alice" })), { unionid: mock.unionid({ user: "alice" }) });

  mock.fault("tpRefreshAppToken", "answer-lost", { times: 1 });
  mock.revokeTokens();
  await rejects(app.login(code()), { code: "token_invalid" });
  assert.equal((await app.login(code())).openid, mock.openid({ user: "alice" }));
  assert.deepEqual([mock.calls.tpRefreshAppToken, mock.calls.tpRetrieveAuthorizationCode], [1, 1]);

  await mock.platform.withdraw();
  await rejects(app.login(code()), { code: "app_not_authorized" });
});

test("without options the keys are well-formed, and the same in every mock", () => {
  const [{ platform }, { platform: other }] = [createMockBaidu(), createMockBaidu()];
  assert.match(platform.client_id, /^\w{32}$/);
  assert.match(platform.aesKey, /^[A-Za-z0-9]{43}$/);
  assert.match(platform.appid, /^\d+$/);
  const keys = ({ client_id, token, aesKey, appid }) => [client_id, token, aesKey, appid];
  assert.deepEqual(keys(platform), keys(other));
  assert.deepEqual(platform.settings, { pushTo: null, ipWhitelist: [] });
  assert.deepEqual(platform.authorizedApps, []);
});

test("a ticket is exchanged for the platform's token", async () => {
  const { mock, call, pass } = setUp();
  const { client_id, issueTicket } = mock.platform;
  const get = (ticket, id = client_id) => call("tpGetAccessToken", { client_id: id, ticket });
  await rejects(get("before the first"), { code: "platform_not_ready", baidu: { errno: 50001 } });
  const ticket = issueTicket();
  const token = await get(ticket);
  assert.match(token.access_token, /^42\.[0-9a-f]{32}\.2592000\./);
  assert.equal(token.expires_in, 2_592_000);
  assert.equal(typeof token.scope, "string");
  await rejects(get("wrong"), { code: "platform_not_ready", baidu: { errno: 50003 } });
  await rejects(get(ticket, "key-a"), { code: "bad_credentials", baidu: { errno: 50002 } });
  assert.ok(await get(ticket), "it works more than once");
  pass(43_200);
  await rejects(get(ticket), { baidu: { errno: 50003 } });
  assert.ok(await get(issueTicket()));
});

test("calls of the platform accept only its own token, until it expires", async () => {
  const { mock, call, access_token, pass, tokens } = await setUpAuthorized();
  const own = { client_id: "key-a", sk: "secret-a" };
  const others = [(await call("getAccessToken", own)).access_token, tokens.access_token, "42.unknown"];
  const calls = (token) => ({
    tpCreatePreAuthCode: { access_token: token },
    tpGetAppToken: { access_token: token, code: mock.platform.issueAuthorizationCode() },
    tpRefreshAppToken: { access_token: token, refresh_token: tokens.refresh_token },
    tpRetrieveAuthorizationCode: { access_token: token, app_id: "1001" },
  });
  for (const token of others)
    for (const [name, params] of Object.entries(calls(token)))
      await rejects(call(name, params), { code: "token_invalid", baidu: { error_code: 110 } });
  await rejects(call("tpGetAppInfo", { access_token }), { code: "token_invalid" });
  pass(2_592_000);
  for (const [name, params] of Object.entries(calls(access_token)))
    await rejects(call(name, params), { code: "token_invalid", baidu: { error_code: 111 } });
});

test("revokeTokens of the platform ends the platform's tokens, and revokeTokens of the mock ends those of apps", async () => {
  const { mock, call, access_token, tokens } = await setUpAuthorized();
  mock.revokeTokens();
  await rejects(call("tpGetAppInfo", { access_token: tokens.access_token }), { baidu: { error_code: 110 } });
  assert.ok(await call("tpCreatePreAuthCode", { access_token }));
  mock.platform.revokeTokens();
  await rejects(call("tpCreatePreAuthCode", { access_token }), { baidu: { error_code: 110 } });
});

for (const [from, seconds] of [
  ["page", 3_600],
  ["push", 60],
  ["retrieve", 18_000],
]) {
  test(`an authorization code from ${from} works once, for ${seconds} s`, async () => {
    const { mock, call, access_token, pass } = await setUpPlatform();
    const exchange = (code) => call("tpGetAppToken", { access_token, code });
    const issue = () => mock.platform.issueAuthorizationCode({ client_id: "key-b", from });
    const [first, second] = [issue(), issue()];
    pass(seconds - 1);
    const tokens = await exchange(first);
    assert.match(tokens.access_token, /^45\.[0-9a-f]{32}\.3600\.\d+\.282335-1002$/);
    assert.match(tokens.refresh_token, /^46\.[0-9a-f]{32}\.315360000\./);
    assert.equal(tokens.expires_in, 3_600);
    await rejects(exchange(first), {
      code: "code_invalid",
      codeConsumed: "yes",
      baidu: { error: "invalid_grant" },
    });
    pass(1);
    await rejects(exchange(second), { code: "code_invalid" });
  });
}

test("a code of the flow that registers a mini program never expires", async () => {
  const { mock, call, pass, clock } = await setUpPlatform();
  const code = mock.platform.issueAuthorizationCode({ from: "register" });
  pass(315_360_000);
  assert.ok(clock.ms > 0);
  const ticket = mock.platform.issueTicket();
  const { access_token } = await call("tpGetAccessToken", { client_id: mock.platform.client_id, ticket });
  assert.ok(await call("tpGetAppToken", { access_token, code }));
});

test("codes of calls and pushes live for the time that they state", async () => {
  const { mock, call, access_token, pass } = await setUpAuthorized();
  const { messages, to } = inbox(() => mock.platform);
  const retrieved = await call("tpRetrieveAuthorizationCode", { access_token, app_id: "1001" });
  assert.equal(retrieved.expires_in, 18_000);
  await mock.platform.pushEvent({ event: "UPDATE_AUTHORIZED", to });
  assert.equal(messages[0].authorizationCodeExpiresIn, 60);
  assert.equal((await mock.platform.authorize()).expires_in, 3_600);
  pass(60);
  await rejects(call("tpGetAppToken", { access_token, code: messages[0].authorizationCode }), {
    code: "code_invalid",
  });
  assert.ok(await call("tpGetAppToken", { access_token, code: retrieved.authorization_code }));
});

test("a refresh token works once, and is exchanged for the next one", async () => {
  const { call, access_token, tokens, pass } = await setUpAuthorized();
  const refresh = (refresh_token) => call("tpRefreshAppToken", { access_token, refresh_token });
  const seen = new Set([tokens.refresh_token]);
  let { refresh_token } = tokens;
  for (let i = 0; i < 5; i++) {
    ({ refresh_token } = await refresh(refresh_token));
    seen.add(refresh_token);
    pass(86_400);
  }
  assert.equal(seen.size, 6);
  for (const used of [...seen].slice(0, -1))
    await rejects(refresh(used), {
      code: "code_invalid",
      httpStatus: 400,
      baidu: { error: "expired_token", error_description: "refresh token has been used" },
    });
  await rejects(refresh("46.unknown"), { code: "code_invalid", baidu: { error: "invalid_request" } });
  assert.ok(await refresh(refresh_token), "the newest one still works");
});

test("of several refreshes at once, one succeeds", async () => {
  const { call, access_token, tokens } = await setUpAuthorized();
  const { refresh_token } = tokens;
  const all = Array.from({ length: 9 }, () => call("tpRefreshAppToken", { access_token, refresh_token }));
  const outcomes = await Promise.allSettled(all);
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
});

test("an app's access token lives for an hour, and outlives a refresh", async () => {
  const { call, access_token, tokens, pass } = await setUpAuthorized();
  const info = (token) => call("tpGetAppInfo", { access_token: token });
  const next = await call("tpRefreshAppToken", { access_token, refresh_token: tokens.refresh_token });
  assert.ok(await info(tokens.access_token));
  pass(3_599);
  assert.ok(await info(next.access_token));
  pass(1);
  await rejects(info(next.access_token), { code: "token_invalid", baidu: { error_code: 111 } });
});

test("a second authorization ends the tokens of the first", async () => {
  const { mock, call, access_token, tokens } = await setUpAuthorized();
  const { authorization_code: code } = await mock.platform.authorize();
  assert.ok(await call("tpGetAppInfo", { access_token: tokens.access_token }), "not before the exchange");
  const second = await call("tpGetAppToken", { access_token, code });
  await rejects(call("tpGetAppInfo", { access_token: tokens.access_token }), { baidu: { error_code: 110 } });
  const { refresh_token } = tokens;
  await rejects(call("tpRefreshAppToken", { access_token, refresh_token }), { code: "code_invalid" });
  assert.ok(await call("tpRefreshAppToken", { access_token, refresh_token: second.refresh_token }));
});

test("after a withdrawal nothing of the app works, until it authorizes again", async () => {
  const { mock, call, access_token, tokens } = await setUpAuthorized();
  const retrieve = (app_id) => call("tpRetrieveAuthorizationCode", { access_token, app_id });
  const noAuthorization = { code: "app_not_authorized", baidu: { errno: 50032 } };
  await rejects(retrieve("1002"), noAuthorization);
  await rejects(retrieve("9999"), noAuthorization);
  const { authorization_code: code } = await retrieve("1001");
  assert.equal(mock.platform.isAuthorized(), true);

  assert.deepEqual(await mock.platform.withdraw(), {});
  assert.equal(mock.platform.isAuthorized(), false);
  await rejects(retrieve("1001"), noAuthorization);
  await rejects(call("tpGetAppToken", { access_token, code }), { code: "code_invalid" });
  await rejects(call("tpRefreshAppToken", { access_token, refresh_token: tokens.refresh_token }), {
    code: "code_invalid",
    baidu: { error: "invalid_grant", error_description: "The provided authorization grant is revoked" },
  });
  await rejects(call("tpGetAppInfo", { access_token: tokens.access_token }), { code: "token_invalid" });
  await mock.platform.withdraw();

  await mock.platform.authorize();
  assert.deepEqual(
    mock.platform.authorizedApps.map(({ client_id }) => client_id),
    ["key-a"],
  );
  assert.ok(await retrieve("1001"));
});

test("a lost refresh token is recovered", async () => {
  const { call, access_token, tokens } = await setUpAuthorized();
  const { authorization_code: code } = await call("tpRetrieveAuthorizationCode", { access_token, app_id: "1001" });
  const recovered = await call("tpGetAppToken", { access_token, code });
  await rejects(call("tpRefreshAppToken", { access_token, refresh_token: tokens.refresh_token }), {
    baidu: { error: "expired_token" },
  });
  assert.ok(await call("tpRefreshAppToken", { access_token, refresh_token: recovered.refresh_token }));
});

test("the login calls accept the app's token", async () => {
  const { mock, call, tokens } = await setUpAuthorized();
  const { access_token } = tokens;
  const code = mock.issueCode({ user: "alice" });
  const { openid } = await call("tpGetSessionKeyByCode", { access_token, code });
  assert.equal(openid, mock.openid({ user: "alice" }));
  assert.deepEqual(await call("tpGetUnionid", { access_token, openid }), { unionid: mock.unionid({ user: "alice" }) });
  const other = mock.issueCode({ client_id: "key-b" });
  await rejects(call("tpGetSessionKeyByCode", { access_token, code: other }), { code: "code_invalid" });
});

test("every call of the platform is refused from an address that is not in the whitelist", async () => {
  const { mock, call, access_token, tokens } = await setUpAuthorized();
  const { client_id, issueTicket } = mock.platform;
  const app_token = { access_token: tokens.access_token };
  const calls = {
    tpGetAccessToken: { client_id, ticket: issueTicket() },
    tpCreatePreAuthCode: { access_token },
    tpGetAppToken: { access_token, code: mock.platform.issueAuthorizationCode() },
    tpRefreshAppToken: { access_token, refresh_token: tokens.refresh_token },
    tpGetAppInfo: app_token,
    tpRetrieveAuthorizationCode: { access_token, app_id: "1001" },
    tpGetSessionKeyByCode: { ...app_token, code: mock.issueCode() },
    tpGetUnionid: { ...app_token, openid: mock.openid() },
  };
  mock.platform.set({ ipWhitelist: ["203.0.113.7"] });
  for (const [name, params] of Object.entries(calls))
    await rejects(call(name, params), { code: "permission", baidu: { errno: 40008 }, hint: /whitelist/ });
  assert.ok(await call("getAccessToken", { client_id: "key-a", sk: "secret-a" }), "an app's own call");
  mock.platform.set({ ipWhitelist: ["203.0.113.7", "127.0.0.1"] });
  // Nothing was spent.
  for (const [name, params] of Object.entries(calls).reverse()) assert.ok(await call(name, params), name);
});

test("a server around the mock passes the caller's true address, whatever the caller's headers say", async (t) => {
  const { mock, access_token } = await setUpPlatform();
  const server = await listen(mock);
  t.after(server.close);
  const url = `${server.url}/rest/2.0/smartapp/tp/createpreauthcode?access_token=${access_token}`;
  const headers = { "x-mock-client-address": "203.0.113.7" };
  mock.platform.set({ ipWhitelist: ["203.0.113.7"] });
  assert.equal((await read(fetch(url, { headers }))).body.errno, 40008);
  mock.platform.set({ ipWhitelist: ["127.0.0.1"] });
  assert.equal((await read(fetch(url, { headers }))).body.errno, 0);
});

test("the recovery is understood in every form that clients send", async () => {
  const { mock, access_token } = await setUpAuthorized();
  const query = (params) => `${RETRIEVE}?${new URLSearchParams(params)}`;
  const form = (params) => ({ method: "POST", body: new URLSearchParams(params) });
  const json = (body) => ({ method: "POST", headers: { "content-type": "application/json" }, body });
  const ways = {
    "PHP, Go: token in the query, app_id in the form": [query({ access_token }), form({ app_id: "1001" })],
    "Java: both in the form": [
      query({ "sdk.type": "java", "sdk.version": "1" }),
      form({ access_token, app_id: "1001" }),
    ],
    "OpenBaidu: GET": [query({ access_token, app_id: "1001" })],
    "SKIT: JSON": [query({ access_token }), json('{"app_id":"1001"}')],
    "SKIT: JSON with a number": [query({ access_token, sp_sdk_ver: "1" }), json('{"app_id":1001}')],
  };
  for (const [name, way] of Object.entries(ways)) {
    const { status, body } = await read(mock.fetch(...way));
    assert.deepEqual([status, body.errno, body.data?.expires_in], [200, 0, 18_000], name);
  }
  for (const body of ["{", "[]", "null", "1", '{"app_id":""}'])
    assert.equal((await read(mock.fetch(query({ access_token }), json(body)))).body.errno, 40001, body);
  mock.set({ strict: true });
  const inForm = ways["Java: both in the form"];
  assert.equal((await read(mock.fetch(...inForm))).body.error_code, 100);
});

test("both grants are distinguished, in the query and in the form", async () => {
  const { mock, access_token, tokens } = await setUpAuthorized();
  const { refresh_token } = tokens;
  const url = `${OPENAPI}${TOKEN_PATH}?access_token=${access_token}`;
  const grant_type = "app_to_tp_refresh_token";
  const post = { method: "POST", body: new URLSearchParams({ grant_type, refresh_token }) };
  const next = await read(mock.fetch(url, post));
  assert.match(next.body.refresh_token, /^46\./);
  const get = (params) => read(mock.fetch(`${url}&${new URLSearchParams(params)}`));
  for (const [params, error] of [
    [{}, "invalid_request"],
    [{ grant_type }, "invalid_request"],
    [{ grant_type: "app_to_tp_authorization_code" }, "invalid_request"],
    [{ grant_type: "refresh_token", refresh_token }, "unsupported_grant_type"],
  ]) {
    const { status, body } = await get(params);
    assert.deepEqual([status, body.error], [400, error], JSON.stringify(params));
  }
});

test("answers have the types that Baidu's SDKs read", async () => {
  const { mock, access_token, tokens } = await setUpAuthorized();
  const { client_id, issueTicket, issueAuthorizationCode } = mock.platform;
  const get = async (path, params) => (await read(mock.fetch(`${OPENAPI}${path}?${new URLSearchParams(params)}`))).body;
  const token = await get("/public/2.0/smartapp/auth/tp/token", { client_id, ticket: issueTicket() });
  assert.deepEqual([token.errno, typeof token.data.expires_in], [0, "number"]);
  const failed = await get("/public/2.0/smartapp/auth/tp/token", { client_id, ticket: "x" });
  assert.deepEqual(Object.keys(failed), ["errno", "msg"]);
  const code = { code: issueAuthorizationCode(), grant_type: "app_to_tp_authorization_code" };
  const flat = await get(TOKEN_PATH, { access_token, ...code });
  assert.deepEqual(Object.keys(flat).sort(), ["access_token", "expires_in", "refresh_token"]);
  const { data } = await get("/rest/2.0/smartapp/app/info", { access_token: flat.access_token });
  assert.equal(data.app_id, 1001);
  assert.ok(Array.isArray(data.app_offline_info));
  assert.equal(typeof data.annual_review_info.annual_review_overdue_time, "number");
  assert.equal(data.qualification.satus, data.qualification.status);
  assert.equal(typeof JSON.parse(data.photo_addr), "object");
  assert.ok(tokens.access_token);
});

test("an App ID beyond 2^53 keeps its digits", async () => {
  const apps = [{ client_id: "k", sk: "s", appid: "12345678901234567890" }];
  const { mock, call, tokens } = await setUpAuthorized({ apps });
  const { app_id, scopes } = await call("tpGetAppInfo", { access_token: tokens.access_token });
  assert.equal(app_id, "12345678901234567890");
  assert.ok(scopes.length > 0);
  const { messages, to } = inbox(() => mock.platform);
  await mock.platform.pushEvent({ event: "UNAUTHORIZED", to });
  assert.equal(messages[0].appId, "12345678901234567890");
});

test("dialect sets the status of a refused grant", async () => {
  for (const [dialect, status] of [
    ["errno", 400],
    ["oauth200", 200],
    ["oauth400", 400],
    ["oauth401", 401],
  ]) {
    const { call, access_token } = await setUpPlatform({ dialect });
    await rejects(call("tpGetAppToken", { access_token, code: "x" }), { code: "code_invalid", httpStatus: status });
  }
});

test("the page redirects at once, for the app that is named", async () => {
  const { mock, call, access_token, pass } = await setUpPlatform();
  const { pre_auth_code, expires_in } = await call("tpCreatePreAuthCode", { access_token });
  assert.equal(expires_in, 1_200);
  const good = { client_id: mock.platform.client_id, pre_auth_code, redirect_uri: "https://example.com/a?b=c&d=e#f" };
  const visit = (params, init) => mock.fetch(`${PAGE}?${new URLSearchParams({ ...good, ...params })}`, init);
  const response = await visit({ app_id: "1002" });
  const location = new URL(response.headers.get("location"));
  assert.deepEqual([response.status, location.pathname, location.hash], [302, "/a", "#f"]);
  assert.deepEqual([...location.searchParams.keys()], ["b", "d", "authorization_code", "expires_in"]);
  const code = location.searchParams.get("authorization_code");
  assert.match((await call("tpGetAppToken", { access_token, code })).access_token, /-1002$/);
  assert.equal(mock.platform.isAuthorized({ client_id: "key-a" }), false);
  assert.equal((await visit()).status, 302);
  assert.equal(mock.platform.isAuthorized({ client_id: "key-a" }), true);

  for (const wrong of [
    { client_id: "key-a" },
    { pre_auth_code: "x" },
    { redirect_uri: "nowhere" },
    { redirect_uri: "javascript:alert(1)" },
    { app_id: "9" },
  ]) {
    const page = await visit(wrong);
    assert.deepEqual([page.status, page.headers.get("location")], [400, null], JSON.stringify(wrong));
    assert.match(await page.text(), /<p>.+<\/p>/);
  }
  assert.equal((await read(visit({}, { method: "POST" }))).body.error_code, 3);
  pass(1_200);
  assert.equal((await visit()).status, 400);
});

test("decryptPush decrypts pushes, which have Baidu's fields", async () => {
  const { mock } = setUp();
  const { messages, to } = inbox(() => mock.platform);
  const more = { to, client_id: "key-b" };
  await mock.platform.pushTicket({ to, ticket: "a ticket" });
  await mock.platform.pushEvent({ event: "AUTHORIZED", ...more });
  await mock.platform.pushEvent({ event: "UNAUTHORIZED", ...more });
  await mock.platform.pushEvent({ event: "PACKAGE_AUDIT_PASS", more: { eventTime: "t", extra: [1] }, ...more });
  const [ticket, authorized, unauthorized, other] = messages;
  const CreateTime = EPOCH;
  assert.deepEqual(ticket, {
    ...{ Ticket: "a ticket", FromUserName: "SmartAPP", CreateTime, MsgType: "ticket", Event: "push" },
  });
  const event = { appId: 1002, tpAppId: Number(mock.platform.appid), eventTime: "2023-11-15 06:13:20" };
  const { authorizationCode, ...rest } = authorized;
  assert.match(authorizationCode, /^[0-9a-f]{32}$/);
  assert.deepEqual(rest, { ...event, event: "AUTHORIZED", authorizationCodeExpiresIn: 60 });
  assert.deepEqual(unauthorized, { ...event, event: "UNAUTHORIZED" });
  assert.deepEqual(other, { ...event, eventTime: "t", event: "PACKAGE_AUDIT_PASS", extra: [1] });
});

test("pushing an event changes no state: the code of an app without authorization is refused", async () => {
  const { mock, call, access_token } = await setUpPlatform();
  const { messages, to } = inbox(() => mock.platform);
  await mock.platform.pushEvent({ event: "AUTHORIZED", to });
  assert.equal(mock.platform.isAuthorized(), false);
  const code = messages[0].authorizationCode;
  await rejects(call("tpGetAppToken", { access_token, code }), { code: "code_invalid" });
});

test("with pushTo, authorizations and withdrawals are pushed automatically", async () => {
  const { messages, to } = inbox(() => mock.platform);
  const { mock, call, access_token } = await setUpPlatform({ platform: { pushTo: to } });
  const { authorization_code, pushed } = await mock.platform.authorize();
  assert.deepEqual(pushed, { delivered: true, status: 200, body: "success" });
  assert.notEqual(messages[0].authorizationCode, authorization_code);
  for (const code of [messages[0].authorizationCode, authorization_code])
    assert.ok(await call("tpGetAppToken", { access_token, code }));
  assert.deepEqual((await mock.platform.withdraw()).pushed, pushed);
  assert.deepEqual(
    messages.map(({ event }) => event),
    ["AUTHORIZED", "UNAUTHORIZED"],
  );
  mock.platform.set({ pushTo: null });
  assert.equal((await mock.platform.authorize()).pushed, undefined);
  await rejects(mock.platform.pushTicket(), { code: "invalid_argument", param: "to" });
});

test("a push is sent to a server, and its result has the server's response", async (t) => {
  const { mock } = setUp();
  let answer = (response) => response.end("success");
  const bodies = [];
  const server = await serveHttp(t, async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    bodies.push([request.method, request.headers["content-type"], Buffer.concat(chunks).toString()]);
    answer(response);
  });
  const push = () => mock.platform.pushTicket({ to: `${server.url}/push` });
  assert.deepEqual(await push(), { delivered: true, status: 200, body: "success" });
  const [method, type, body] = bodies[0];
  assert.deepEqual([method, type], ["POST", "application/json"]);
  const { client_id, token, aesKey } = mock.platform;
  assert.equal(swan.decryptPush({ body, client_id, token, aesKey }).MsgType, "ticket");

  answer = (response) => response.end("ok");
  assert.deepEqual(await push(), { delivered: false, status: 200, body: "ok" });
  answer = (response) => response.writeHead(500).end("success");
  assert.deepEqual(await push(), { delivered: false, status: 500, body: "success" });
  answer = (response) => response.writeHead(302, { location: "/elsewhere" }).end();
  assert.deepEqual(await push(), { delivered: false, status: 302, body: "" });
  assert.equal(bodies.length, 4, "a redirect is not followed");
  answer = (response) => response.destroy();
  assert.deepEqual(await push(), { delivered: false });
  assert.deepEqual(await mock.platform.pushTicket({ to: await refusingUrl() }), { delivered: false });
  const to = () => {
    throw new Error("a bug of the test's own");
  };
  assert.deepEqual(await mock.platform.pushTicket({ to }), { delivered: false });
});

test("any message can be encrypted, also with other keys", async () => {
  const { mock } = setUp();
  const { client_id, token, aesKey } = mock.platform;
  const keys = { client_id, token, aesKey };
  const message = { name: "小度🐻", list: [1, null] };
  const body = await mock.platform.encryptPush({ message });
  assert.deepEqual(swan.decryptPush({ body, ...keys }), message);
  assert.equal(body.TimeStamp, String(EPOCH));
  for (const other of [{ client_id: "x" }, { token: "x" }, { aesKey: "A".repeat(43) }]) {
    const forged = await mock.platform.encryptPush({ message, ...other });
    assert.throws(() => swan.decryptPush({ body: forged, ...keys }), { code: "decrypt_failed" });
    assert.deepEqual(swan.decryptPush({ body: forged, ...keys, ...other }), message);
  }
});

for (const [fault, code] of [
  ["answer-lost", "network"],
  ["answer-cut", "network"],
  ["answer-hang", "timeout"],
]) {
  test(`${fault}: Baidu has carried the refresh out, and the platform recovers`, async (t) => {
    const { mock, call, access_token, tokens } = await setUpAuthorized();
    const server = await listen(mock);
    t.after(server.close);
    for (const over of [{ fetch: mock.fetch }, { baseUrl: server.url, fetch: undefined }]) {
      const { authorization_code } = await call("tpRetrieveAuthorizationCode", { access_token, app_id: "1001" });
      const { refresh_token } = await call("tpGetAppToken", { access_token, code: authorization_code });
      const refresh = (more) => call("tpRefreshAppToken", { access_token, refresh_token }, { ...over, ...more });
      mock.fault("tpRefreshAppToken", fault, { times: 1 });
      await rejects(refresh({ timeout: 500 }), {
        code,
        codeConsumed: "unknown",
        hint: /tpRetrieveAuthorizationCode|timeout/,
      });
      await rejects(refresh(), { code: "code_invalid", baidu: { error: "expired_token" } });
    }
    assert.ok(await call("tpRetrieveAuthorizationCode", { access_token, app_id: "1001" }));
    assert.ok(tokens.refresh_token);
  });
}

test("reset forgets tickets, authorizations, codes and settings, and keeps the keys", async () => {
  const platform = { client_id: "tp", token: "t", aesKey: "B".repeat(43), appid: "7", ipWhitelist: ["127.0.0.1"] };
  const { mock, call, access_token } = await setUpAuthorized({ platform });
  const ticket = mock.platform.issueTicket();
  mock.platform.set({ ipWhitelist: [], pushTo: "http://127.0.0.1:1" });
  mock.reset();
  const { client_id, token, aesKey, appid, settings } = mock.platform;
  assert.deepEqual({ client_id, token, aesKey, appid, ipWhitelist: settings.ipWhitelist }, platform);
  assert.equal(settings.pushTo, null);
  assert.deepEqual(mock.platform.authorizedApps, []);
  await rejects(call("tpGetAccessToken", { client_id, ticket }), { baidu: { errno: 50001 } });
  await rejects(call("tpCreatePreAuthCode", { access_token }), { baidu: { error_code: 110 } });
  assert.equal(mock.calls.tpRefreshAppToken, 0);
});

test("changing an argument or a result later does not change the mock", () => {
  const ipWhitelist = ["127.0.0.1"];
  const { mock } = setUp({ platform: { ipWhitelist } });
  ipWhitelist.push("1.1.1.1");
  mock.platform.settings.ipWhitelist.push("2.2.2.2");
  assert.deepEqual(mock.platform.settings.ipWhitelist, ["127.0.0.1"]);
  mock.platform.set({ ipWhitelist: undefined, pushTo: undefined });
  assert.deepEqual(mock.platform.settings, { pushTo: null, ipWhitelist: ["127.0.0.1"] });
});

for (const [param, options] of [
  ["platform", null],
  ["platform", []],
  ["platform.clientId", { clientId: "x" }],
  ["platform.client_id", { client_id: "" }],
  ["platform.token", { token: 1 }],
  ["platform.aesKey", { aesKey: "short" }],
  ["platform.aesKey", { aesKey: `${"A".repeat(42)}=` }],
  ["platform.appid", { appid: 7 }],
  ["platform.pushTo", { pushTo: "ftp://x" }],
  ["platform.pushTo", { pushTo: {} }],
  ["platform.ipWhitelist", { ipWhitelist: "127.0.0.1" }],
  ["platform.ipWhitelist", { ipWhitelist: ["localhost"] }],
])
  test(`an option ${param} of ${JSON.stringify(options)} is refused`, () => {
    assert.throws(() => createMockBaidu({ platform: options }), refused(param));
  });

test("methods refuse wrong options", async () => {
  const { mock } = setUp();
  const to = "http://127.0.0.1:1/push";
  for (const [method, param, options] of [
    ["pushTicket", "url", { url: to }],
    ["pushTicket", "to", { to: "nowhere" }],
    ["pushTicket", "ticket", { to, ticket: "" }],
    ["authorize", "app_id", { app_id: "1001" }],
    ["authorize", "client_id", { client_id: "unknown" }],
    ["withdraw", "client_id", { client_id: 1 }],
    ["pushEvent", "event", { to }],
    ["pushEvent", "more", { to, event: "E", more: [] }],
    ["pushEvent", "more", { to, event: "E", more: { big: 1n } }],
    ["encryptPush", "message", {}],
    ["encryptPush", "aesKey", { message: {}, aesKey: "x" }],
    ["issueAuthorizationCode", "from", { from: "nowhere" }],
    ["isAuthorized", "client_id", { client_id: "unknown" }],
    ["set", "token", { token: "x" }],
    ["set", "ipWhitelist", { ipWhitelist: null }],
  ])
    await assert.rejects(async () => mock.platform[method](options), refused(param), `${method} ${param}`);
});

test("the log of requests shows grant types and ids, and no secret", async () => {
  const { mock, call, access_token, tokens } = await setUpAuthorized();
  await call("tpRefreshAppToken", { access_token, refresh_token: tokens.refresh_token });
  await call("tpRetrieveAuthorizationCode", { access_token, app_id: "1001" });
  const { pre_auth_code } = await call("tpCreatePreAuthCode", { access_token });
  const redirect_uri = "https://example.com/?session=secret-session";
  const page = new URLSearchParams({ client_id: mock.platform.client_id, pre_auth_code, redirect_uri });
  await mock.fetch(`${PAGE}?${page}`);
  const log = JSON.stringify(mock.requests);
  for (const secret of [access_token, ...Object.values(tokens), pre_auth_code, "secret-session"])
    assert.ok(!log.includes(String(secret)) || secret === 3_600, log);
  assert.deepEqual(
    mock.requests.map(({ endpoint }) => endpoint ?? "the page"),
    ["tpGetAccessToken", "tpGetAppToken", "tpRefreshAppToken"].concat(
      ["tpRetrieveAuthorizationCode", "tpCreatePreAuthCode"],
      "the page",
    ),
  );
  const [first, , third, fourth] = mock.requests;
  assert.equal(first.query.client_id, mock.platform.client_id);
  assert.match(first.query.ticket, /^\[32 characters\]$/);
  assert.equal(third.query.grant_type, "app_to_tp_refresh_token");
  assert.equal(fourth.form.app_id, "1001");
});

test("everything can be done over HTTP, too", async (t) => {
  const { mock, call } = setUp();
  const server = await listen(mock);
  t.after(server.close);
  const { messages, to } = inbox(() => mock.platform);
  const pushes = await serveHttp(t, async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = await to(new Request("http://x", { method: "POST", body: Buffer.concat(chunks) }));
    response.end(await answer.text());
  });
  const get = (path) => read(fetch(`${server.url}/mock/platform${path}`));
  const headers = { "content-type": "application/json" };
  const post = (path, body = {}) =>
    read(fetch(`${server.url}/mock/platform${path}`, { method: "POST", headers, body: JSON.stringify(body) }));

  const { client_id, token, aesKey, appid } = mock.platform;
  const facts = { client_id, token, aesKey, appid, ipWhitelist: [], pushTo: null, authorizedApps: [] };
  assert.deepEqual((await get("")).body, facts);
  const wrong = await post("/ticket");
  assert.deepEqual([wrong.status, wrong.body.param], [400, "to"]);
  const set = await post("/settings", { pushTo: `${pushes.url}/push` });
  assert.deepEqual(set.body, { ...facts, pushTo: `${pushes.url}/push` });

  assert.deepEqual((await post("/ticket")).body, { delivered: true, status: 200, body: "success" });
  const over = { baseUrl: server.url, fetch: undefined };
  const { access_token } = await call("tpGetAccessToken", { client_id, ticket: messages[0].Ticket }, over);
  const authorized = (await post("/authorize", { client_id: "key-b" })).body;
  assert.deepEqual(Object.keys(authorized), ["authorization_code", "expires_in", "pushed"]);
  assert.ok(await call("tpGetAppToken", { access_token, code: authorized.authorization_code }, over));
  assert.deepEqual((await get("")).body.authorizedApps, [{ client_id: "key-b", appid: "1002" }]);
  const { authorization_code } = (await get("/code?client_id=key-b&from=push")).body;
  assert.ok(await call("tpGetAppToken", { access_token, code: authorization_code }, over));
  assert.equal((await post("/event", { client_id: "key-b", event: "ANY", more: { a: 1 } })).body.delivered, true);
  assert.equal((await post("/withdraw", { client_id: "key-b" })).body.pushed.delivered, true);
  assert.deepEqual(
    messages.map(({ MsgType, event }) => MsgType ?? event),
    ["ticket", "AUTHORIZED", "ANY", "UNAUTHORIZED"],
  );
  assert.deepEqual((await post("/revoke-tokens")).body, { ok: true });
  await rejects(call("tpCreatePreAuthCode", { access_token }, over), { code: "token_invalid" });
  assert.equal((await get("/code?from=nowhere")).status, 400);
});

test("a mock that runs for a long time remembers a bounded number of codes, tickets and refresh tokens", async () => {
  const { mock, call, access_token, tokens } = await setUpAuthorized();
  const first = mock.platform.issueAuthorizationCode();
  for (let i = 0; i < 10_000; i++) {
    mock.platform.issueAuthorizationCode({ client_id: "key-b" });
    mock.platform.issueTicket();
  }
  await rejects(call("tpGetAppToken", { access_token, code: first }), { code: "code_invalid" });
  // The live refresh token of an app is never forgotten.
  let { refresh_token } = tokens;
  for (let i = 0; i < 1_000; i++)
    ({ refresh_token } = await call("tpRefreshAppToken", { access_token, refresh_token }));
  assert.ok(await call("tpRefreshAppToken", { access_token, refresh_token }));
});
