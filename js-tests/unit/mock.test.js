import "../support/assert-built.js";
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { text } from "node:stream/consumers";
import { test } from "node:test";

import * as swan from "../../pkg/entries/default.js";
import { createMockBaidu } from "../../pkg/mock/mock.js";
import { listen } from "../../pkg/mock/server.js";

const SPAPI = "https://spapi.baidu.com";
const OPENAPI = "https://openapi.baidu.com";
const URLS = {
  jscode2sessionkey: `${SPAPI}/oauth/jscode2sessionkey`,
  naloginGetSessionKeyByCode: `${OPENAPI}/nalogin/getSessionKeyByCode`,
  getUnionid: `${OPENAPI}/rest/2.0/smartapp/getunionid`,
  tpGetSessionKeyByCode: `${OPENAPI}/rest/2.0/oauth/getsessionkeybycode`,
  tpGetUnionid: `${OPENAPI}/rest/2.0/smartapp/unionId/get`,
  getSessionKey: `${OPENAPI}/rest/2.0/smartapp/getsessionkey`,
  getAccessToken: `${OPENAPI}/oauth/2.0/token`,
  tpGetAccessToken: `${OPENAPI}/public/2.0/smartapp/auth/tp/token`,
  tpCreatePreAuthCode: `${OPENAPI}/rest/2.0/smartapp/tp/createpreauthcode`,
  tpGetAppToken: `${OPENAPI}/rest/2.0/oauth/token`,
  tpRefreshAppToken: `${OPENAPI}/rest/2.0/oauth/token?grant_type=app_to_tp_refresh_token`,
  tpGetAppInfo: `${OPENAPI}/rest/2.0/smartapp/app/info`,
  tpRetrieveAuthorizationCode: `${OPENAPI}/rest/2.0/smartapp/auth/retrieve/authorizationcode`,
};
const ENDPOINTS = Object.keys(URLS);

const EPOCH = 1_700_000_000;
const HEX32 = /^[0-9a-f]{32}$/;
/** Invented, as docs/mock.md says. */
const INVENTED_ERRNO = 99999999;
const INVALID_GRANT = { error: "invalid_grant", error_description: "invalid code , expired or revoked" };
const CODE_REFUSED = { status: 200, body: { errno: INVENTED_ERRNO, ...INVALID_GRANT } };
const DEAD_TOKEN = { error_code: 110, error_msg: "Access token invalid or no longer valid" };

/** A mock with a clock that the test turns. */
function setUp(options) {
  const clock = { ms: EPOCH * 1000 };
  const mock = createMockBaidu({ now: () => clock.ms, ...options });
  const [{ client_id, sk }] = mock.apps;
  return { mock, clock, client_id, sk };
}

function query(endpoint, params) {
  const url = new URL(URLS[endpoint]);
  for (const [name, value] of new URLSearchParams(params)) url.searchParams.append(name, value);
  return url.href;
}
const form = (params) => ({ method: "POST", body: new URLSearchParams(params) });

async function read(promise) {
  const response = await promise;
  return { status: response.status, body: JSON.parse(await response.text()) };
}

const get = (mock, endpoint, params) => read(mock.fetch(query(endpoint, params)));
const post = (mock, endpoint, params, inQuery) => read(mock.fetch(query(endpoint, inQuery ?? {}), form(params)));

/** The error of an argument, for assert. */
const refused = (param) => ({ name: "SwanLoginError", code: "invalid_argument", param });

async function accessToken(mock, { client_id, sk } = mock.apps[0]) {
  const { body } = await post(mock, "getAccessToken", {
    grant_type: "client_credentials",
    client_id,
    client_secret: sk,
  });
  return body.access_token;
}

/** A call of the endpoint that succeeds. */
async function validCall(mock, endpoint) {
  const [{ client_id, sk }] = mock.apps;
  const code = mock.issueCode();
  const openid = mock.openid();
  const own = await accessToken(mock);
  const platformCall = { client_id: mock.platform.client_id, ticket: mock.platform.issueTicket() };
  const platforms = (await get(mock, "tpGetAccessToken", platformCall)).body.data.access_token;
  const exchange = () => ({
    access_token: platforms,
    code: mock.platform.issueAuthorizationCode(),
    grant_type: "app_to_tp_authorization_code",
  });
  const { refresh_token } = (await get(mock, "tpGetAppToken", exchange())).body;
  // Issued last, because an exchange ends the tokens of the app.
  const authorized = mock.issueAuthorizedToken();
  return {
    tpGetAccessToken: [query("tpGetAccessToken", platformCall)],
    tpCreatePreAuthCode: [query("tpCreatePreAuthCode", { access_token: platforms })],
    tpGetAppToken: [query("tpGetAppToken", exchange())],
    tpRefreshAppToken: [query("tpRefreshAppToken", { access_token: platforms, refresh_token })],
    tpGetAppInfo: [query("tpGetAppInfo", { access_token: authorized })],
    tpRetrieveAuthorizationCode: [
      query("tpRetrieveAuthorizationCode", { access_token: platforms }),
      form({ app_id: mock.apps[0].appid }),
    ],
    jscode2sessionkey: [URLS.jscode2sessionkey, form({ code, client_id, sk })],
    naloginGetSessionKeyByCode: [URLS.naloginGetSessionKeyByCode, form({ code, client_id, sk })],
    getUnionid: [query("getUnionid", { access_token: own }), form({ openid })],
    tpGetSessionKeyByCode: [
      query("tpGetSessionKeyByCode", { access_token: authorized, code, grant_type: "authorization_code" }),
    ],
    tpGetUnionid: [query("tpGetUnionid", { access_token: authorized, open_id: openid })],
    getSessionKey: [query("getSessionKey", { access_token: own, code }), { method: "POST" }],
    getAccessToken: [
      URLS.getAccessToken,
      form({ grant_type: "client_credentials", client_id, client_secret: sk, scope: "smartapp_snsapi_base" }),
    ],
  }[endpoint];
}

test("an app and a user exist without options", () => {
  const mock = createMockBaidu();
  const [app] = mock.apps;
  assert.match(app.client_id, /^\w{32}$/);
  assert.match(app.sk, /^\w{32}$/);
  assert.match(app.appid, /^\d+$/);
  assert.deepEqual(mock.users, ["user-1"]);
});

const APPS = [{ client_id: "a", sk: "s" }];

for (const [param, options] of [
  ["options", 1],
  ["options", []],
  ["codeLifeTime", { codeLifeTime: 5 }],
  ["codeLifetime", { codeLifetime: -1 }],
  ["codeLifetime", { codeLifetime: "300" }],
  ["tokenLifetime", { tokenLifetime: 1.5 }],
  ["tokenLifetime", { tokenLifetime: 315_360_001 }],
  ["strict", { strict: 1 }],
  ["dialect", { dialect: "oauth" }],
  ["dialect", { dialect: "toString" }],
  ["gatewayStatus", { gatewayStatus: 302 }],
  ["gatewayStatus", { gatewayStatus: "PCS" }],
  ["now", { now: 0 }],
  ["onRequest", { onRequest: "log" }],
  ["users", { users: "alice" }],
  ["users", { users: [""] }],
  ["apps", { apps: [] }],
  ["apps", { apps: APPS[0] }],
  ["apps[1]", { apps: [...APPS, null] }],
  ["apps[0].secret", { apps: [{ ...APPS[0], secret: "s" }] }],
  ["apps[0].client_id", { apps: [{ sk: "s" }] }],
  ["apps[0].sk", { apps: [{ client_id: "a", sk: "" }] }],
  ["apps[0].appid", { apps: [{ ...APPS[0], appid: 7 }] }],
  ["apps[0].owner", { apps: [{ ...APPS[0], owner: null }] }],
  ["apps[1].client_id", { apps: [...APPS, ...APPS] }],
])
  test(`createMockBaidu refuses ${param} of ${JSON.stringify(options)}`, () => {
    assert.throws(() => createMockBaidu(options), refused(param));
  });

test("an option that is undefined counts as left out", () => {
  const options = { apps: undefined, users: undefined, now: undefined, dialect: undefined, codeLifetime: undefined };
  assert.deepEqual(createMockBaidu(options).settings, createMockBaidu().settings);
});

