/** Runs recipes that are functions, in their very files, against the mock of Baidu. Recipes with a build are in runtimes/. */

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { createMockBaidu } from "swan-login/mock";
import { listen } from "swan-login/mock/node";

const mock = createMockBaidu();
const server = await listen(mock);
test.after(server.close);
test.beforeEach(mock.reset);
const [{ client_id, sk }] = mock.apps;
Object.assign(process.env, {
  BAIDU_APP_KEY: client_id,
  BAIDU_APP_SECRET: sk,
  BAIDU_URL: server.url,
  AUTH_SECRET: "of the test, 33 characters and more",
});

/** What a recipe writes to the console. */
function silenceConsole(t) {
  const lines = [];
  t.mock.method(console, "error", (...words) => lines.push(inspect(words, { depth: 9, maxStringLength: null })));
  return lines;
}

/**
 * Logs in, and is refused.
 * @param {(body: string, options?: { type?: string, isBase64Encoded?: boolean }) => Promise<[number, object]>} post
 */
async function check(post) {
  const code = mock.issueCode();
  const [status, { session }] = await post(JSON.stringify({ code }));
  assert.equal(status, 200);
  assert.match(session, /^[0-9a-f-]{36}$/);
  const [again] = await post(JSON.stringify({ code: mock.issueCode() }), { isBase64Encoded: true });
  assert.equal(again, 200);
  const invalid = { error: "invalid_request", relogin: false };
  for (const [status, answer, body, options] of [
    [401, { error: "code_invalid", relogin: true }, JSON.stringify({ code })],
    [400, invalid, "{}"],
    [400, invalid, '{"code":'],
    [413, invalid, JSON.stringify({ code, more: "m".repeat(50_000) })],
    [415, invalid, `code=${code}`, { type: "application/x-www-form-urlencoded" }],
  ])
    assert.deepEqual(await post(body, options), [status, answer], body.slice(0, 50));
}

const encode = (body, isBase64Encoded) => (isBase64Encoded ? Buffer.from(body).toString("base64") : body);

/** An event of version 2.0, as AWS documents it. */
const lambdaEvent = ({ method = "POST", type, body, isBase64Encoded = false }) => ({
  version: "2.0",
  routeKey: "$default",
  rawPath: "/login",
  rawQueryString: "from=home&from=share",
  cookies: ["a=1", "b=2"],
  headers: {
    "content-type": type,
    "content-length": String(body?.length ?? 0),
    host: "abcdefghij.lambda-url.ap-east-1.on.aws",
    "x-forwarded-for": "203.0.113.1",
    "x-forwarded-port": "443",
    "x-forwarded-proto": "https",
  },
  queryStringParameters: { from: "home,share" },
  requestContext: {
    accountId: "anonymous",
    apiId: "abcdefghij",
    domainName: "abcdefghij.lambda-url.ap-east-1.on.aws",
    domainPrefix: "abcdefghij",
    http: { method, path: "/login", protocol: "HTTP/1.1", sourceIp: "203.0.113.1", userAgent: "swan" },
    requestId: "e1506fd5-9e7b-434f-bd42-4f8fa224b599",
    routeKey: "$default",
    stage: "$default",
    time: "26/Nov/2026:08:00:00 +0000",
    timeEpoch: 1795680000000,
  },
  ...(body !== undefined && { body: encode(body, isBase64Encoded) }),
  isBase64Encoded,
});

test("aws-lambda.js answers the events of a function URL and an HTTP API", async (t) => {
  silenceConsole(t);
  const { handler } = await import("../../examples/aws-lambda.js");
  await check(async (body, { type = "application/json", isBase64Encoded } = {}) => {
    const result = await handler(lambdaEvent({ type, body, isBase64Encoded }));
    assert.deepEqual(Object.keys(result).sort(), ["body", "cookies", "headers", "statusCode"]);
    assert.equal(result.headers["cache-control"], "no-store");
    return [result.statusCode, JSON.parse(result.body)];
  });
  for (const method of ["GET", "POST"]) {
    const { statusCode } = await handler(lambdaEvent({ method, type: "application/json" }));
    assert.equal(statusCode, method === "GET" ? 405 : 400);
  }
});

