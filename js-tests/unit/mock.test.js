import "../support/assert-built.js";
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { Agent, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { decryptUserData } from "../../pkg/entries/default.js";
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
};
const ENDPOINTS = Object.keys(URLS);

const EPOCH = 1_700_000_000;
const HEX32 = /^[0-9a-f]{32}$/;
const INVALID_GRANT = { error: "invalid_grant", error_description: "invalid code , expired or revoked" };
const DEAD_TOKEN = { error_code: 110, error_msg: "Access token invalid or no longer valid" };

/** A mock with a clock that the test turns. */
function setUp(options) {
  const clock = { ms: EPOCH * 1000 };
  const mock = createMockBaidu({ now: () => clock.ms, ...options });
  const [{ client_id, sk }] = mock.apps;
  return { mock, clock, client_id, sk };
}

const query = (endpoint, params) => `${URLS[endpoint]}?${new URLSearchParams(params)}`;
const form = (params) => ({ method: "POST", body: new URLSearchParams(params) });

async function read(promise) {
  const response = await promise;
  return { status: response.status, body: JSON.parse(await response.text()) };
}

const get = (mock, endpoint, params) => read(mock.fetch(query(endpoint, params)));
const post = (mock, endpoint, params, inQuery) => read(mock.fetch(query(endpoint, inQuery ?? {}), form(params)));

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
  const authorized = mock.issueAuthorizedToken();
  return {
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
  assert.throws(() => createMockBaidu({ apps: [] }), TypeError);
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
    status: 400,
    body: { error: "invalid_client", error_description: "Client authentication failed" },
  });
  assert.deepEqual(await post(mock, "jscode2sessionkey", { code, client_id: "11136662", sk }), {
    status: 400,
    body: { error: "invalid_client", error_description: "unknown client id" },
  });
  assert.equal((await post(mock, "jscode2sessionkey", { code, client_id, sk })).status, 200);
});

test("codes have Baidu's shape, live once, for a while, for one app", async () => {
  const apps = [
    { client_id: "app-a", sk: "secret-a" },
    { client_id: "app-b", sk: "secret-b" },
  ];
  const { mock, clock } = setUp({ apps, codeLifetime: 600 });
  const exchange = (code, app = apps[0]) => post(mock, "jscode2sessionkey", { code, ...app });

  const code = mock.issueCode({ client_id: "app-a", user: "alice" });
  assert.match(code, /^[0-9a-f]{32}NW$/);
  assert.deepEqual(await exchange(code, apps[1]), { status: 400, body: INVALID_GRANT });
  assert.equal((await exchange(code)).status, 200);
  assert.deepEqual(await exchange(code), { status: 400, body: INVALID_GRANT });
  assert.deepEqual(await exchange("never issued"), { status: 400, body: INVALID_GRANT });

  const late = mock.issueCode({ client_id: "app-a" });
  const later = mock.issueCode({ client_id: "app-a" });
  clock.ms += 599_999;
  assert.equal((await exchange(late)).status, 200);
  clock.ms += 1;
  assert.deepEqual(await exchange(later), { status: 400, body: INVALID_GRANT });

  const hosted = mock.issueCode({ client_id: "app-a", user: "alice", host: "iqiyi" });
  assert.match(hosted, /^[0-9a-f]+@iqiyi\/[0-9a-f]+$/);
  assert.equal((await exchange(hosted)).body.openid, mock.openid({ client_id: "app-a", user: "alice" }));

  assert.throws(() => mock.issueCode({ client_id: "nobody" }), /no app with client_id "nobody"/);
});

test("a code lives 300 seconds unless told otherwise", async () => {
  const { mock, clock, client_id, sk } = setUp();
  const [early, late] = [mock.issueCode(), mock.issueCode()];
  clock.ms += 299_999;
  assert.equal((await get(mock, "jscode2sessionkey", { code: early, client_id, sk })).status, 200);
  clock.ms += 1;
  assert.equal((await get(mock, "jscode2sessionkey", { code: late, client_id, sk })).body.error, "invalid_grant");
});

test("the dialect of refusals can be chosen", async () => {
  for (const [dialect, status, extra] of [
    ["oauth400", 400, {}],
    ["oauth401", 401, {}],
    ["errno", 200, { errno: -1024 }],
  ]) {
    const { mock, client_id, sk } = setUp({ dialect });
    const reply = await post(mock, "jscode2sessionkey", { code: "used", client_id, sk });
    assert.deepEqual(reply, { status, body: { ...extra, ...INVALID_GRANT } });
    const token = await post(mock, "getAccessToken", {
      grant_type: "client_credentials",
      client_id,
      client_secret: "x",
    });
    assert.equal("errno" in token.body, false);
    assert.equal(token.status, dialect === "oauth401" ? 401 : 400);
  }
});

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
  assert.equal((await post(mock, "getUnionid", {}, { access_token })).body.errno, 10010100);
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

test("calls are counted, and reset forgets", async () => {
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
  assert.match(unknown.body.message, /nobody/);
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

  assert.throws(() => mock.fault("getunionid", "html502"), TypeError);
  assert.throws(() => mock.fault("getUnionid", "html503"), TypeError);
});

