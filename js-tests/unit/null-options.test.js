// An optional argument with options may be null, and a required one that is null is refused by name.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import test from "node:test";
import * as swan from "swan-login";
import { durableObjectStore, kvStore } from "swan-login/cloudflare";
import { explain, lookUp } from "swan-login/explain";
import { createLoginHandler } from "swan-login/handler";
import { createMockBaidu } from "swan-login/mock";
import { listen } from "swan-login/mock/node";
import { toNodeHandler } from "swan-login/node";
import { SwanPlatform } from "swan-login/platform";
import { redisStore } from "swan-login/redis";
import { calls } from "../../pkg/wasm/calls.js";
import { rejectsWith } from "../support/rejects.js";

const app = { client_id: "the AppKey", sk: "the AppSecret" };
const store = { get() {}, set() {}, delete() {}, compareAndSet: () => true };

test("null in place of options is as if they were left out", async (t) => {
  const mock = createMockBaidu(null);
  const [{ client_id, sk }] = mock.apps;
  t.mock.method(globalThis, "fetch", mock.fetch);
  const client = new swan.SwanClient({ client_id, sk });
  const session = await client.login(mock.issueCode(null), null);
  assert.equal(session.openid, mock.openid(null));
  assert.equal((await client.getUnionid(session.openid, null)).unionid, mock.unionid(null));
  assert.match(await client.accessToken(null), /^24\./);
  assert.equal((await swan.jscode2sessionkey({ client_id, sk, code: mock.issueCode() }, null)).openid, session.openid);
  assert.equal(swan.buildRequest("getAccessToken", app, null).method, "POST");
  assert.ok(
    swan.parseResponse("getAccessToken", { status: 200, body: '{"access_token":"24.t","expires_in":60}' }, null),
  );
  assert.ok(explain({ code: "network", endpoint: "getUnionid", message: "x", retryable: true, hint: "x" }, null));
  assert.ok(lookUp("3", null));
  assert.match(mock.issueAuthorizedToken(null), /^45\./);
  assert.ok(await mock.encryptUserData(null));
  mock.fault("getUnionid", "slow", null);
  mock.set(null);
  mock.revokeTokens(null);
  assert.match(mock.resetSecret(null), /^[0-9a-f]{32}$/);
  assert.match(mock.platform.issueAuthorizationCode(null), /^[0-9a-f]{32}$/);
  assert.equal(mock.platform.isAuthorized(null), true);
  assert.ok((await mock.platform.authorize(null)).authorization_code);
  await mock.platform.withdraw(null);
  await (await listen(mock, null)).close();
});

/** Calls with null where a value is needed. */
const REQUIRED = {
  ...Object.fromEntries(Object.keys(calls).map((name) => [name, () => swan[name](null, null)])),
  ...Object.fromEntries(
    Object.keys(calls).map((name) => [`buildRequest ${name}`, () => swan.buildRequest(name, null)]),
  ),
  "buildRequest null": () => swan.buildRequest(null, null, null),
  parseResponse: () => swan.parseResponse("getUnionid", null, null),
  "parseResponse null": () => swan.parseResponse(null, null, null),
  decryptUserData: () => swan.decryptUserData(null),
  decryptPush: () => swan.decryptPush(null),
  SwanClient: () => new swan.SwanClient(null),
  login: () => new swan.SwanClient(app).login(null, null),
  getUnionid: () => new swan.SwanClient(app).getUnionid(null, null),
  "client.decryptUserData": () => new swan.SwanClient(app).decryptUserData(null),
  createLoginHandler: () => createLoginHandler(null),
  toNodeHandler: () => toNodeHandler(null),
  SwanPlatform: () => new SwanPlatform(null),
  "SwanPlatform push": () => new SwanPlatform({ client_id: "k", store, push: null }),
  app: () => platform().app(null),
  authorize: () => platform().authorize(null, null),
  authorizationUrl: () => platform().authorizationUrl(null, null),
  redisStore: () => redisStore(null),
  durableObjectStore: () => durableObjectStore(null),
  kvStore: () => kvStore(null),
  lookUp: () => lookUp(null, null),
  listen: () => listen(null, null),
  fault: () => createMockBaidu().fault(null, null, null),
  advance: () => createMockBaidu().advance(null),
  setAuthorized: () => createMockBaidu().setAuthorized(null),
  clearFaults: () => createMockBaidu().clearFaults(null),
  pushTicket: () => createMockBaidu().platform.pushTicket(null),
  pushEvent: () => createMockBaidu().platform.pushEvent(null),
  encryptPush: () => createMockBaidu().platform.encryptPush(null),
};
for (const [name, call] of Object.entries(REQUIRED)) {
  test(`${name} with null is refused by the name of an argument`, async () => {
    const { param, hint } = await rejectsWith(call, { code: "invalid_argument" });
    assert.ok(param && hint);
  });
}

const platform = () => new SwanPlatform({ client_id: "k", store, push: { token: "t", aesKey: "a".repeat(43) } });