/** Of a function URL, and of an API gateway, as Tencent documents them. */
const scfEvents = {
  "a function URL": ({ method = "POST", type, body, isBase64Encoded }) => ({
    body: encode(body, isBase64Encoded),
    headers: { accept: "*/*", "content-type": type, "x-scf-remote-addr": "203.0.113.1" },
    httpMethod: method,
    path: "/login",
    queryString: { a: "1", b: "2" },
    ...(isBase64Encoded && { isBase64Encoded }),
  }),
  "an API gateway": ({ method = "POST", type, body, isBase64Encoded = false }) => ({
    requestContext: {
      serviceId: "service-f94sy04v",
      path: "/login",
      httpMethod: method,
      requestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
      identity: {},
      sourceIp: "203.0.113.1",
      stage: "release",
    },
    headers: { "Content-Type": type, Host: "service-3ei3tii4-251000691.ap-guangzhou.apigateway.myqloud.com" },
    body: encode(body, isBase64Encoded),
    pathParameters: {},
    queryStringParameters: {},
    headerParameters: {},
    stageVariables: { stage: "release" },
    path: "/login",
    queryString: {},
    httpMethod: method,
    isBase64Encoded,
  }),
};

for (const [source, event] of Object.entries(scfEvents)) {
  test(`tencent-scf.js answers the events of ${source}`, async (t) => {
    silenceConsole(t);
    const { main_handler } = await import("../../examples/tencent-scf.js");
    await check(async (body, { type = "application/json", isBase64Encoded } = {}) => {
      const result = await main_handler(event({ type, body, isBase64Encoded }));
      assert.equal(result.isBase64Encoded, false);
      assert.equal(result.headers["content-type"], "application/json");
      return [result.statusCode, JSON.parse(result.body)];
    });
    const { statusCode } = await main_handler(event({ method: "GET", type: "application/json", body: "" }));
    assert.equal(statusCode, 405);
  });
}

test("authjs.js: a login code gives a session of Auth.js", async (t) => {
  const lines = silenceConsole(t);
  const { default: app } = await import("../../examples/authjs.js");
  const post = async (body) => {
    const init = { method: "POST", headers: { "content-type": "application/json" }, body };
    const answer = await app.request("/login", init);
    return [answer.status, await answer.json()];
  };
  const session = async (headers) => (await app.request("/auth/session", { headers })).json();

  const code = mock.issueCode();
  const [status, { cookie }] = await post(JSON.stringify({ code }));
  assert.equal(status, 200);
  assert.equal((await session({ cookie })).user.id, mock.openid());
  assert.equal(await session({}), null);
  assert.equal(await session({ cookie: `${cookie}x` }), null);

  assert.deepEqual(await post(JSON.stringify({ code })), [401, { error: "code_invalid", relogin: true }]);
  for (const body of ["{", "{}", '{"code":""}'])
    assert.deepEqual(await post(body), [400, { error: "invalid_argument", relogin: false }]);
  mock.fault("jscode2sessionkey", "html502");
  assert.deepEqual(await post(JSON.stringify({ code: mock.issueCode() })), [
    503,
    { error: "unavailable", relogin: true },
  ]);
  const form = { method: "POST", body: new URLSearchParams({ code: mock.issueCode() }) };
  const withoutToken = await app.request("/auth/callback/swan", form);
  assert.match(withoutToken.headers.get("location"), /MissingCSRF/);
  assert.deepEqual(withoutToken.headers.getSetCookie(), []);
  for (const secret of [sk, code]) assert.ok(!lines.join().includes(secret));
});

/**
 * A cloud object that has what the recipe takes of uni-id-co: its modules, in a folder of that layout, and `this`. Users
 * are found by `identities` alone, because uni-id-co refuses to look for fields that it does not know.
 */
