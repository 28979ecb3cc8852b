import "../support/assert-built.js";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { runInNewContext } from "node:vm";
import * as swan from "swan-login";
import { createMockBaidu } from "swan-login/mock";
import { listen } from "swan-login/mock/node";

const mock = createMockBaidu();
const [{ client_id, sk }] = mock.apps;
const credentials = { client_id, sk };

/** What each call takes, and what it should give. */
const journeys = {
  jscode2sessionkey: () => ({ params: { ...credentials, code: mock.issueCode() }, names: ["openid", "session_key"] }),
  naloginGetSessionKeyByCode: () => ({
    params: { ...credentials, code: mock.issueCode() },
    names: ["openid", "session_key"],
  }),
  getSessionKey: async (options) => ({
    params: { access_token: await token(options), code: mock.issueCode() },
    names: ["openid", "session_key"],
  }),
  getUnionid: async (options) => ({
    params: { access_token: await token(options), openid: mock.openid() },
    names: ["unionid", "request_id", "timestamp"],
  }),
  getAccessToken: () => ({ params: credentials, names: ["access_token", "expires_in", "scope"] }),
  tpGetSessionKeyByCode: () => ({
    params: { access_token: mock.issueAuthorizedToken(), code: mock.issueCode() },
    names: ["openid", "session_key"],
  }),
  tpGetUnionid: () => ({
    params: { access_token: mock.issueAuthorizedToken(), openid: mock.openid() },
    names: ["unionid"],
  }),
};

async function token(options) {
  return (await swan.getAccessToken(credentials, options)).access_token;
}

test("every call works over HTTP and through a fetch of the caller's own, and gives a plain object", async (t) => {
  const server = await listen(mock);
  t.after(() => server.close());
  for (const options of [{ baseUrl: server.url }, { fetch: mock.fetch }]) {
    for (const [name, journey] of Object.entries(journeys)) {
      const { params, names } = await journey(options);
      const result = await swan[name](params, options);
      assert.deepEqual(Object.keys(result).sort(), names.sort(), name);
      assert.equal(Object.getPrototypeOf(result), Object.prototype, name);
    }
  }
});

test("what is exchanged is what the mock knows of the user", async () => {
  const session = await swan.jscode2sessionkey({ ...credentials, code: mock.issueCode() }, { fetch: mock.fetch });
  assert.equal(session.openid, mock.openid());
  const { unionid } = await swan.getUnionid(
    { access_token: await token({ fetch: mock.fetch }), openid: session.openid },
    { fetch: mock.fetch },
  );
  assert.equal(unionid, mock.unionid());
});

test("what a call sends is what buildRequest gives", async () => {
  for (const [name, journey] of Object.entries(journeys)) {
    const { params } = await journey({ fetch: mock.fetch });
    const sent = [];
    const fetch = async (url, { method, headers, body }) => (
      sent.push({ method, url, headers, body }), mock.fetch(url, { method, headers, body })
    );
    await swan[name](params, { fetch });
    const { method, url, headers, body } = swan.buildRequest(name, params);
    assert.deepEqual(sent, [{ method, url, headers: method === "GET" ? undefined : headers, body }], name);
  }
});

test("buildRequest and parseResponse make the same call without fetch of ours", async () => {
  for (const [name, journey] of Object.entries(journeys)) {
    const { params } = await journey({ fetch: mock.fetch });
    const { url, ...init } = swan.buildRequest(name, params);
    const answer = await mock.fetch(url, init);
    const result = swan.parseResponse(name, { status: answer.status, body: await answer.text() });
    assert.ok(Object.keys(result).length > 0, name);
  }
});

test("a wrong parameter or option rejects with its name, and no request leaves", async () => {
  const refuse = () => assert.fail("a request has left");
  const login = { ...credentials, code: "c" };
  const cases = [
    ["code", { ...credentials }, {}],
    ["code", { ...login, code: "" }, {}],
    ["code", { ...login, code: " " }, {}],
    ["code", { ...login, code: 5 }, {}],
    ["client_id", { code: "c", clientId: "x", sk: "s" }, {}],
    ["sk", { ...login, sk: undefined }, {}],
    ["sk", { ...login, sk: Symbol("s") }, {}],
    ["code", undefined, {}],
    ["code", "text", {}],
    ["timeout", login, { timeout: -1 }],
    ["timeout", login, { timeout: "5" }],
    ["timeout", login, { timeout: NaN }],
    ["retries", login, { retries: 1.5 }],
    ["maxBodyBytes", login, { maxBodyBytes: 0 }],
    ["signal", login, { signal: {} }],
    ["onResponse", login, { onResponse: "log" }],
    ["baseUrl", login, { baseUrl: "http://example.com" }],
    ["baseUrl", login, { baseUrl: "https://user@example.com" }],
    ["baseUrl", login, { baseUrl: { spapi: "http://127.0.0.1.example.com" } }],
    ["baseUrl", login, { baseUrl: { spapi: null } }],
    ["baseUrl", login, { baseUrl: () => "https://example.com" }],
    ["options", login, () => {}],
    ["options", login, "options"],
  ];
  for (const [field, params, options] of cases) {
    const call = swan.jscode2sessionkey(params, typeof options === "object" ? { fetch: refuse, ...options } : options);
    await assert.rejects(call, (error) => {
      assert.equal(error.code, "invalid_argument");
      assert.match(error.message, new RegExp(`\\b${field}\\b`));
      assert.equal(error.codeConsumed, "no");
      assert.equal(error.retryable, false);
      return true;
    });
  }
  await assert.rejects(swan.jscode2sessionkey(login, { fetch: "fetch" }), { code: "invalid_argument" });
  assert.throws(() => swan.buildRequest("login", {}), { code: "invalid_argument" });
  assert.throws(() => swan.parseResponse("getUnionid", { status: "200", body: "" }), { code: "invalid_argument" });
  assert.throws(() => swan.parseResponse("getUnionid", undefined), { code: "invalid_argument" });
});