for (const [param, call] of [
  ["clientId", (mock) => mock.issueCode({ clientId: "a" })],
  ["client_id", (mock) => mock.issueCode({ client_id: "nobody" })],
  ["user", (mock) => mock.issueCode({ user: "" })],
  ["user", (mock) => mock.issueCode({ user: "x".repeat(201) })],
  ["host", (mock) => mock.issueCode({ host: 7 })],
  ["options", (mock) => mock.issueCode(1)],
  ["user", (mock) => mock.issueAuthorizedToken({ user: "alice" })],
  ["name", (mock) => mock.openid({ name: "alice" })],
  ["client_id", (mock) => mock.openid({ client_id: "nobody" })],
  ["client_id", (mock) => mock.unionid({ client_id: "nobody" })],
  ["authorized", (mock) => mock.setAuthorized({ user: "alice" })],
  ["authorised", (mock) => mock.setAuthorized({ authorised: true })],
  ["token", (mock) => mock.revokeTokens({ token: "24.x" })],
  ["access_token", (mock) => mock.revokeTokens({ access_token: 24 })],
  ["client_id", (mock) => mock.resetSecret({ client_id: "nobody" })],
  ["apps", (mock) => mock.set({ apps: [] })],
  ["dialect", (mock) => mock.set({ dialect: "oauth500" })],
  ["seconds", (mock) => mock.advance({ seconds: 0 })],
  ["seconds", (mock) => mock.advance()],
  ["endpoint", (mock) => mock.fault("getunionid", "html502")],
  ["endpoint", (mock) => mock.clearFaults("getunionid")],
  ["fault", (mock) => mock.fault("getUnionid", "html503")],
  ["fault", (mock) => mock.fault("getUnionid", "constructor")],
  ["time", (mock) => mock.fault("*", "slow", { time: 1 })],
  ["times", (mock) => mock.fault("*", "slow", { times: 0 })],
  ["delay", (mock) => mock.fault("*", "slow", { delay: "1s" })],
  ["body", (mock) => mock.fault("*", "errno", { body: [] })],
  ["status", (mock) => mock.fault("*", "errno", { status: 204 })],
  ["retryAfter", (mock) => mock.fault("*", "429", { retryAfter: -1 })],
  ["retryAfter", (mock) => mock.fault("*", "429", { retryAfter: "a\nb" })],
  ["retryAfter", (mock) => mock.fault("*", "429", { retryAfter: "1\r" })],
  ["retryAfter", (mock) => mock.fault("*", "429", { retryAfter: "小时" })],
  ["retryAfter", (mock) => mock.fault("*", "429", { retryAfter: "" })],
  ["body", (mock) => mock.fault("*", "429", { body: { more: 1n } })],
  ["seconds", (mock) => mock.advance({ seconds: 1e300 })],
  ["seconds", (mock) => mock.advance({ seconds: Infinity })],
])
  test(`the mock refuses ${param}: ${String(call).replace("(mock) => mock.", "")}`, () => {
    assert.throws(() => call(createMockBaidu()), refused(param));
  });

for (const [param, what] of [
  ["key", { key: "x" }],
  ["session_key", { session_key: "short" }],
  ["session_key", {}],
  ["content", { content: 1n }],
  ["content", { content: () => {} }],
])
  test(`encryptUserData refuses ${param} of ${Object.keys(what)}`, async () => {
    await assert.rejects(createMockBaidu().encryptUserData(what), refused(param));
  });

test("the error of an argument says what is right", () => {
  const mock = createMockBaidu({ apps: APPS });
  const errorOf = (call) => {
    try {
      call();
    } catch (error) {
      return `${error.message}. ${error.hint}`;
    }
  };
  assert.match(
    errorOf(() => createMockBaidu({ codeLifeTime: 5 })),
    /codeLifeTime is not an option. The name is codeLifetime/,
  );
  assert.match(
    errorOf(() => createMockBaidu({ codeLifetime: -1 })),
    /from 0 to 315360000/,
  );
  assert.match(
    errorOf(() => mock.openid({ client_id: "nobody" })),
    /The apps are a\./,
  );
  assert.match(
    errorOf(() => mock.fault("getunionid", "slow")),
    /getUnionid/,
  );
});

test("creating a mock takes no random numbers", (t) => {
  t.mock.method(crypto, "getRandomValues", () => assert.fail("random at creation"));
  createMockBaidu({ apps: [{ client_id: "a", sk: "s" }], users: ["u"] }).fault("*", "hang");
});

for (const endpoint of ["jscode2sessionkey", "naloginGetSessionKeyByCode"]) {
  test(`${endpoint} takes the form, and what Baidu's SDKs send`, async () => {
    const { mock, client_id, sk } = setUp();
    const all = () => ({ code: mock.issueCode(), client_id, sk, sp_sdk_ver: "1.0", sp_sdk_lang: "go" });
    for (const send of [
      () => post(mock, endpoint, all()),
      () => get(mock, endpoint, all()),
      () => post(mock, endpoint, {}, all()),
      () => read(mock.fetch(query(endpoint, all()), { method: "POST" })),
      () => read(mock.fetch(new URL(query(endpoint, all())))),
      () => read(mock.fetch(new Request(URLS[endpoint], form(all())))),
      () => read(mock.fetch(`http://127.0.0.1:1${new URL(query(endpoint, all())).pathname}`, form(all()))),
    ]) {
      const { status, body } = await send();
      assert.equal(status, 200);
      assert.deepEqual(Object.keys(body), ["openid", "session_key"]);
      assert.equal(body.openid, mock.openid());
      assert.match(body.session_key, HEX32);
    }
  });

  test(`${endpoint} names what is missing`, async () => {
    const { mock, sk } = setUp();
    const { status, body } = await post(mock, endpoint, { code: "c", sk });
    assert.equal(status, 200);
    assert.deepEqual(body, {
      errno: 10010100,
      error: "parameter is invalid",
      error_description:
        "Key: 'Code2SessionKeyParam.ClientID' Error:Field validation for 'ClientID' failed on the 'required' tag",
    });
    const all = await post(mock, endpoint, { code: "", sk: "" });
    assert.deepEqual(all.body.error_description.match(/Param\.(\w+)/g), ["Param.Code", "Param.ClientID", "Param.Sk"]);
  });
}

/** By hand, as clients write it that quote names, and as .NET does, which quotes none. */
function multipart(params, quote = '"') {
  const parts = Object.entries(params).map(
    ([name, value]) => `--b0undary\r\nContent-Disposition: form-data; name=${quote}${name}${quote}\r\n\r\n${value}\r\n`,
  );
  return {
    body: `${parts.join("")}--b0undary--\r\n`,
    headers: { "content-type": "multipart/form-data; boundary=b0undary" },
  };
}

test("forms may be multipart, or have no Content-Type", async () => {
  const { mock, client_id, sk } = setUp();
  const all = () => ({ code: mock.issueCode({ user: "小度", host: "iqiyi" }), client_id, sk });
  const platform = new FormData();
  for (const [name, value] of Object.entries(all())) platform.set(name, value);
  const quoted = multipart(all());
  quoted.headers["content-type"] = 'multipart/form-data; charset=utf-8; boundary="b0undary"';
  const untyped = new TextEncoder().encode(new URLSearchParams(all()));
  for (const init of [{ body: platform }, multipart(all()), multipart(all(), ""), quoted, { body: untyped }]) {
    const { body } = await read(mock.fetch(URLS.jscode2sessionkey, { method: "POST", ...init }));
    assert.equal(body.openid, mock.openid({ user: "小度" }));
  }
  const lines = multipart({ ...all(), sk: `${sk}\r\n` });
  const wrong = await read(mock.fetch(URLS.jscode2sessionkey, { method: "POST", ...lines }));
  assert.equal(wrong.body.error, "invalid_client", "a value is taken whole");
  for (const type of ["multipart/form-data", "multipart/form-data; boundary=other"]) {
    const { body } = multipart(all());
    const headers = { "content-type": type };
    const unread = await read(mock.fetch(URLS.jscode2sessionkey, { method: "POST", body, headers }));
    assert.equal(unread.body.errno, 10010100);
  }
});

test("what Baidu's SDKs add is ignored", async () => {
  const { mock, client_id, sk } = setUp();
  const extra = { sp_sdk_ver: "1.0", sp_sdk_lang: "php", "sdk.type": "java", "sdk.version": "1.1.0" };
  const access_token = await accessToken(mock);
  const { body } = await post(mock, "getUnionid", { openid: mock.openid(), ...extra }, { access_token, ...extra });
  assert.equal(body.errno, 0);
  assert.equal((await get(mock, "jscode2sessionkey", { code: mock.issueCode(), client_id, sk, ...extra })).status, 200);
});

test("a body that is not a form is not read", async () => {
  const { mock, client_id, sk } = setUp();
  const body = JSON.stringify({ code: mock.issueCode(), client_id, sk });
  const headers = { "content-type": "application/json" };
  const reply = await read(mock.fetch(URLS.jscode2sessionkey, { method: "POST", body, headers }));
  assert.equal(reply.body.errno, 10010100);
});

test("wrong credentials are refused and leave the code alive", async () => {
  const { mock, client_id, sk } = setUp();
  const code = mock.issueCode();
  assert.deepEqual(await post(mock, "jscode2sessionkey", { code, client_id, sk: "wrong" }), {
    status: 200,
    body: { errno: INVENTED_ERRNO, error: "invalid_client", error_description: "Client authentication failed" },
  });
  assert.deepEqual(await post(mock, "jscode2sessionkey", { code, client_id: "11136662", sk }), {
    status: 200,
    body: { errno: INVENTED_ERRNO, error: "invalid_client", error_description: "unknown client id" },
  });
  assert.equal((await post(mock, "jscode2sessionkey", { code, client_id, sk })).status, 200);
});

