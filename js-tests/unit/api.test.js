import "../support/assert-built.js";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { runInNewContext } from "node:vm";
import * as swan from "swan-login";
import { createMockBaidu } from "swan-login/mock";
import { listen } from "swan-login/mock/node";
import { deflated, size } from "../../pkg/wasm/inlined.js";
import { reasonOf, rejectsWith } from "../support/rejects.js";

const mock = createMockBaidu();
const [{ client_id, sk }] = mock.apps;
const credentials = { client_id, sk };

/** For each call: its parameters, and the names of its result. */
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

test("every call resolves to a plain object, over HTTP and through a fetch of the caller", async (t) => {
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

test("the openid and unionid are those of the user", async () => {
  const session = await swan.jscode2sessionkey({ ...credentials, code: mock.issueCode() }, { fetch: mock.fetch });
  assert.equal(session.openid, mock.openid());
  const { unionid } = await swan.getUnionid(
    { access_token: await token({ fetch: mock.fetch }), openid: session.openid },
    { fetch: mock.fetch },
  );
  assert.equal(unionid, mock.unionid());
});

test("a call sends what buildRequest builds", async () => {
  for (const [name, journey] of Object.entries(journeys)) {
    const { params } = await journey({ fetch: mock.fetch });
    const sent = [];
    const fetch = (url, { method, headers, body }) => {
      sent.push({ method, url, headers, body });
      return mock.fetch(url, { method, headers, body });
    };
    await swan[name](params, { fetch });
    const { method, url, headers, body } = swan.buildRequest(name, params);
    assert.deepEqual(sent, [{ method, url, headers: method === "GET" ? undefined : headers, body }], name);
  }
});

test("buildRequest and parseResponse make the same call around any fetch", async () => {
  for (const [name, journey] of Object.entries(journeys)) {
    const { params } = await journey({ fetch: mock.fetch });
    const { url, ...init } = swan.buildRequest(name, params);
    const answer = await mock.fetch(url, init);
    const result = swan.parseResponse(name, { status: answer.status, body: await answer.text() });
    assert.ok(Object.keys(result).length > 0, name);
  }
});

test("a wrong parameter or option is refused by its name, and nothing is sent", async () => {
  const refuse = () => assert.fail("a request was sent");
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
    const message = new RegExp(`\\b${field}\\b`);
    await rejectsWith(call, { code: "invalid_argument", message, codeConsumed: "no", retryable: false });
  }
  const code = "invalid_argument";
  await rejectsWith(swan.jscode2sessionkey(login, { fetch: "fetch" }), { code });
  await rejectsWith(() => swan.buildRequest("login", {}), { code });
  await rejectsWith(() => swan.parseResponse("getUnionid", { status: "200", body: "" }), { code });
  await rejectsWith(() => swan.parseResponse("getUnionid", undefined), { code });
});

test("the hint for a misspelt parameter gives the right name", async () => {
  await rejectsWith(swan.getAccessToken({ clientId: "x", sk: "s" }), { hint: /clientId.*client_id/ });
});

test("an aborted call rejects with the reason of its signal", async () => {
  mock.fault("jscode2sessionkey", "hang", { times: 1 });
  const controller = new AbortController();
  const call = swan.jscode2sessionkey({ ...credentials, code: "c" }, { fetch: mock.fetch, signal: controller.signal });
  const reason = { why: "the user has left" };
  setTimeout(() => controller.abort(reason), 20);
  assert.equal(await reasonOf(call), reason);
});

test("a call whose server does not answer rejects after its timeout", async () => {
  mock.fault("jscode2sessionkey", "hang", { times: 1 });
  const call = swan.jscode2sessionkey({ ...credentials, code: "c" }, { fetch: mock.fetch, timeout: 30 });
  await rejectsWith(call, { code: "timeout", codeConsumed: "unknown", retryable: true });
});

test("onResponse gets the answer, and its own error is ignored", async () => {
  const events = [];
  const onResponse = (event) => {
    events.push(event);
    throw new Error("the log is full");
  };
  await swan.jscode2sessionkey({ ...credentials, code: mock.issueCode() }, { fetch: mock.fetch, onResponse });
  const [{ endpoint, status, headers, body }] = events;
  assert.deepEqual([endpoint, status, typeof headers.get("content-type")], ["jscode2sessionkey", 200, "string"]);
  assert.ok(JSON.parse(body).session_key);
});

test("an error is an Error whose stack shows the caller and whose hint says what to do", async () => {
  async function whereIWait() {
    await swan.jscode2sessionkey({ ...credentials, code: "unknown" }, { fetch: mock.fetch });
  }
  const error = await rejectsWith(whereIWait(), { stack: /whereIWait/, hint: /getLoginCode/, name: "SwanLoginError" });
  assert.ok(error instanceof Error && error instanceof swan.SwanLoginError);
  assert.equal(JSON.parse(JSON.stringify(error)).message, error.message);
  assert.ok(!swan.isSwanLoginError(new Error("another")));
  assert.ok(!swan.isSwanLoginError(null));
});

test("a parameter that Baidu repeats is redacted in the error", async () => {
  const params = { ...credentials, code: "marked code/+" };
  const body = JSON.stringify({
    error: "invalid_grant",
    error_description: `Invalid authorization code: ${params.code} ${encodeURIComponent(params.code)}`,
  });
  const error = await rejectsWith(() => swan.parseResponse("jscode2sessionkey", { status: 400, body }, params));
  assert.doesNotMatch(JSON.stringify(error), /marked/);
  assert.match(error.baidu.error_description, /\[redacted\]/);
});

test("only the calls whose names say session key have codeConsumed in their errors", async () => {
  for (const name of Object.keys(journeys)) {
    const error = await rejectsWith(() => swan.parseResponse(name, { status: 200, body: "" }));
    // The error of a core that traps relies on this.
    assert.equal("codeConsumed" in error, /sessionkey/i.test(name), name);
  }
});

test("types.ts uses every export", () => {
  const types = readFileSync(new URL("../contract/types.ts", import.meta.url), "utf8");
  const unused = Object.keys(swan).filter((name) => !new RegExp(`\\b${name}\\b`).test(types));
  assert.deepEqual(unused, []);
});

test("the inlined module is core.wasm, whatever inflates and decodes it", () => {
  const source = readFileSync(new URL("../../pkg/core/inflate.js", import.meta.url), "utf8").replace(/^export /gm, "");
  const core = readFileSync(new URL("../../pkg/wasm/core.wasm", import.meta.url));
  const platforms = {
    "zlib and Buffer": { process, Buffer },
    Buffer: { Buffer },
    atob: { atob },
  };
  for (const [name, globals] of Object.entries(platforms)) {
    const inflate = runInNewContext(`${source}; inflate`, globals);
    assert.ok(core.equals(inflate(deflated(), size)), name);
  }
});