test("a misspelt parameter is told its name", async () => {
  await assert.rejects(swan.getAccessToken({ clientId: "x", sk: "s" }), { hint: /clientId.*client_id/ });
});

test("signal: the promise rejects with the caller's own reason", async () => {
  mock.fault("jscode2sessionkey", "hang", { times: 1 });
  const controller = new AbortController();
  const call = swan.jscode2sessionkey({ ...credentials, code: "c" }, { fetch: mock.fetch, signal: controller.signal });
  const reason = { why: "the user has left" };
  setTimeout(() => controller.abort(reason), 20);
  await assert.rejects(call, (error) => error === reason);
});

test("timeout: a server that says nothing", async () => {
  mock.fault("jscode2sessionkey", "hang", { times: 1 });
  const call = swan.jscode2sessionkey({ ...credentials, code: "c" }, { fetch: mock.fetch, timeout: 30 });
  await assert.rejects(call, { code: "timeout", codeConsumed: "unknown", retryable: true });
});

test("onResponse hears of what came, and cannot undo it", async () => {
  const heard = [];
  const onResponse = (event) => {
    heard.push(event);
    throw new Error("the log is full");
  };
  await swan.jscode2sessionkey({ ...credentials, code: mock.issueCode() }, { fetch: mock.fetch, onResponse });
  const [{ endpoint, status, headers, body }] = heard;
  assert.deepEqual([endpoint, status, typeof headers.get("content-type")], ["jscode2sessionkey", 200, "string"]);
  assert.ok(JSON.parse(body).session_key);
});

test("an error is an Error, shows where the caller waits, and says what to do", async () => {
  async function whereIWait() {
    await swan.jscode2sessionkey({ ...credentials, code: "unknown" }, { fetch: mock.fetch });
  }
  await assert.rejects(whereIWait(), (error) => {
    assert.ok(error instanceof Error && error instanceof swan.SwanLoginError && swan.isSwanLoginError(error));
    assert.match(error.stack, /whereIWait/);
    assert.match(error.hint, /getLoginCode/);
    assert.equal(error.name, "SwanLoginError");
    assert.equal(JSON.parse(JSON.stringify(error)).message, error.message);
    return true;
  });
  assert.ok(!swan.isSwanLoginError(new Error("another")));
  assert.ok(!swan.isSwanLoginError(null));
});

test("a parameter that Baidu repeats is kept out of the error", () => {
  const params = { ...credentials, code: "marked code/+" };
  const body = JSON.stringify({
    error: "invalid_grant",
    error_description: `Invalid authorization code: ${params.code} ${encodeURIComponent(params.code)}`,
  });
  assert.throws(
    () => swan.parseResponse("jscode2sessionkey", { status: 400, body }, params),
    (error) => !JSON.stringify(error).includes("marked") && error.baidu.error_description.includes("[redacted]"),
  );
});

test("a call spends a login code if its name says session key, and no other does", () => {
  for (const name of Object.keys(journeys)) {
    // What a core that traps says of codeConsumed rests on this.
    assert.throws(
      () => swan.parseResponse(name, { status: 200, body: "" }),
      (error) => "codeConsumed" in error === /sessionkey/i.test(name),
    );
  }
});

test("types.ts uses every export", () => {
  const types = readFileSync(new URL("../contract/types.ts", import.meta.url), "utf8");
  const unused = Object.keys(swan).filter((name) => !new RegExp(`\\b${name}\\b`).test(types));
  assert.deepEqual(unused, []);
});

test("the module that is inlined is core.wasm, whichever decoder a runtime has", () => {
  const source = readFileSync(new URL("../../pkg/wasm/bytes.js", import.meta.url), "utf8").replace(
    "export function",
    "function",
  );
  const core = readFileSync(new URL("../../pkg/wasm/core.wasm", import.meta.url));
  const decoders = {
    Buffer: { Buffer },
    atob: { atob },
  };
  for (const [name, globals] of Object.entries(decoders)) {
    const bytes = runInNewContext(`${source}; bytes()`, globals);
    assert.ok(core.equals(bytes), name);
  }
});