test("codes have Baidu's format, work once, expire, and belong to one app", async () => {
  const apps = [
    { client_id: "app-a", sk: "secret-a" },
    { client_id: "app-b", sk: "secret-b" },
  ];
  const { mock, clock } = setUp({ apps, codeLifetime: 600 });
  const exchange = (code, app = apps[0]) => post(mock, "jscode2sessionkey", { code, ...app });

  const code = mock.issueCode({ client_id: "app-a", user: "alice" });
  assert.match(code, /^[0-9a-f]{32}NW$/);
  assert.deepEqual(await exchange(code, apps[1]), CODE_REFUSED);
  assert.equal((await exchange(code)).status, 200);
  assert.deepEqual(await exchange(code), CODE_REFUSED);
  assert.deepEqual(await exchange("never issued"), CODE_REFUSED);

  const late = mock.issueCode({ client_id: "app-a" });
  const later = mock.issueCode({ client_id: "app-a" });
  clock.ms += 599_999;
  assert.equal((await exchange(late)).status, 200);
  clock.ms += 1;
  assert.deepEqual(await exchange(later), CODE_REFUSED);

  const hosted = mock.issueCode({ client_id: "app-a", user: "alice", host: "iqiyi" });
  assert.match(hosted, /^[0-9a-f]+@iqiyi\/[0-9a-f]+$/);
  assert.equal((await exchange(hosted)).body.openid, mock.openid({ client_id: "app-a", user: "alice" }));
});

test("a code lives 300 seconds by default", async () => {
  const { mock, clock, client_id, sk } = setUp();
  const [early, late] = [mock.issueCode(), mock.issueCode()];
  clock.ms += 299_999;
  assert.equal((await get(mock, "jscode2sessionkey", { code: early, client_id, sk })).status, 200);
  clock.ms += 1;
  assert.equal((await get(mock, "jscode2sessionkey", { code: late, client_id, sk })).body.error, "invalid_grant");
});

const DIALECTS = {
  errno: { session: 200, token: 400, errno: INVENTED_ERRNO },
  oauth200: { session: 200, token: 200 },
  oauth400: { session: 400, token: 400 },
  oauth401: { session: 401, token: 401 },
};

for (const [dialect, { session, token, errno }] of Object.entries(DIALECTS)) {
  test(`the dialect ${dialect}`, async () => {
    const { mock, client_id, sk } = setUp({ dialect });
    const refusal = { status: session, body: { ...(errno && { errno }), ...INVALID_GRANT } };
    const access_token = mock.issueAuthorizedToken();
    for (const endpoint of ["jscode2sessionkey", "naloginGetSessionKeyByCode"])
      assert.deepEqual(await post(mock, endpoint, { code: "used", client_id, sk }), refusal);
    const grant = { access_token, code: "used", grant_type: "authorization_code" };
    assert.deepEqual(await get(mock, "tpGetSessionKeyByCode", grant), refusal);
    const credentials = { grant_type: "client_credentials", client_id, client_secret: "wrong" };
    assert.deepEqual(await post(mock, "getAccessToken", credentials), {
      status: token,
      body: { error: "invalid_client", error_description: "Client authentication failed" },
    });
  });

  test(`what the package makes of refusals in the dialect ${dialect}`, async () => {
    const { mock, client_id, sk } = setUp({ dialect });
    const options = { fetch: mock.fetch };
    const code = mock.issueCode();
    const access_token = await accessToken(mock);
    const authorized = mock.issueAuthorizedToken();
    await swan.jscode2sessionkey({ code, client_id, sk }, options);
    for (const call of [
      () => swan.jscode2sessionkey({ code, client_id, sk }, options),
      () => swan.naloginGetSessionKeyByCode({ code, client_id, sk }, options),
      () => swan.getSessionKey({ code, access_token }, options),
      () => swan.tpGetSessionKeyByCode({ code, access_token: authorized }, options),
    ])
      await assert.rejects(call, { code: "code_invalid", codeConsumed: "yes" });
    for (const call of [
      () => swan.jscode2sessionkey({ code, client_id, sk: "wrong" }, options),
      () => swan.jscode2sessionkey({ code, client_id: "11136662", sk }, options),
      () => swan.getAccessToken({ client_id, sk: "wrong" }, options),
      () => swan.getAccessToken({ client_id: "11136662", sk }, options),
    ])
      await assert.rejects(call, { code: "bad_credentials" });
  });
}

for (const [gatewayStatus, statuses] of [
  [undefined, { 6: 200, 100: 200, 110: 200, 111: 200 }],
  [400, { 6: 400, 100: 400, 110: 400, 111: 400 }],
  ["pcs", { 6: 403, 100: 200, 110: 401, 111: 401 }],
]) {
  test(`the HTTP status of gateway errors: ${gatewayStatus}`, async () => {
    const { mock } = setUp({ gatewayStatus, tokenLifetime: 60 });
    const openid = mock.openid();
    const access_token = await accessToken(mock);
    const unionid = (token) => post(mock, "getUnionid", { openid }, token ? { access_token: token } : {});
    const outcomes = [await unionid(), await unionid("24.unknown")];
    mock.advance({ seconds: 60 });
    outcomes.push(await unionid(access_token));
    mock.fault("getUnionid", "gateway", { times: 1, body: { error_code: 6 } });
    outcomes.push(await unionid(access_token));
    assert.deepEqual(Object.fromEntries(outcomes.map(({ status, body }) => [body.error_code, status])), statuses);
    const error = await swan.getUnionid({ access_token, openid }, { fetch: mock.fetch }).catch((reason) => reason);
    assert.equal(error.code, "token_invalid");
  });
}

test("openids differ by user and app, unionids by user and owner", () => {
  const options = {
    apps: [
      { client_id: "a", sk: "s", owner: "acme" },
      { client_id: "b", sk: "s", owner: "acme" },
      { client_id: "c", sk: "s", owner: "other" },
    ],
    users: ["alice", "bob"],
  };
  const mock = createMockBaidu(options);
  const pairs = ["a", "b", "c"].flatMap((client_id) => ["alice", "bob"].map((user) => ({ client_id, user })));
  assert.equal(new Set(pairs.map(mock.openid)).size, 6);
  assert.equal(new Set(pairs.map(mock.unionid)).size, 4);
  assert.equal(mock.unionid({ client_id: "a", user: "bob" }), mock.unionid({ client_id: "b", user: "bob" }));
  assert.deepEqual(pairs.map(createMockBaidu(options).openid), pairs.map(mock.openid));
  for (const pair of pairs) assert.match(mock.openid(pair), /^[A-Za-z0-9_-]{20,}$/);
});

test("getAccessToken", async () => {
  const { mock, client_id, sk } = setUp();
  const params = { grant_type: "client_credentials", client_id, client_secret: sk, scope: "smartapp_snsapi_base" };
  const [app] = mock.apps;
  for (const { status, body } of [
    await get(mock, "getAccessToken", params),
    await post(mock, "getAccessToken", params),
    await post(mock, "getAccessToken", {}, params),
  ]) {
    assert.equal(status, 200);
    assert.equal(body.expires_in, 2592000);
    assert.match(
      body.access_token,
      new RegExp(`^24\\.[0-9a-f]{32}\\.2592000\\.${EPOCH + 2592000}\\.282335-${app.appid}$`),
    );
    assert.match(body.refresh_token, /^25\.[0-9a-f]{32}\.315360000\./);
    assert.match(body.scope, /smartapp_snsapi_base/);
    assert.deepEqual([typeof body.session_key, typeof body.session_secret], ["string", "string"]);
  }
  const refused = async (change) => {
    const { status, body } = await post(mock, "getAccessToken", { ...params, ...change });
    assert.equal(status, 400);
    assert.deepEqual(Object.keys(body), ["error", "error_description"]);
    return body.error;
  };
  assert.equal(await refused({ client_secret: "wrong" }), "invalid_client");
  assert.equal(await refused({ client_id: "wrong" }), "invalid_client");
  assert.equal(await refused({ grant_type: "authorization_code" }), "unsupported_grant_type");
  assert.equal(await refused({ client_secret: "" }), "invalid_request");
});

test("getUnionid", async () => {
  const { mock } = setUp();
  const [openid, access_token] = [mock.openid(), await accessToken(mock)];
  for (const { status, body } of [
    await post(mock, "getUnionid", { openid }, { access_token }),
    await post(mock, "getUnionid", { openid, access_token }),
    await post(mock, "getUnionid", { openid }, { access_token, openid, sp_sdk_ver: "1" }),
    await post(mock, "getUnionid", {}, { access_token, openid }),
  ]) {
    assert.equal(status, 200);
    assert.match(body.request_id, /^\d+$/);
    assert.deepEqual(body, {
      data: { unionid: mock.unionid() },
      errmsg: "succ",
      errno: 0,
      request_id: body.request_id,
      timestamp: EPOCH,
    });
  }
  const missing = await post(mock, "getUnionid", {}, { access_token });
  assert.deepEqual([missing.body.errno, missing.body.errmsg], [400, "param error, check openid"]);
});