function uniIdCo(config) {
  const folder = new URL("../../target/uni-id-co/", import.meta.url);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(new URL("module/login/", folder), { recursive: true });
  const users = [];
  const logs = [];
  const found = ({ provider, uid }) =>
    users.find(({ identities }) => identities.some((one) => one.provider === provider && one.uid === uid));
  const modules = {
    "common/constants.js": { LOG_TYPE: { LOGIN: "login" } },
    "common/error.js": { ERROR: { GET_THIRD_PARTY_ACCOUNT_FAILED: "uni-id-get-third-party-account-failed" } },
    "lib/utils/unified-login.js": {
      async preUnifiedLogin({ user, ...others }) {
        assert.deepEqual([Object.keys(user), others], [["identities"], {}]);
        const known = found(user.identities);
        return known ? { type: "login", user: known } : { type: "register", user };
      },
      async postUnifiedLogin({ user, extraData, isThirdParty, type, inviteCode }) {
        assert.ok(isThirdParty);
        if (type === "register") users.push({ _id: `user ${users.length}`, ...user, ...extraData, inviteCode });
        else Object.assign(user, extraData);
        const { _id } = found(user.identities[0]);
        return { errCode: 0, uid: _id, newToken: { token: `token of ${_id}` }, type };
      },
    },
  };
  globalThis.uniIdCoModules = modules;
  writeFileSync(new URL("package.json", folder), "{}");
  mkdirSync(new URL("node_modules", folder));
  symlinkSync(new URL("../..", import.meta.url), new URL("node_modules/swan-login", folder));
  for (const file of Object.keys(modules)) {
    mkdirSync(new URL("./", new URL(file, folder)), { recursive: true });
    writeFileSync(new URL(file, folder), `module.exports = globalThis.uniIdCoModules["${file}"];\n`);
  }
  const recipe = new URL("module/login/login-by-baidu.js", folder);
  cpSync(new URL("../../examples/uni-id/login-by-baidu.js", import.meta.url), recipe);
  const context = {
    configUtils: {
      getOauthConfig: ({ provider }) => config[provider],
    },
    middleware: {
      validate(params, schema) {
        for (const [name, rule] of Object.entries(schema)) {
          const isMissing = params[name] === undefined;
          if (isMissing ? rule.required !== false : typeof params[name] !== (rule.type ?? rule))
            throw { errCode: isMissing ? "uni-id-param-required" : "uni-id-invalid-param" };
        }
      },
      uniIdLog: async (entry) => logs.push(entry),
    },
  };
  const loginByBaidu = createRequire(import.meta.url)(fileURLToPath(recipe));
  return { users, logs, loginByBaidu: (params) => loginByBaidu.call(context, params) };
}

test("uni-id/login-by-baidu.js registers a user of uni-id, and logs the user in again", async (t) => {
  const lines = silenceConsole(t);
  const co = uniIdCo({ baidu: { appkey: client_id, appsecret: sk, baseUrl: server.url } });
  const first = await co.loginByBaidu({ code: mock.issueCode({ user: "alice" }), inviteCode: "i" });
  assert.deepEqual(first, { errCode: 0, uid: "user 0", newToken: { token: "token of user 0" }, type: "register" });
  const { identities, third_party, inviteCode } = co.users[0];
  assert.deepEqual(identities, [{ provider: "baidu", uid: mock.openid({ user: "alice" }) }]);
  assert.equal(inviteCode, "i");

  const code = mock.issueCode({ user: "alice" });
  const { type, uid } = await co.loginByBaidu({ code });
  assert.deepEqual([type, uid, co.users.length], ["login", "user 0", 1]);
  assert.notEqual(co.users[0].third_party.mp_baidu.session_key, third_party.mp_baidu.session_key);
  assert.equal((await co.loginByBaidu({ code: mock.issueCode({ user: "bob" }) })).uid, "user 1");

  await assert.rejects(co.loginByBaidu({ code }), { errCode: "uni-id-get-third-party-account-failed" });
  assert.deepEqual(co.logs, [{ success: false, type: "login" }]);
  assert.match(lines.join(), /code_invalid/);
  await assert.rejects(co.loginByBaidu({}), { errCode: "uni-id-param-required" });
  await assert.rejects(co.loginByBaidu({ code: 1 }), { errCode: "uni-id-invalid-param" });
  const answers = inspect([first, lines], { depth: 9, maxStringLength: null });
  for (const secret of [sk, code, third_party.mp_baidu.session_key]) assert.ok(!answers.includes(secret));
});