test("options of faults", async () => {
  const { mock } = setUp();
  mock.fault("getUnionid", "gateway", { times: 1, body: { error_code: 110 } });
  assert.equal((await read(mock.fetch(URLS.getUnionid))).body.error_code, 110);
  mock.fault("getUnionid", "429", { times: 1, retryAfter: "Wed, 21 Oct 2026 07:28:00 GMT" });
  const limited = await mock.fetch(URLS.getUnionid);
  assert.equal(limited.headers.get("retry-after"), "Wed, 21 Oct 2026 07:28:00 GMT");
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
  assert.deepEqual((await read(call())).body, INVALID_GRANT);
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
  assert.equal(mock.calls.getUnionid, 2);
});

test("slow answers, after the delay", async () => {
  const { mock } = setUp();
  mock.fault("*", "slow", { delay: 30 });
  const start = performance.now();
  assert.equal((await mock.fetch(URLS.getUnionid)).status, 200);
  assert.ok(performance.now() - start >= 25);
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

  await t.test("a client that goes away aborts the call", async () => {
    const controller = new AbortController();
    const aborted = new Promise((resolve) => {
      mock.fault(
        "*",
        (_request, { signal }) =>
          new Promise((_, reject) => {
            signal.addEventListener("abort", () => (resolve(), reject(signal.reason)));
            controller.abort();
          }),
        { times: 1 },
      );
    });
    await assert.rejects(fetch(at("getUnionid"), { signal: controller.signal }));
    await aborted;
  });

  await t.test("the connection is kept, even after a body nobody read", async () => {
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
    assert.equal(await send("x".repeat(4_000_000)), false);
    assert.equal(await send("openid=x"), true);
    agent.destroy();
  });

  await t.test("nonsense does not stop it", async () => {
    const socket = connect(server.port, "127.0.0.1");
    socket.on("error", () => {}).resume();
    socket.end("GET http://other/ HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(socket, "close");
    assert.equal((await login()).status, 200);
  });
});

test("close drops what is open", async () => {
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

test("listening on a port in use rejects", async (t) => {
  const first = await listen(createMockBaidu());
  t.after(first.close);
  await assert.rejects(listen(createMockBaidu(), { port: first.port }), { code: "EADDRINUSE" });
});

const CLI = fileURLToPath(new URL("../../pkg/cli/main.js", import.meta.url));
const PACKAGE = new URL("../../package.json", import.meta.url);

async function cli(...args) {
  const child = promisify(execFile)(process.execPath, [CLI, ...args]);
  return child.then(
    (output) => ({ code: 0, ...output }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

test("command line: help, version, mistakes", async () => {
  const help = await cli("--help");
  assert.equal(help.code, 0);
  assert.match(help.stdout, /swan-login mock/);
  if (existsSync(PACKAGE))
    assert.equal((await cli("--version")).stdout.trim(), JSON.parse(readFileSync(PACKAGE)).version);

  for (const [args, message] of [
    [["serve"], /unknown command: serve/],
    [["mock", "--prot", "1"], /--prot/],
    [["mock", "--port", "x"], /not a port: x/],
    [["mock", "--port", "65536"], /not a port: 65536/],
    [["mock", "more"], /unexpected argument: more/],
    [[], /no command/],
  ]) {
    const { code, stdout, stderr } = await cli(...args);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n {4}at /);
  }
});

test("command line: a port in use", async (t) => {
  const server = await listen(createMockBaidu());
  t.after(server.close);
  const { code, stderr } = await cli("mock", "--port", String(server.port));
  assert.equal(code, 1);
  assert.match(stderr, new RegExp(`port ${server.port} is in use`));
});

test("command line: the mock serves, its curl line works, Ctrl-C ends it", async (t) => {
  const child = spawn(process.execPath, [CLI, "mock", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => child.kill("SIGKILL"));
  const exited = once(child, "exit");
  const lines = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line.trim());
    if (line.includes("SwanClient")) break;
  }
  const [{ client_id, sk }] = createMockBaidu().apps;
  assert.ok(lines.includes(`client_id  ${client_id}`));
  assert.ok(lines.includes(`sk         ${sk}`));

  const [login, code, token] = lines.filter((line) => line.startsWith("curl "));
  const session = JSON.parse(await runCurl(login));
  assert.equal(session.openid, createMockBaidu().openid());
  assert.match(session.session_key, HEX32);
  assert.equal(JSON.parse(await runCurl(login)).error, "invalid_grant");
  assert.match(JSON.parse(await runCurl(code)).code, /NW$/);
  assert.match(JSON.parse(await runCurl(token)).access_token, /^45\./);

  if (process.platform === "win32") return;
  child.kill("SIGINT");
  assert.deepEqual(await exited, [0, null]);
});

/** Runs a printed line as a person would; without curl, sends the same with fetch. */
async function runCurl(line) {
  try {
    const { stdout } = await promisify(execFile)("sh", ["-c", line.replace("curl", "curl -sS")]);
    return stdout;
  } catch (error) {
    if (error.code !== 127 && error.code !== "ENOENT") throw error;
    const [, body] = line.match(/-d "([^"]*)"/) ?? [];
    const [url] = line.match(/http:[^"\s]+/);
    return (await fetch(url, body ? form(body) : {})).text();
  }
}

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
  ]) {
    const encrypted = await mock.encryptUserData({ content, session_key, client_id: "two" });
    assert.equal(atob(encrypted.data).length % 32, 0);
    assert.deepEqual(decryptUserData({ ...encrypted, session_key, client_id: "two" }), content);
    assert.throws(() => decryptUserData({ ...encrypted, session_key, client_id: "one" }), { code: "decrypt_failed" });
  }
  await assert.rejects(async () => mock.encryptUserData({ content: 1, session_key, client_id: "three" }), TypeError);
});