test("strict: the token must be in the query", async () => {
  const { mock } = setUp({ strict: true });
  const [openid, access_token] = [mock.openid(), await accessToken(mock)];
  assert.deepEqual(await post(mock, "getUnionid", { openid, access_token }), {
    status: 200,
    body: { error_code: 100, error_msg: "Invalid parameter" },
  });
  assert.equal((await post(mock, "getSessionKey", { code: mock.issueCode(), access_token })).body.error_code, 100);
  assert.equal((await post(mock, "getUnionid", { openid }, { access_token })).body.errno, 0);
});

test("unionid needs an authorization, and the app's own openid", async () => {
  const apps = [
    { client_id: "app-a", sk: "secret-a" },
    { client_id: "app-b", sk: "secret-b" },
  ];
  const { mock } = setUp({ apps, users: ["alice"] });
  const access_token = await accessToken(mock);
  const authorized = mock.issueAuthorizedToken();
  const ask = async (openid) => [
    (await post(mock, "getUnionid", { openid }, { access_token })).body,
    (await get(mock, "tpGetUnionid", { open_id: openid, access_token: authorized })).body,
  ];
  const errnos = async (openid) => (await ask(openid)).map(({ errno }) => errno);
  const openid = mock.openid({ user: "alice" });

  mock.setAuthorized({ user: "alice", authorized: false });
  assert.deepEqual(await errnos(openid), [400, 400]);
  mock.setAuthorized({ user: "alice", authorized: true });
  assert.deepEqual(await errnos(openid), [0, 0]);
  assert.deepEqual(await errnos(mock.openid({ client_id: "app-b", user: "alice" })), [400, 400]);
  const [refusal] = await ask("no openid at all");
  assert.deepEqual(Object.keys(refusal).sort(), ["data", "errmsg", "errno", "request_id", "timestamp"]);
  assert.match(refusal.errmsg, /openid/);
});

test("getSessionKey, in every layout in use", async () => {
  const { mock, client_id, sk } = setUp();
  const access_token = await accessToken(mock);
  const code = mock.issueCode;
  for (const { status, body } of [
    await post(mock, "getSessionKey", {}, { access_token, code: code() }),
    await post(mock, "getSessionKey", { access_token, code: code() }),
    await get(mock, "getSessionKey", { access_token, code: code(), grant_type: "authorization_code" }),
    await post(mock, "getSessionKey", {}, { access_token, code: code(), client_id: "", sk: "" }),
    await post(mock, "getSessionKey", {}, { access_token, code: code(), client_id, sk }),
  ]) {
    assert.equal(status, 200);
    assert.equal(body.errno, 0);
    assert.equal(body.errmsg, "succ");
    assert.deepEqual(Object.keys(body.data), ["open_id", "session_key"]);
    assert.equal(body.data.open_id, mock.openid());
  }
  const used = await get(mock, "getSessionKey", { access_token, code: "used" });
  assert.match(used.body.errmsg, /invalid code/);
  assert.notEqual(used.body.errno, 0);
  assert.equal((await get(mock, "getSessionKey", { access_token })).body.errno, 10010100);
});

test("tpGetSessionKeyByCode", async () => {
  const { mock } = setUp();
  const access_token = mock.issueAuthorizedToken();
  assert.match(access_token, new RegExp(`^45\\.[0-9a-f]{32}\\.3600\\.${EPOCH + 3600}\\.`));
  const valid = () => ({ access_token, code: mock.issueCode(), grant_type: "authorization_code" });
  const { body } = await get(mock, "tpGetSessionKeyByCode", valid());
  assert.deepEqual(Object.keys(body), ["openid", "session_key"]);
  assert.equal(body.openid, mock.openid());
  const missing = await get(mock, "tpGetSessionKeyByCode", { ...valid(), grant_type: "" });
  assert.equal(missing.body.errno, 10010100);
  const wrong = await get(mock, "tpGetSessionKeyByCode", { ...valid(), grant_type: "client_credential" });
  assert.equal(wrong.body.error, "unsupported_grant_type");
  const inForm = await post(mock, "tpGetSessionKeyByCode", valid());
  assert.equal(inForm.body.error_code, 100);
});

test("tpGetUnionid, by GET and by the POST of the document's curl", async () => {
  const { mock } = setUp();
  const params = { access_token: mock.issueAuthorizedToken(), open_id: mock.openid() };
  const success = { errno: 0, msg: "success", data: { union_id: mock.unionid() } };
  assert.deepEqual((await get(mock, "tpGetUnionid", params)).body, success);
  assert.deepEqual((await post(mock, "tpGetUnionid", {}, params)).body, success);
  const doubled = `${params.access_token}=,${params.access_token}`;
  assert.deepEqual((await get(mock, "tpGetUnionid", { ...params, access_token: doubled })).body, DEAD_TOKEN);
});

test("tokens: missing, unknown, of the wrong kind, expired, revoked", async () => {
  const { mock, clock, client_id, sk } = setUp();
  const openid = mock.openid();
  const own = await accessToken(mock);
  const authorized = mock.issueAuthorizedToken();
  const unionid = async (access_token) => (await post(mock, "getUnionid", { openid }, { access_token })).body;
  const tpUnionid = async (access_token) => (await get(mock, "tpGetUnionid", { access_token, open_id: openid })).body;

  assert.equal((await unionid("")).error_code, 100);
  assert.deepEqual(await unionid("42.00000000000000000000000000000000.2592000.1.282335-1"), DEAD_TOKEN);
  assert.deepEqual(await unionid(authorized), DEAD_TOKEN);
  assert.deepEqual(await tpUnionid(own), DEAD_TOKEN);

  clock.ms += 3_600_000;
  assert.deepEqual(await tpUnionid(authorized), { error_code: 111, error_msg: "Access token expired" });
  assert.equal((await unionid(own)).errno, 0);

  const second = await accessToken(mock);
  mock.revokeTokens({ access_token: own });
  assert.deepEqual(await unionid(own), DEAD_TOKEN);
  assert.equal((await unionid(second)).errno, 0);
  mock.revokeTokens();
  assert.deepEqual(await unionid(second), DEAD_TOKEN);

  const third = await accessToken(mock);
  const sk2 = mock.resetSecret();
  assert.equal(mock.apps[0].sk, sk2);
  assert.notEqual(sk2, sk);
  assert.deepEqual(await unionid(third), DEAD_TOKEN);
  const old = await post(mock, "getAccessToken", { grant_type: "client_credentials", client_id, client_secret: sk });
  assert.equal(old.body.error, "invalid_client");
  assert.equal((await unionid(await accessToken(mock))).errno, 0);
});

test("the lifetime of app tokens can be set", async () => {
  const { mock, clock } = setUp({ tokenLifetime: 60 });
  const access_token = await accessToken(mock);
  assert.match(access_token, new RegExp(`\\.60\\.${EPOCH + 60}\\.`));
  clock.ms += 60_000;
  assert.equal((await get(mock, "getUnionid", { access_token, openid: mock.openid() })).body.error_code, 111);
});

test("headers: JSON with a length, no CORS", async () => {
  const { mock } = setUp();
  const response = await mock.fetch(URLS.jscode2sessionkey);
  assert.match(response.headers.get("content-type"), /^application\/json/);
  assert.equal(Number(response.headers.get("content-length")), (await response.arrayBuffer()).byteLength);
  assert.equal(response.headers.get("access-control-allow-origin"), null);
});

test("unknown paths and methods", async () => {
  const { mock } = setUp();
  for (const promise of [mock.fetch(`${OPENAPI}/nowhere`), mock.fetch(URLS.getUnionid, { method: "DELETE" })])
    assert.equal((await read(promise)).body.error_code, 3);
  assert.deepEqual(new Set(Object.values(mock.calls)), new Set([0]));
});

test("calls are counted, and reset clears the counts", async () => {
  const { mock, client_id, sk } = setUp();
  const code = mock.issueCode({ user: "alice" });
  const access_token = await accessToken(mock);
  mock.fault("getUnionid", "html502");
  await mock.fetch(URLS.getUnionid);
  await mock.fetch(URLS.getUnionid);
  assert.deepEqual(mock.calls, {
    ...Object.fromEntries(ENDPOINTS.map((name) => [name, 0])),
    getAccessToken: 1,
    getUnionid: 2,
  });
  assert.deepEqual(mock.users, ["user-1", "alice"]);
  mock.resetSecret();
  mock.reset();
  assert.equal(mock.calls.getUnionid, 0);
  assert.deepEqual(mock.users, ["user-1"]);
  assert.equal(mock.apps[0].sk, sk);
  assert.equal((await post(mock, "jscode2sessionkey", { code, client_id, sk })).body.error, "invalid_grant");
  assert.deepEqual((await get(mock, "getUnionid", { access_token, openid: mock.openid() })).body, DEAD_TOKEN);
});

test("settings can be changed, and reset restores them", async () => {
  const { mock, clock, client_id, sk } = setUp({ dialect: "oauth400" });
  const before = mock.settings;
  const old = mock.issueCode();
  mock.set({ dialect: "oauth200", codeLifetime: 10, tokenLifetime: 20, strict: true, gatewayStatus: undefined });
  assert.deepEqual(mock.settings, {
    ...before,
    ...{ dialect: "oauth200", codeLifetime: 10, tokenLifetime: 20, strict: true },
  });
  const brief = mock.issueCode();
  clock.ms += 10_000;
  assert.deepEqual(await post(mock, "jscode2sessionkey", { code: brief, client_id, sk }), {
    status: 200,
    body: INVALID_GRANT,
  });
  assert.equal((await post(mock, "jscode2sessionkey", { code: old, client_id, sk })).body.openid, mock.openid());
  mock.reset();
  assert.deepEqual(mock.settings, before);
});

test("the clock can be put forward", async () => {
  const { mock, client_id, sk } = setUp();
  const code = mock.issueCode();
  const authorized = mock.issueAuthorizedToken();
  const tpUnionid = () => get(mock, "tpGetUnionid", { access_token: authorized, open_id: mock.openid() });
  mock.advance({ seconds: 300 });
  assert.deepEqual(await get(mock, "jscode2sessionkey", { code, client_id, sk }), CODE_REFUSED);
  assert.equal((await tpUnionid()).body.errno, 0);
  mock.advance({ seconds: 3300 });
  assert.equal((await tpUnionid()).body.error_code, 111);
  mock.reset();
  const again = await post(mock, "getAccessToken", {
    grant_type: "client_credentials",
    client_id,
    client_secret: sk,
  });
  assert.match(again.body.access_token, new RegExp(`\\.${EPOCH + 2592000}\\.`), "reset puts it back");
});

test("the clock goes ten years ahead, and no further", async () => {
  const { mock, client_id, sk } = setUp();
  const year = { seconds: 31_536_000 };
  for (let years = 0; years < 10; years += 1) mock.advance(year);
  assert.throws(() => mock.advance({ seconds: 1 }), refused("seconds"));
  assert.equal((await get(mock, "jscode2sessionkey", { code: mock.issueCode(), client_id, sk })).status, 200);
  mock.reset();
  mock.advance(year);
});

test("a mistake in a function of the options is answered with 500 and its text, over HTTP, too", async (t) => {
  const throws = (message) => () => {
    throw new Error(message);
  };
  const broken = createMockBaidu({ now: throws("of now") });
  const { status, body } = await read(broken.fetch("https://localhost/mock/code"));
  assert.deepEqual([status, body.message], [500, "the mock failed: of now"]);
  const server = await listen(createMockBaidu({ onRequest: throws("of onRequest") }));
  t.after(server.close);
  const answer = await read(fetch(`${server.url}/oauth/2.0/token`, form({})));
  assert.deepEqual([answer.status, answer.body.message], [500, "the mock failed: of onRequest"]);
});

test("a fault that gives no Response is answered with 500 and a text", async (t) => {
  const { mock } = setUp();
  const server = await listen(mock);
  t.after(server.close);
  for (const nothing of [undefined, null, "text", {}]) {
    mock.fault("*", () => nothing, { times: 1 });
    const { status, body } = await read(fetch(`${server.url}/oauth/2.0/token`, form({})));
    assert.equal(status, 500);
    assert.match(body.message, /fault/);
  }
  mock.fault("*", () => Promise.reject(new Error("of the fault")), { times: 1 });
  const { status, body } = await read(fetch(`${server.url}/oauth/2.0/token`, form({})));
  assert.deepEqual([status, body.message], [500, "the mock failed: of the fault"]);
});

test("the target of a request may be a whole URL, whose host is checked, too", async (t) => {
  const { mock } = setUp();
  const server = await listen(mock);
  t.after(server.close);
  const { port } = server;
  const send = async (line, host) => {
    const socket = connect(port, "127.0.0.1");
    socket.write(`${line} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    return Number(/^HTTP\/1\.1 (\d+)/.exec((await socket.toArray()).join(""))?.[1]);
  };
  assert.equal(await send("GET http://localhost/mock/state", "localhost"), 200);
  assert.equal(await send(`GET http://127.0.0.1:${port}/mock/state?`, "localhost"), 200);
  assert.equal(await send("GET http://evil.example/mock/state", "localhost"), 403);
  assert.equal(await send("GET http://localhost/mock/state", "evil.example"), 403);
  assert.equal(await send("GET /mock/state", "a b"), 403);
  assert.equal(await send("OPTIONS *", "localhost"), 400);
  assert.equal(await send("GET http://", "localhost"), 400);
  assert.equal(await send("TRACE /mock/state", "localhost"), 405);
});

test("expired entries and the oldest of too many are removed", async () => {
  const { mock, clock, client_id, sk } = setUp({ tokenLifetime: 60 });
  const exchange = (code) => get(mock, "jscode2sessionkey", { code, client_id, sk });
  const first = mock.issueCode();
  const second = mock.issueCode();
  for (let i = 0; i < 9_999; i += 1) mock.issueCode();
  assert.equal(mock.remembered.codes, 10_000);
  assert.deepEqual(await exchange(first), CODE_REFUSED);
  assert.equal((await exchange(second)).body.openid, mock.openid());
  clock.ms += 300_000;
  mock.issueCode();
  assert.equal(mock.remembered.codes, 1);

  const access_token = await accessToken(mock);
  const unionid = async () => (await get(mock, "getUnionid", { access_token, openid: mock.openid() })).body.error_code;
  assert.equal(mock.remembered.tokens, 1);
  clock.ms += 3_659_999;
  await accessToken(mock);
  assert.equal(await unionid(), 111);
  clock.ms += 1;
  await accessToken(mock);
  assert.equal(await unionid(), 110);
  for (let i = 0; i < 10_001; i += 1) mock.issueAuthorizedToken();
  assert.equal(mock.remembered.tokens, 10_000 + 2);
});

test("users are removed, too, except those of the options", async () => {
  const { mock } = setUp({ users: ["alice"] });
  const access_token = await accessToken(mock);
  const errno = async (openid) => (await get(mock, "getUnionid", { access_token, openid })).body.errno;
  const [alice, first, second] = ["alice", "first", "second"].map((user) => mock.openid({ user }));
  for (let i = 0; i < 9_999; i += 1) mock.openid({ user: `user ${i}` });
  assert.deepEqual([await errno(alice), await errno(first), await errno(second)], [0, 400, 0]);
  assert.equal(mock.users.length, 10_001);
  assert.deepEqual(mock.users.slice(0, 2), ["alice", "second"]);
});

test("requests are logged without secrets", async () => {
  const { mock, client_id, sk } = setUp();
  const code = mock.issueCode();
  await post(mock, "jscode2sessionkey", { code, client_id, sk }, { sp_sdk_lang: "go" });
  await post(mock, "jscode2sessionkey", { code, client_id, sk });
  const access_token = await accessToken(mock);
  mock.fault("getUnionid", "429", { times: 1 });
  await post(mock, "getUnionid", { openid: mock.openid() }, { access_token });
  await post(mock, "getUnionid", { openid: mock.openid() }, { access_token: "24.unknown" });
  mock.fault("getUnionid", "network", { times: 1 });
  await assert.rejects(post(mock, "getUnionid", {}));
  const time = new Date(EPOCH * 1000).toISOString();
  const login = { time, method: "POST", path: "/oauth/jscode2sessionkey", endpoint: "jscode2sessionkey" };
  const unionid = { time, method: "POST", path: "/rest/2.0/smartapp/getunionid", endpoint: "getUnionid" };
  const form = { code: "[34 characters]", client_id, sk: `[${sk.length} characters]` };
  const openid = { openid: mock.openid() };
  assert.deepEqual(mock.requests, [
    { ...login, query: { sp_sdk_lang: "[2 characters]" }, form, status: 200 },
    { ...login, query: {}, form, status: 200, errno: INVENTED_ERRNO, error: "invalid_grant" },
    {
      ...{ time, method: "POST", path: "/oauth/2.0/token", endpoint: "getAccessToken", query: {}, status: 200 },
      form: { grant_type: "client_credentials", client_id, client_secret: `[${sk.length} characters]` },
    },
    {
      ...{ ...unionid, query: { access_token: `[${access_token.length} characters]` }, form: openid },
      ...{ fault: "429", status: 429, error_code: 18 },
    },
    { ...unionid, query: { access_token: "[10 characters]" }, form: openid, status: 200, error_code: 110 },
    { ...unionid, query: {}, form: {}, fault: "network" },
  ]);
});

test("no secret is logged, wherever it stands", async () => {
  const { mock } = setUp({ apps: [{ client_id: "the-app-key", sk: "s3cr3t" }] });
  const long = "981ce8b151c0599acf7ad1a673c6ff5e";
  const untyped = (text) => ({ method: "POST", body: new TextEncoder().encode(text) });
  await mock.fetch(URLS.jscode2sessionkey, form({ client_id: "s3cr3t", code: long, scope: long, grant_type: long }));
  await mock.fetch(URLS.jscode2sessionkey, form({ [long]: "", openid: long, open_id: long, client_id: long }));
  await mock.fetch(URLS.jscode2sessionkey, untyped(`{"sk":"${long}"}`));
  await mock.fetch(`${URLS.jscode2sessionkey}/${long}`);
  await mock.fetch(`${OPENAPI}/s3cr3t/x?s3cr3t=${long}&__proto__=${long}&toString=${long}`);
  const many = Array.from({ length: 99 }, (_, i) => ["x".repeat(i), long]);
  await mock.fetch(query("getUnionid", Object.fromEntries(many)));
  const text = JSON.stringify(mock.requests);
  assert.doesNotMatch(text, /s3cr3t|981ce8b/);
  assert.match(text, /\[32 characters\]/);
  assert.ok(text.length < 3_000, "long requests are cut");
});

test("the log shows common mistakes: the App ID instead of the AppKey, an unknown path", async () => {
  const { mock } = setUp();
  await mock.fetch(URLS.jscode2sessionkey, form({ client_id: "11136662" }));
  await mock.fetch(`${OPENAPI}/rest/2.0/smartapp/getunionId`);
  const [{ form: sent }, { path, error_code, endpoint }] = mock.requests;
  assert.equal(sent.client_id, "11136662");
  assert.deepEqual([path, error_code, endpoint], ["/rest/2.0/smartapp/getunionId", 3, undefined]);
});

test("onRequest gets each entry; 1,000 are kept", async () => {
  const seen = [];
  const { mock } = setUp({ onRequest: (request) => seen.push(request) });
  for (let i = 0; i < 1_001; i += 1) await mock.fetch(`${OPENAPI}/${i}`);
  assert.equal(seen.length, 1_001);
  assert.deepEqual(mock.requests, seen.slice(1));
  mock.reset();
  assert.deepEqual(mock.requests, []);
});

test("the mock's own paths hand out codes and tokens", async () => {
  const { mock, client_id, sk } = setUp();
  const { body } = await read(mock.fetch(`http://x/mock/code?client_id=${client_id}&user=bob&host=iqiyi`));
  assert.match(body.code, /@iqiyi\//);
  const session = await post(mock, "jscode2sessionkey", { code: body.code, client_id, sk });
  assert.equal(session.body.openid, mock.openid({ user: "bob" }));
  assert.match((await read(mock.fetch("http://x/mock/code"))).body.code, /NW$/);
  assert.match((await read(mock.fetch("http://x/mock/tp-token"))).body.access_token, /^45\./);
  const unknown = await read(mock.fetch("http://x/mock/code?client_id=nobody"));
  assert.equal(unknown.status, 400);
  assert.equal(unknown.body.param, "client_id");
});

const CANNED = {
  gateway: [200, { error_code: 2, error_msg: "Service temporarily unavailable" }],
  oauth400: [400, { error: "invalid_grant", error_description: "Invalid authorization code: ANXx" }],
  oauth401: [401, { error: "invalid_client", error_description: "unknown client id" }],
  "string-errno": [200, { errno: "10010500", errmsg: "server internal error" }],
  "data-array": [200, { errno: 10010500, errmsg: "server internal error", data: [] }],
  "data-empty-string": [200, { errno: 10010500, errmsg: "server internal error", data: "" }],
  "data-null": [200, { errno: 10010500, errmsg: "server internal error", data: null }],
  429: [429, { error_code: 18, error_msg: "Open api qps request limit reached" }],
};

for (const endpoint of ENDPOINTS) {
  test(`faults of ${endpoint}`, async () => {
    const { mock } = setUp();
    const call = async (fault, init) => {
      const [url, given] = await validCall(mock, endpoint);
      mock.fault(endpoint, fault, { times: 1 });
      return mock.fetch(url, { ...given, ...init });
    };

    for (const [fault, [status, body]] of Object.entries(CANNED))
      assert.deepEqual(await read(call(fault)), { status, body }, fault);
    assert.equal((await read(call("errno"))).body.errno, 10010100);

    const html = await call("html502");
    assert.equal(html.status, 502);
    assert.match(html.headers.get("content-type"), /html/);
    assert.match(await html.text(), /^<html>/);

    const empty = await call("empty");
    assert.deepEqual([empty.status, await empty.text()], [200, ""]);

    const truncated = await (await call("truncated")).text();
    assert.match(truncated, /^\{/);
    assert.throws(() => JSON.parse(truncated), SyntaxError);

    const { status, body } = await read(call("success-without-openid"));
    assert.equal(status, 200);
    const left = { ...body, ...body.data };
    for (const field of ["openid", "open_id", "unionid", "union_id", "access_token", "error", "error_code"])
      assert.equal(field in left, false, field);

    assert.equal((await call("429")).headers.get("retry-after"), "1");
    assert.equal((await call("redirect")).status, 302);
    await assert.rejects(call("redirect", { redirect: "error" }), TypeError);
    await assert.rejects(call("network"), TypeError);

    const [url, given] = await validCall(mock, endpoint);
    const answered = await read(mock.fetch(url, given));
    assert.equal(answered.status, 200);
    assert.ok(!answered.body.errno && !answered.body.error, "no fault is left");
  });
}

test("faults happen in order, the endpoint's own first, until cleared", async () => {
  const { mock } = setUp();
  const kind = async (endpoint = "getUnionid") => (await mock.fetch(URLS[endpoint])).status;
  mock.fault("*", "oauth401");
  mock.fault("getUnionid", "html502", { times: 2 });
  mock.fault("getUnionid", "429", { times: 1 });
  assert.deepEqual([await kind(), await kind(), await kind(), await kind()], [502, 502, 429, 401]);
  assert.equal(await kind("getAccessToken"), 401);

  mock.fault("getUnionid", "oauth400");
  assert.deepEqual([await kind(), await kind()], [400, 400]);
  mock.fault("getUnionid", "html502");
  assert.equal(await kind(), 502);
  mock.clearFaults("getUnionid");
  assert.equal(await kind(), 401);
  mock.clearFaults("*");
  assert.equal(await kind(), 200);
  mock.fault("*", "html502");
  mock.clearFaults();
  assert.equal(await kind(), 200);
});

test("options of faults", async () => {
  const { mock } = setUp();
  mock.fault("getUnionid", "gateway", { times: 1, body: { error_code: 110 } });
  assert.equal((await read(mock.fetch(URLS.getUnionid))).body.error_code, 110);
  mock.fault("getUnionid", "429", { times: 1, retryAfter: "Wed, 21 Oct 2026 07:28:00 GMT" });
  const limited = await mock.fetch(URLS.getUnionid);
  assert.equal(limited.headers.get("retry-after"), "Wed, 21 Oct 2026 07:28:00 GMT");
});

test("the text of a fault fits its number", async () => {
  const { mock } = setUp();
  const bodyOf = async (fault, body) => {
    mock.fault("getUnionid", fault, { times: 1, body });
    return (await read(mock.fetch(URLS.getUnionid))).body;
  };
  assert.deepEqual(await bodyOf("gateway", { error_code: 110 }), DEAD_TOKEN);
  assert.equal((await bodyOf("gateway", { error_code: 5 })).error_msg, "Unauthorized client IP address");
  assert.equal((await bodyOf("gateway", { error_code: 12345 })).error_msg, "Unknown error");
  assert.equal((await bodyOf("gateway", { error_code: 110, error_msg: "mine" })).error_msg, "mine");
  assert.deepEqual(await bodyOf("oauth400", { error: "expired_token" }), {
    error: "expired_token",
    error_description: "refresh token has been used",
  });
  assert.deepEqual(await bodyOf("oauth401", { error: "nobody_knows" }), { error: "nobody_knows" });
  assert.deepEqual(await bodyOf("errno", { errno: 10010500 }), { errno: 10010500, error: "server internal error" });
  assert.deepEqual(await bodyOf("errno", { errno: 50029 }), { errno: 50029 });
  assert.equal((await bodyOf("data-null", { errno: 400 })).errmsg, "param error, check openid");
});

test("the HTTP status of a fault can be chosen", async () => {
  const { mock } = setUp({ gatewayStatus: "pcs" });
  const statusOf = async (fault, options) => {
    mock.fault("getUnionid", fault, { times: 1, ...options });
    return (await mock.fetch(URLS.getUnionid)).status;
  };
  assert.equal(await statusOf("gateway", { body: { error_code: 111 } }), 401);
  assert.equal(await statusOf("gateway", { body: { error_code: 111 }, status: 500 }), 500);
  assert.equal(await statusOf("oauth400", { status: 200 }), 200);
  assert.equal(await statusOf("errno", { status: 503 }), 503);
  assert.equal(await statusOf("data-array", { status: 400 }), 400);
});

test("planned faults can be listed, and there are at most 100", async () => {
  const { mock } = setUp();
  mock.fault("getUnionid", "slow", { times: 2, delay: 0 });
  mock.fault("*", () => new Response("teapot", { status: 418 }));
  await mock.fetch(URLS.getUnionid);
  assert.deepEqual(mock.faults, [
    { endpoint: "getUnionid", fault: "slow", times: 1 },
    { endpoint: "*", fault: "custom" },
  ]);
  for (let i = 0; i < 200; i += 1) mock.fault("getUnionid", "429", { times: 1 });
  assert.equal(mock.faults.length, 100);
});

test("a fault may be a function", async () => {
  const { mock, client_id, sk } = setUp();
  const code = mock.issueCode();
  mock.fault(
    "jscode2sessionkey",
    async (request, { answer }) => {
      assert.match(await request.text(), /client_id=/);
      assert.equal((await answer()).status, 200);
      throw new TypeError("connection reset");
    },
    { times: 1 },
  );
  const call = () => mock.fetch(URLS.jscode2sessionkey, form({ code, client_id, sk }));
  await assert.rejects(call(), /connection reset/);
  assert.deepEqual(await read(call()), CODE_REFUSED);
  mock.fault("*", () => new Response("teapot", { status: 418 }));
  assert.equal((await call()).status, 418);
});

test("aborting", async () => {
  const { mock } = setUp();
  const reason = new Error("changed my mind");
  await assert.rejects(mock.fetch(URLS.getUnionid, { signal: AbortSignal.abort(reason) }), reason);
  assert.equal(mock.calls.getUnionid, 0);
  mock.fault("getUnionid", "slow", { times: 1, delay: 60_000 });
  mock.fault("getUnionid", "hang");
  for (const wrap of [(url, init) => [url, init], (url, init) => [new Request(url, init)]]) {
    const controller = new AbortController();
    const pending = mock.fetch(...wrap(URLS.getUnionid, { signal: controller.signal }));
    setImmediate(() => controller.abort(reason));
    await assert.rejects(pending, reason);
  }
  for (const fault of ["slow", "hang"]) {
    mock.clearFaults();
    mock.fault("getUnionid", fault, { delay: 60_000 });
    const controller = new AbortController();
    const pending = mock.fetch(URLS.getUnionid, { signal: controller.signal });
    controller.abort(reason);
    await assert.rejects(pending, reason, `${fault}, aborted before it begins`);
  }
  assert.equal(mock.calls.getUnionid, 4);
});

test("slow answers, after the delay", async () => {
  const { mock } = setUp();
  mock.fault("*", "slow", { delay: 30 });
  const start = performance.now();
  assert.equal((await mock.fetch(URLS.getUnionid)).status, 200);
  assert.ok(performance.now() - start >= 25);
});

const json = (value) => ({
  method: "POST",
  body: JSON.stringify(value),
  headers: { "content-type": "application/json" },
});

/** One of the mock's own paths: GET without params, or POST with them. */
const helper = (mock, path, params) => read(mock.fetch(`http://x/mock${path}`, params && json(params)));

test("every state can be reached over the mock's own paths", async () => {
  const { mock, client_id, sk } = setUp();
  const access_token = await accessToken(mock);
  const OK = { status: 200, body: { ok: true } };
  const errno = async () =>
    (await get(mock, "getUnionid", { access_token, openid: mock.openid({ user: "bob" }) })).body.errno;

  assert.deepEqual((await helper(mock, "/user?user=bob")).body, {
    openid: mock.openid({ user: "bob" }),
    unionid: mock.unionid({ user: "bob" }),
  });
  assert.deepEqual(await helper(mock, "/authorized", { user: "bob", authorized: false }), OK);
  assert.equal(await errno(), 400);
  assert.deepEqual(await helper(mock, "/authorized", { user: "bob", authorized: true }), OK);
  assert.equal(await errno(), 0);

  assert.deepEqual(await helper(mock, "/fault", { endpoint: "getUnionid", fault: "errno", times: 1, status: 500 }), OK);
  assert.deepEqual((await helper(mock, "/state")).body.faults, [{ endpoint: "getUnionid", fault: "errno", times: 1 }]);
  assert.equal(await errno(), 10010100);
  await helper(mock, "/fault", { endpoint: "*", fault: "html502" });
  assert.deepEqual(await helper(mock, "/clear-faults", {}), OK);
  assert.equal(await errno(), 0);

  const settings = await helper(mock, "/settings", { dialect: "oauth400", gatewayStatus: "pcs", codeLifetime: 1 });
  assert.deepEqual(settings.body, { ...mock.settings, dialect: "oauth400", gatewayStatus: "pcs", codeLifetime: 1 });
  const { code } = (await helper(mock, "/code")).body;
  assert.deepEqual(await helper(mock, "/advance", { seconds: 1 }), OK);
  assert.deepEqual(await get(mock, "jscode2sessionkey", { code, client_id, sk }), { status: 400, body: INVALID_GRANT });

  await helper(mock, "/revoke-tokens", { access_token });
  assert.deepEqual(await get(mock, "getUnionid", { access_token, openid: "x" }), { status: 401, body: DEAD_TOKEN });
  assert.deepEqual(await helper(mock, "/revoke-tokens", {}), OK);
  const { body: secret } = await helper(mock, "/reset-secret", { client_id });
  assert.equal(secret.sk, mock.apps[0].sk);
  assert.notEqual(secret.sk, sk);

  const { body: state } = await helper(mock, "/state");
  assert.deepEqual(state.users, ["user-1", "bob"]);
  assert.equal(state.calls.getAccessToken, 1);
  const { body: log } = await helper(mock, "/requests");
  assert.deepEqual(log.requests, mock.requests);
  for (const value of [sk, secret.sk, access_token, code]) assert.ok(!JSON.stringify([state, log]).includes(value));

  assert.deepEqual(await helper(mock, "/reset", {}), OK);
  assert.equal(mock.apps[0].sk, sk);
});

test("user data over HTTP: of the user's newest login", async () => {
  const { mock, client_id, sk } = setUp();
  const login = (user) => get(mock, "jscode2sessionkey", { code: mock.issueCode({ user }), client_id, sk });
  const early = await helper(mock, "/user-data", { user: "bob" });
  assert.deepEqual([early.status, early.body.param], [400, "session_key"]);
  const [{ body: first }, { body: second }] = [await login("bob"), await login("bob")];
  await login("alice");

  const { body: phone } = await helper(mock, "/user-data", { user: "bob", content: { mobile: "13800000000" } });
  const decrypt = (encrypted, { session_key }) => swan.decryptUserData({ ...encrypted, session_key, client_id });
  assert.deepEqual(decrypt(phone, second), { mobile: "13800000000" });
  assert.throws(() => decrypt(phone, first), { code: "decrypt_failed" });
  const { body: profile } = await helper(mock, "/user-data", { user: "bob", session_key: first.session_key });
  assert.deepEqual(decrypt(profile, first), {
    openid: first.openid,
    nickname: "bob",
    headimgurl: "https://example.com/head.png",
    sex: 0,
  });
  const { body: nothing } = await helper(mock, "/user-data", { user: "bob", content: null });
  assert.equal(decrypt(nothing, second), null);
});

test("GET /mock lists the mock's own paths, and each is there", async () => {
  const { mock } = setUp();
  const { helpers } = (await helper(mock, "")).body;
  assert.ok(helpers.length > 10);
  for (const { method, path, does, params } of helpers) {
    assert.equal(typeof does, "string");
    const other = method === "GET" ? json({}) : undefined;
    const wrong = await mock.fetch(`http://x${path}`, other);
    assert.deepEqual([wrong.status, wrong.headers.get("allow")], [405, method], path);
    if (Object.keys(params).length === 0) continue;
    const unknown =
      method === "GET" ? mock.fetch(`http://x${path}?nam=x`) : mock.fetch(`http://x${path}`, json({ nam: 1 }));
    const { status, body } = await read(unknown);
    assert.deepEqual([status, body.error, body.param], [400, "invalid_argument", "nam"], path);
  }
  const docs = readFileSync(new URL("../../docs/mock.md", import.meta.url), "utf8");
  for (const { method, path } of helpers) assert.ok(docs.includes(`\`${method} ${path}\``), path);
});

test("the mock's own paths refuse bodies that are not JSON, and unknown paths", async () => {
  const { mock } = setUp();
  const send = async (path, init) => (await read(mock.fetch(`http://x/mock${path}`, init))).status;
  assert.equal(await send("/nowhere"), 404);
  assert.equal(await send("/constructor"), 404);
  // What a web page of another origin can send without asking.
  assert.equal(await send("/reset", { method: "POST" }), 415);
  assert.equal(await send("/reset", { method: "POST", body: "{}", headers: { "content-type": "text/plain" } }), 415);
  assert.equal(await send("/reset", { ...json({}), body: "{" }), 400);
  assert.equal(await send("/reset", json([])), 400);
  assert.equal(await send("/reset", json(null)), 400);
  assert.equal((await mock.fetch("http://x/mocked")).status, 200, "is Baidu's, error_code 3");
  assert.deepEqual(mock.requests.length, 1);
});

test("over HTTP", async (t) => {
  const { mock, client_id, sk } = setUp();
  const server = await listen(mock);
  t.after(server.close);
  assert.equal(server.url, `http://127.0.0.1:${server.port}`);
  const at = (endpoint) => server.url + new URL(URLS[endpoint]).pathname;
  const login = () => fetch(at("jscode2sessionkey"), form({ code: mock.issueCode(), client_id, sk }));

  await t.test("answers", async () => {
    const { status, body } = await read(login());
    assert.deepEqual([status, body.openid], [200, mock.openid()]);
  });

  await t.test("statuses, headers and empty bodies pass", async () => {
    mock.fault("*", "429", { times: 1 });
    const limited = await login();
    assert.deepEqual([limited.status, limited.headers.get("retry-after")], [429, "1"]);
    mock.fault("*", "empty", { times: 1 });
    assert.equal(await (await login()).text(), "");
    mock.fault("*", "redirect", { times: 1 });
    assert.equal((await fetch(at("getUnionid"), { redirect: "manual" })).headers.get("location"), "/redirected");
  });

  await t.test("bodies stream", async () => {
    let release;
    mock.fault(
      "*",
      () =>
        new Response(
          new ReadableStream({
            start(controller) {
              controller.enqueue(new TextEncoder().encode("first"));
              release = () => controller.close();
            },
          }),
        ),
      { times: 1 },
    );
    const reader = (await login()).body.getReader();
    assert.equal(new TextDecoder().decode((await reader.read()).value), "first");
    release();
    assert.equal((await reader.read()).done, true);
  });

  await t.test("the fault network drops the connection", async () => {
    mock.fault("*", "network", { times: 1 });
    await assert.rejects(login(), TypeError);
  });

  await t.test("a client that disconnects aborts the call", async () => {
    const controller = new AbortController();
    const aborted = new Promise((resolve) => {
      mock.fault(
        "*",
        (_request, { signal }) =>
          new Promise((_, reject) => {
            signal.addEventListener("abort", () => {
              resolve();
              reject(signal.reason);
            });
            controller.abort();
          }),
        { times: 1 },
      );
    });
    await assert.rejects(fetch(at("getUnionid"), { signal: controller.signal }));
    await aborted;
  });

  await t.test("the connection is kept, even after a body that nobody read", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = (body) =>
      new Promise((resolve, reject) => {
        const request = httpRequest(at("getUnionid"), {
          method: "POST",
          agent,
          headers: { "content-type": "application/x-www-form-urlencoded" },
        });
        request.on("response", (response) => response.resume().on("end", () => resolve(request.reusedSocket)));
        request.on("error", reject);
        request.end(body);
      });
    mock.fault("*", "html502", { times: 1 });
    assert.equal(await send("x".repeat(1_000_000)), false);
    assert.equal(await send("openid=x"), true);
    agent.destroy();
  });

  await t.test("an invalid request does not stop the server", async () => {
    const socket = connect(server.port, "127.0.0.1");
    socket.on("error", () => {}).resume();
    socket.end("GET \0 HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(socket, "close");
    assert.equal((await login()).status, 200);
  });
});

test("close drops open connections", async () => {
  const { mock } = setUp();
  const server = await listen(mock);
  const arrived = new Promise((resolve) => {
    mock.fault(
      "*",
      (_request, { signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
          resolve();
        }),
    );
  });
  const pending = fetch(`${server.url}/oauth/2.0/token`);
  pending.catch(() => {});
  await arrived;
  await server.close();
  await assert.rejects(pending, TypeError);
  await server.close();
});

for (const [param, options] of [
  ["prot", { prot: 8787 }],
  ["port", { port: "8787" }],
  ["port", { port: 65_536 }],
  ["host", { host: "" }],
  ["allowHosts", { allowHosts: "mock" }],
  ["allowHosts", { allowHosts: ["mock:8787"] }],
  ["allowHosts", { allowHosts: ["http://mock"] }],
  ["maxBodyBytes", { maxBodyBytes: -1 }],
])
  test(`listen refuses ${JSON.stringify(options)}`, async () => {
    await assert.rejects(listen(createMockBaidu(), options), refused(param));
  });

test("listen refuses anything but a mock", async () => {
  await assert.rejects(listen(undefined), refused("mock"));
  await assert.rejects(listen({ fetch: "x" }), refused("mock"));
});

/** With a Host that fetch would not send. */
function sendTo(port, { host, path = "/mock/state", method = "GET", body, headers } = {}) {
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      port,
      host: "127.0.0.1",
      method,
      path,
      headers: { ...headers, ...(host && { host }) },
    });
    request.on("response", async (response) => resolve({ status: response.statusCode, text: await text(response) }));
    request.on("error", reject);
    request.end(body);
  });
}

test("a Host that is not the server's is refused", async (t) => {
  const { mock } = setUp();
  const server = await listen(mock, { allowHosts: ["mock", "Baidu.Test"] });
  t.after(server.close);
  const { port } = server;
  for (const host of ["localhost", "LOCALHOST", "127.0.0.1", "[::1]", "mock", "baidu.test", "localhost."]) {
    assert.equal((await sendTo(port, { host })).status, 200, host);
    assert.equal((await sendTo(port, { host: `${host}:${port}` })).status, 200, host);
  }
  const login = { path: "/oauth/jscode2sessionkey", method: "POST" };
  for (const host of [
    "evil.example",
    `evil.example:${port}`,
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "@",
    "192.0.2.1",
  ])
    for (const request of [{}, login, { path: "/mock/reset", method: "POST" }]) {
      const { status, text } = await sendTo(port, { host, ...request });
      assert.deepEqual([status, JSON.parse(text).error], [403, "host_not_allowed"], host);
    }
  assert.equal(mock.calls.jscode2sessionkey, 0);
});

const ADDRESSES = Object.values(networkInterfaces()).flat();
const hasIPv6 = ADDRESSES.some(({ family }) => family === "IPv6");

for (const [host, url] of [
  ["0.0.0.0", "http://127.0.0.1"],
  ["::", "http://[::1]"],
])
  test(`a server on ${host} answers at the loopback address, and at each IPv4 address of the machine`, async (t) => {
    if (host === "::" && !hasIPv6) return t.skip("this machine has no IPv6");
    const { mock } = setUp();
    const server = await listen(mock, { host });
    t.after(server.close);
    assert.equal(server.url, `${url}:${server.port}`);
    assert.equal((await fetch(`${server.url}/mock/state`)).status, 200);
    for (const { address } of ADDRESSES.filter(({ family }) => family === "IPv4"))
      assert.equal((await fetch(`http://${address}:${server.port}/mock/state`)).status, 200, address);
  });

test("a body that is too large is refused, declared or not, and the client sees it", async (t) => {
  const { mock, client_id, sk } = setUp();
  const server = await listen(mock, { maxBodyBytes: 1_000 });
  t.after(server.close);
  const { port } = server;
  const post = { path: "/oauth/jscode2sessionkey", method: "POST" };
  const code = mock.issueCode();
  const params = String(new URLSearchParams({ code, client_id, sk, pad: "" }));
  const type = { "content-type": "application/x-www-form-urlencoded" };
  for (const headers of [type, { ...type, "transfer-encoding": "chunked" }]) {
    for (const size of [1_001, 5_000_000]) {
      const { status, text } = await sendTo(port, { ...post, headers, body: params.padEnd(size, "x") });
      assert.deepEqual([status, JSON.parse(text).error], [413, "body_too_large"]);
    }
  }
  assert.equal(mock.calls.jscode2sessionkey, 0);
  const fits = await sendTo(port, { ...post, headers: type, body: params.padEnd(1_000, "x") });
  assert.equal(JSON.parse(fits.text).openid, mock.openid());
  assert.match(
    (await sendTo(port, { path: "/mock/fault", method: "POST", body: "x".repeat(1_001) })).text,
    /too_large/,
  );
});

test("listening on a port in use rejects", async (t) => {
  const first = await listen(createMockBaidu());
  t.after(first.close);
  await assert.rejects(listen(createMockBaidu(), { port: first.port }), { code: "EADDRINUSE" });
});

test("user data is encrypted as Baidu does, and only the right key and app decrypt it", async () => {
  const { mock } = setUp({
    apps: [
      { client_id: "one", sk: "s" },
      { client_id: "two", sk: "s" },
    ],
  });
  const session_key = "1df09d0a1677dd72b8325aec59576e0c";
  for (const content of [
    { mobile: "13800000000" },
    "",
    "小度🐻".repeat(100),
    ...Array.from({ length: 33 }, (_, i) => "x".repeat(i)),
    "x".repeat(1_000_000),
  ]) {
    const encrypted = await mock.encryptUserData({ content, session_key, client_id: "two" });
    assert.equal(atob(encrypted.data).length % 32, 0);
    const maxBytes = 2 ** 21;
    assert.deepEqual(swan.decryptUserData({ ...encrypted, session_key, client_id: "two", maxBytes }), content);
    assert.throws(() => swan.decryptUserData({ ...encrypted, session_key, client_id: "one", maxBytes }), {
      code: "decrypt_failed",
    });
  }
  await assert.rejects(mock.encryptUserData({ content: 1, session_key, client_id: "three" }), refused("client_id"));
});
