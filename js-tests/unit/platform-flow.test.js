// SwanPlatform on a store in memory: pushes, authorization, logins, and what it refuses.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import test from "node:test";
import { inspect } from "node:util";
import { isSwanLoginError, SwanLoginError } from "swan-login";
import { createLoginHandler } from "swan-login/handler";
import { SwanPlatform, SwanPlatformApp } from "swan-login/platform";
import { fakeClock } from "../support/clock.js";
import { keyOf, memoryStore, recordOf, setUpAuthorized, setUpPlatform } from "../support/platform.js";
import { CLIENT_ID, PUSH } from "../support/platform-baidu.js";
import { rejectsWith } from "../support/rejects.js";

let codes = 0;
const newCode = () => `login-code-${codes++}`;
const hour = 3_600_000;

test("the constructor refuses a wrong argument by its name", async () => {
  const good = { client_id: CLIENT_ID, push: PUSH, store: new Map() };
  for (const [param, wrong] of [
    ["client_id", { client_id: undefined }],
    ["client_id", { client_id: " k" }],
    ["push", { push: undefined }],
    ["push.token", { push: { ...PUSH, token: "" } }],
    ["push.token", { push: { ...PUSH, token: '"t"' } }],
    ["push.aesKey", { push: { token: "t" } }],
    ["push.aesKey", { push: { token: "t", aesKey: "a".repeat(42) } }],
    ["push.aesKey", { push: { token: "t", aesKey: [] } }],
    ["push.aesKey", { push: { token: "t", aesKey: [PUSH.aesKey, `${"a".repeat(42)}+`] } }],
    ["push.client_id", { push: { ...PUSH, client_id: 1 } }],
    ["push.aeskey", { push: { ...PUSH, aeskey: "a" } }],
    ["store", { store: undefined }],
    ["store", { store: {} }],
    ["store.lock", { store: Object.assign(new Map(), { lock: 1 }) }],
    ["store.compareAndSet", { store: Object.assign(new Map(), { compareAndSet: 1 }) }],
    ["storeTimeout", { storeTimeout: 0 }],
    ["onStoreError", { onStoreError: 1 }],
    ["onEvent", { onEvent: "f" }],
    ["onError", { onError: "f" }],
    ["signal", { signal: new AbortController().signal }],
    ["timeout", { timeout: -1 }],
    ["baseurl", { baseurl: "http://localhost" }],
    ["baseUrl", { baseUrl: "http://example.com" }],
    ["sk", { sk: "s" }],
  ])
    await rejectsWith(() => new SwanPlatform({ ...good, ...wrong }), {
      code: "invalid_argument",
      endpoint: "SwanPlatform",
      param,
    });
  for (const wrong of [undefined, null, "params"])
    await rejectsWith(() => new SwanPlatform(wrong), { code: "invalid_argument", param: "params" });
  const platform = new SwanPlatform(good);
  for (const wrong of [undefined, "", "AppKey", "12 ", "1.5", "-1", "0", "016000001", 16_000_001, "1".repeat(21)])
    await rejectsWith(() => platform.app(wrong), { code: "invalid_argument", param: "app_id" });
  for (const [param, wrong] of [
    ["params", undefined],
    ["redirect_uri", { redirect_uri: "/callback" }],
    ["redirect_uri", { redirect_uri: "javascript:alert(1)" }],
    ["state", { redirect_uri: "https://a.example", state: 1 }],
    ["redirectUri", { redirectUri: "https://a.example" }],
  ])
    await rejectsWith(platform.authorizationUrl(wrong), { code: "invalid_argument", param });
  for (const wrong of [undefined, "", " ", 1])
    await rejectsWith(platform.authorize(wrong), { code: "invalid_argument", param: "authorization_code" });
  for (const method of ["login", "getUnionid"])
    for (const wrong of [undefined, "", " ", 1])
      await rejectsWith(platform.app("1")[method](wrong), { code: "invalid_argument" });
  await rejectsWith(platform.app("1").login("c", { retries: 1 }), { code: "invalid_argument", param: "retries" });
  await rejectsWith(platform.app("1").info({ timeout: "1" }), { code: "invalid_argument", param: "timeout" });
});

test("ticket, page, callback, login, unionid, user data, info", async () => {
  const { baidu, platform } = setUpPlatform();
  const pushed = await platform.handlePush(baidu.pushTicket());
  assert.deepEqual([pushed.status, await pushed.text()], [200, "success"]);

  const page = new URL(await platform.authorizationUrl({ redirect_uri: "https://a.example/cb?x=1", state: "s&t" }));
  assert.equal(page.origin + page.pathname, "https://smartprogram.baidu.com/mappconsole/tp/authorization");
  assert.equal(page.searchParams.get("client_id"), CLIENT_ID);
  assert.equal(page.searchParams.get("pre_auth_code"), "pre-auth");
  assert.equal(page.searchParams.get("redirect_uri"), "https://a.example/cb?x=1&state=s%26t");

  const { app } = baidu;
  const authorized = await platform.authorize(baidu.authorize(app));
  assert.deepEqual(authorized, {
    app_id: app.app_id,
    client_id: app.client_id,
    name: `应用${app.app_id}`,
    scopes: ["登录"],
  });
  const swan = platform.app(app.app_id);
  const session = await swan.login(newCode());
  assert.equal(session.openid, `openid-${app.app_id}`);
  assert.deepEqual(await swan.getUnionid(session.openid), { unionid: `unionid-${session.openid}` });
  assert.equal((await swan.info()).client_id, app.client_id);
  assert.equal(await swan.accessToken(), app.access_token);
  assert.deepEqual(baidu.totals, { refreshes: 0, recoveries: 0, logins: 1 });
  assert.equal(baidu.calls["tp/token"], 1);
});

test("user data decrypts with the AppKey of its mini program, never the platform's", async () => {
  const { platform, app } = await setUpAuthorized();
  const { encrypt } = await import("../../pkg/mock/envelope.js");
  const session_key = "1df09d0a1677dd72b8325aec59576e0c";
  const content = { mobile: "13800000000" };
  const swan = platform.app(app.app_id);
  const encrypted = await encrypt(content, app.client_id, session_key);
  assert.deepEqual(await swan.decryptUserData({ ...encrypted, session_key }), content);
  const platforms = await encrypt(content, CLIENT_ID, session_key);
  await rejectsWith(swan.decryptUserData({ ...platforms, session_key }), { code: "decrypt_failed" });
});

test("a mini program is a client of createLoginHandler", async () => {
  const { platform, app, baidu } = await setUpAuthorized();
  const errors = [];
  const handler = createLoginHandler({
    client: platform.app(app.app_id),
    onLogin: ({ openid, unionid }) => ({ openid, unionid }),
    unionid: "required",
    onError: (error) => errors.push(error),
  });
  const login = (code) => {
    const headers = { "content-type": "application/json" };
    return handler(new Request("https://a.example", { method: "POST", headers, body: JSON.stringify({ code }) }));
  };
  const code = newCode();
  const openid = `openid-${app.app_id}`;
  assert.deepEqual(await (await login(code)).json(), { openid, unionid: `unionid-${openid}` });
  baidu.endAccessTokens();
  const refused = await login(newCode());
  assert.deepEqual([refused.status, await refused.json()], [503, { error: "unavailable", relogin: true }]);
  assert.equal((await login(newCode())).status, 200);
  baidu.withdraw(app);
  await platform.handlePush(baidu.pushEvent(app, "UNAUTHORIZED", { at: Date.now() + 2_000 }));
  assert.equal((await login(newCode())).status, 500);
  assert.equal(errors.at(-1).code, "app_not_authorized");
});

test("methods work without this, and nothing shows a secret", async () => {
  const { platform, app, baidu, store } = await setUpAuthorized();
  const { handlePush, authorize, authorizationUrl } = platform;
  const { app: getApp } = platform;
  const swan = getApp(app.app_id);
  const { login, getUnionid, accessToken, info, decryptUserData } = swan;
  assert.equal((await handlePush(baidu.pushTicket())).status, 200);
  assert.match(await authorizationUrl({ redirect_uri: "https://a.example" }), /^https:/);
  assert.equal((await authorize(baidu.authorize(app))).app_id, app.app_id);
  assert.ok((await login(newCode())).openid);
  assert.ok((await getUnionid("o")).unionid);
  assert.ok((await info()).app_id);
  const token = await accessToken();
  await rejectsWith(decryptUserData({ data: "d", iv: "i", session_key: "s" }), {});
  assert.ok(swan instanceof SwanPlatformApp && swan.app_id === app.app_id);
  const secrets = [token, app.refresh_token, baidu.ticket, baidu.platformToken, PUSH.token, PUSH.aesKey];
  const shown = [platform, swan].map((object) => {
    const inspected = inspect(object, { depth: 9, showHidden: true, getters: true });
    return `${inspected} ${JSON.stringify(object)} ${inspect(structuredClone({ ...object }))}`;
  });
  for (const key of store.kept.keys()) shown.push(key);
  for (const text of shown) for (const secret of secrets) assert.ok(!text.includes(secret), text);
  for (const key of store.kept.keys()) assert.match(key, new RegExp(`^swan-login:platform:${CLIENT_ID}:`));
});

test("forged and broken pushes are refused, reported, and change nothing", async () => {
  const errors = [];
  const events = [];
  const { baidu, platform, store } = setUpPlatform({
    onError: (error) => errors.push(error),
    onEvent: (event) => events.push(event),
  });
  const ticket = { Ticket: "forged", CreateTime: 1_800_000_000, MsgType: "ticket", Event: "push" };
  const post = (body) => new Request("https://p.example", { method: "POST", body });
  const changed = async (change) => {
    const envelope = await baidu.push(ticket).json();
    return post(JSON.stringify({ ...envelope, ...change(envelope) }));
  };
  const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(10_000)) });
  for (const [status, request] of [
    [403, baidu.push(ticket, { token: "another" })],
    [403, baidu.push(ticket, { aesKey: "b".repeat(43) })],
    [403, baidu.push(ticket, { client_id: "another" })],
    [403, baidu.push(ticket, { at: Date.now() - 2 * hour })],
    [403, await changed(() => ({ MsgSignature: "0".repeat(40) }))],
    [403, await changed(({ TimeStamp }) => ({ TimeStamp: String(Number(TimeStamp) + 1) }))],
    [403, await changed(({ Encrypt }) => ({ Encrypt: `${Encrypt.slice(0, -4)}AAA=` }))],
    [400, await changed(() => ({ Encrypt: undefined }))],
    [400, post("")],
    [400, post("{")],
    [400, post("null")],
    [400, post("[]")],
    [400, baidu.push({})],
    [400, baidu.push("text")],
    [400, baidu.push({ ...ticket, Ticket: "" })],
    [400, baidu.push({ ...ticket, CreateTime: "soon" })],
    [400, baidu.push({ event: "AUTHORIZED", appId: "x" })],
    [400, baidu.push({ event: "AUTHORIZED", appId: "016000001" })],
    [405, new Request("https://p.example")],
    [405, new Request("https://p.example", { method: "PUT", body: "x" })],
    [413, post("x".repeat(70_000))],
    [413, new Request("https://p.example", { method: "POST", body: endless, duplex: "half" })],
  ]) {
    errors.length = 0;
    const response = await platform.handlePush(request);
    assert.equal(response.status, status, String(errors[0]));
    assert.notEqual(await response.text(), "success");
    assert.equal(errors.length, 1);
    assert.ok(isSwanLoginError(errors[0]));
  }
  const read = baidu.pushTicket();
  await read.text();
  assert.equal((await platform.handlePush(read)).status, 500);
  assert.deepEqual([...store.kept], []);
  assert.deepEqual(events, []);
});

test("a body that stalls is refused after 5 seconds", async (t) => {
  const clock = fakeClock(t);
  const { platform } = setUpPlatform();
  const body = new ReadableStream({ pull: () => new Promise(() => {}) });
  const request = new Request("https://p.example", { method: "POST", body, duplex: "half" });
  const begin = Date.now();
  assert.equal((await clock.run(platform.handlePush(request))).status, 408);
  assert.ok(Date.now() - begin < 5_100);
});

test("of two AES keys either one opens a push", async () => {
  const next = "b".repeat(43);
  const { baidu, platform } = setUpPlatform({ push: { token: PUSH.token, aesKey: [next, PUSH.aesKey] } });
  assert.equal((await platform.handlePush(baidu.pushTicket())).status, 200);
  const message = { Ticket: "t", CreateTime: 1, MsgType: "ticket", Event: "push" };
  assert.equal((await platform.handlePush(baidu.push(message, { aesKey: next }))).status, 200);
});

test("the end of a push may be another client_id", async () => {
  const { baidu, platform } = setUpPlatform({ push: { ...PUSH, client_id: "another" } });
  const message = { Ticket: "t", CreateTime: 1, MsgType: "ticket", Event: "push" };
  assert.equal((await platform.handlePush(baidu.push(message, { client_id: "another" }))).status, 200);
  assert.equal((await platform.handlePush(baidu.push(message))).status, 403);
});

test("the newest ticket wins, whatever the order, and success is answered only when it is stored", async () => {
  const { baidu, platform, newPlatform, store } = setUpPlatform();
  const ticketKey = `swan-login:platform:${CLIENT_ID}:ticket`;
  const at = Date.now() - 60_000;
  const pushes = [3, 1, 2].map((n) => baidu.pushTicket({ ticket: `t${n}`, at: at + n * 1_000 }));
  const answers = await Promise.all(pushes.map((push) => newPlatform().handlePush(push)));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200],
  );
  assert.equal(recordOf(store, ticketKey).ticket, "t3");
  // As Baidu writes it in one copy of its page.
  const message = { Ticket: "t4", CreateTime: String(Math.floor(at / 1_000) + 9), MsgType: "ticket", Event: "push" };
  assert.equal((await platform.handlePush(baidu.push(message))).status, 200);
  assert.equal(recordOf(store, ticketKey).ticket, "t4");

  const failing = { ...store, compareAndSet: () => Promise.reject(new Error("OOM")) };
  const push = () => baidu.pushTicket({ ticket: "t5", at: at + 20_000 });
  assert.equal((await newPlatform({ store: failing }).handlePush(push())).status, 500);
  const silent = { ...store, compareAndSet: async () => false };
  assert.equal((await newPlatform({ store: silent }).handlePush(push())).status, 500);
  assert.equal(recordOf(store, ticketKey).ticket, "t4");
});

test("a ticket and an event of the future do not make later ones look old", async () => {
  const { baidu, platform, app, store } = await setUpAuthorized();
  baidu.ahead = 30 * 24 * hour;
  const push = (request) => platform.handlePush(request).then(({ status }) => assert.equal(status, 200));
  await push(baidu.pushTicket({ ticket: "of next month" }));
  baidu.withdraw(app);
  await push(baidu.pushEvent(app, "UNAUTHORIZED"));
  await new Promise((resolve) => setTimeout(resolve, 5));
  baidu.ahead = 0;
  await push(baidu.pushTicket({ ticket: "of today", at: Date.now() + 1_000 }));
  assert.equal(recordOf(store, `swan-login:platform:${CLIENT_ID}:ticket`).ticket, "of today");
  assert.equal((await platform.authorize(baidu.authorize(app))).app_id, app.app_id);
  assert.ok((await platform.app(app.app_id).login(newCode())).openid);
});

test("without a ticket the platform is not ready, until the next push", async () => {
  const { baidu, platform } = setUpPlatform();
  const error = await rejectsWith(platform.app("1").login(newCode()), {
    code: "platform_not_ready",
    retryable: true,
    codeConsumed: "no",
  });
  assert.ok(error instanceof SwanLoginError);
  await rejectsWith(platform.authorizationUrl({ redirect_uri: "https://a.example" }), { code: "platform_not_ready" });
  await platform.handlePush(baidu.pushTicket());
  assert.match(await platform.authorizationUrl({ redirect_uri: "https://a.example" }), /^https:/);
});

test("a ticket that the store has lost is written back", async () => {
  const { baidu, platform, store, app } = await setUpAuthorized();
  store.kept.clear();
  await platform.app(app.app_id).login(newCode());
  assert.equal(recordOf(store, `swan-login:platform:${CLIENT_ID}:ticket`).ticket, baidu.ticket);
});

test("a refused platform token is replaced", async () => {
  const { baidu, platform, app } = await setUpAuthorized();
  baidu.platformToken = "ended";
  assert.match(await platform.authorizationUrl({ redirect_uri: "https://a.example" }), /^https:/);
  baidu.platformToken = "ended again";
  baidu.endAccessTokens();
  await rejectsWith(platform.app(app.app_id).login(newCode()), { code: "token_invalid" });
  await platform.app(app.app_id).login(newCode());
  assert.deepEqual(baidu.reused, []);
});

test("an expired token is refreshed once, by one of several platforms", async (t) => {
  const clock = fakeClock(t);
  const { baidu, newPlatform, app } = await setUpAuthorized();
  await clock.advance(10);
  t.mock.timers.setTime(Date.now() + hour);
  const platforms = Array.from({ length: 4 }, () => newPlatform());
  const logins = platforms.flatMap((platform) =>
    Array.from({ length: 5 }, () => platform.app(app.app_id).login(newCode())),
  );
  await clock.run(Promise.all(logins));
  assert.deepEqual(baidu.totals, { refreshes: 1, recoveries: 0, logins: 20 });
});

test("a token is renewed minutes before it ends", async (t) => {
  const clock = fakeClock(t);
  const { baidu, platform, app } = await setUpAuthorized();
  const login = () => clock.run(platform.app(app.app_id).login(newCode()));
  t.mock.timers.setTime(Date.now() + hour - 11 * 60_000);
  await login();
  assert.equal(app.refreshes, 0);
  t.mock.timers.setTime(Date.now() + 6 * 60_000 + 1_000);
  await login();
  assert.equal(app.refreshes, 1);
  assert.deepEqual(baidu.reused, []);
});

test("a login whose token is refused fails, says why, and the next one has a new token", async () => {
  const { baidu, platform, app } = await setUpAuthorized();
  const swan = platform.app(app.app_id);
  baidu.endAccessTokens();
  await rejectsWith(swan.login("the code"), {
    code: "token_invalid",
    codeConsumed: "unknown",
    retryable: true,
    hint: /new code/,
  });
  assert.equal(app.refreshes, 1);
  await swan.login(newCode());
  assert.deepEqual(baidu.totals, { refreshes: 1, recoveries: 0, logins: 1 });
  assert.equal(baidu.calls.getsessionkeybycode, 2);
});

test("getUnionid is made again with a new token", async () => {
  const { baidu, platform, app } = await setUpAuthorized();
  baidu.endAccessTokens();
  assert.deepEqual(await platform.app(app.app_id).getUnionid("o"), { unionid: "unionid-o" });
  baidu.endAccessTokens();
  assert.equal((await platform.app(app.app_id).info()).app_id, app.app_id);
  assert.equal(app.refreshes, 2);
});

test("a new token that is refused, too, is not replaced for a minute", async (t) => {
  const clock = fakeClock(t);
  const { baidu, platform, app } = await setUpAuthorized();
  baidu.faults.set("get", () => Response.json({ error_code: 110, error_msg: "Access token invalid" }));
  const ask = () => rejectsWith(clock.run(platform.app(app.app_id).getUnionid("o")), { code: "token_invalid" });
  await ask();
  assert.equal(app.refreshes, 1);
  for (let i = 0; i < 5; i++) await ask();
  assert.equal(app.refreshes, 1);
  await clock.advance(61_000);
  await ask();
  assert.equal(app.refreshes, 2);
});

test("a withdrawal ends the app at once, in all processes, and Baidu is asked once a minute", async (t) => {
  const clock = fakeClock(t);
  const events = [];
  const { baidu, platform, newPlatform, app } = await setUpAuthorized({ onEvent: (event) => events.push(event) });
  const other = newPlatform();
  await other.app(app.app_id).login(newCode());
  await clock.advance(2_000);
  baidu.withdraw(app);
  assert.equal((await platform.handlePush(baidu.pushEvent(app, "UNAUTHORIZED"))).status, 200);
  assert.deepEqual(events, [{ event: "UNAUTHORIZED", app_id: app.app_id }]);
  const refused = { code: "app_not_authorized", codeConsumed: "no", retryable: false };
  const ask = () => rejectsWith(clock.run(other.app(app.app_id).login(newCode())), refused);
  await ask();
  assert.equal(app.recoveries, 0);
  await clock.advance(60_000);
  for (let i = 0; i < 5; i++) await ask();
  assert.equal(app.recoveries, 1);
  await rejectsWith(platform.app(app.app_id).decryptUserData({ data: "d", iv: "i", session_key: "s" }), {
    code: "app_not_authorized",
  });
  // The merchant authorizes again.
  await platform.authorize(baidu.authorize(app));
  assert.ok((await other.app(app.app_id).login(newCode())).openid);
});

test("an app that nobody knows is asked for once a minute, and leaves nothing for ever", async (t) => {
  const clock = fakeClock(t);
  const ttls = [];
  const store = memoryStore();
  const compareAndSet = (key, expected, value, ttlMs) => {
    ttls.push([key, ttlMs]);
    return store.compareAndSet(key, expected, value);
  };
  const { baidu, platform, newPlatform } = setUpPlatform({ store: { ...store, compareAndSet } });
  await platform.handlePush(baidu.pushTicket());
  ttls.length = 0;
  const { app } = baidu;
  for (const platform of [newPlatform(), newPlatform()])
    for (let i = 0; i < 3; i++)
      await rejectsWith(clock.run(platform.app(app.app_id).login(newCode())), { code: "app_not_authorized" });
  assert.equal(app.recoveries, 1);
  assert.ok(ttls.length > 0);
  for (const [key, ttl] of ttls) assert.deepEqual([key, ttl], [keyOf(app), 60_000]);
});

test("events of other names reach onEvent; what it throws reaches onError, and Baidu is answered", async () => {
  const events = [];
  const errors = [];
  const { baidu, platform } = setUpPlatform({
    onEvent: (event) => {
      events.push(event);
      throw new Error("of the app");
    },
    onError: (error) => errors.push(error.message),
  });
  const response = await platform.handlePush(baidu.pushEvent(baidu.app, "PACKAGE_AUDIT_PASS"));
  assert.equal(await response.text(), "success");
  assert.deepEqual(events, [{ event: "PACKAGE_AUDIT_PASS", app_id: baidu.app.app_id }]);
  assert.deepEqual(errors, ["of the app"]);
});

for (const order of ["push first", "callback first", "both at once"]) {
  test(`the push and the callback of one authorization: ${order}`, async () => {
    const events = [];
    const { baidu, platform, newPlatform } = setUpPlatform({ onEvent: (event) => events.push(event) });
    const { app } = baidu;
    await platform.handlePush(baidu.pushTicket());
    const [inPush, inCallback] = [baidu.authorize(app, 60), baidu.authorize(app)];
    const request = () => baidu.pushEvent(app, "AUTHORIZED", { authorizationCode: inPush });
    const push = async () => assert.equal((await platform.handlePush(request())).status, 200);
    const callback = async () => assert.equal((await newPlatform().authorize(inCallback)).app_id, app.app_id);
    if (order === "push first") await push().then(callback);
    if (order === "callback first") await callback().then(push);
    if (order === "both at once") await Promise.all([push(), callback()]);
    assert.deepEqual(events[0], { event: "AUTHORIZED", app_id: app.app_id });
    for (let i = 0; i < 3; i++) await platform.app(app.app_id).getUnionid("o");
    // Both come once more.
    assert.equal((await platform.handlePush(request())).status, 200);
    assert.equal((await newPlatform().authorize(inCallback)).app_id, app.app_id);
    assert.deepEqual(baidu.reused, []);
    assert.ok((await platform.app(app.app_id).login(newCode())).openid);
  });
}

test("a code is sent once, however many callbacks come with it", async () => {
  const { baidu, newPlatform, platform } = setUpPlatform();
  await platform.handlePush(baidu.pushTicket());
  const code = baidu.authorize(baidu.app);
  const answers = await Promise.all(Array.from({ length: 6 }, () => newPlatform().authorize(code)));
  assert.equal(new Set(answers.map(({ app_id }) => app_id)).size, 1);
  assert.equal(baidu.calls.app_to_tp_authorization_code, 1);
  await rejectsWith(platform.authorize("never issued"), { code: "code_invalid", codeConsumed: "yes" });
  await rejectsWith(platform.authorize("never issued"), { code: "code_invalid", codeConsumed: "unknown" });
  assert.equal(baidu.calls.app_to_tp_authorization_code, 2);
});

for (const [what, { name, fault, error }] of Object.entries({
  "its answer is lost": {
    name: "app_to_tp_authorization_code",
    fault({ answer }) {
      answer();
      throw new TypeError("fetch failed");
    },
    error: { code: "network", codeConsumed: "unknown", hint: /recovers/ },
  },
  "Baidu refuses the platform token": {
    name: "app_to_tp_authorization_code",
    fault: () => Response.json({ error_code: 110, error_msg: "Access token invalid" }),
    error: { code: "token_invalid", codeConsumed: "unknown", hint: /recovers/ },
  },
  "the whitelist lacks this server": {
    name: "app_to_tp_authorization_code",
    fault: () => Response.json({ errno: 40008, msg: "ip is not in whitelist" }),
    error: { code: "permission", codeConsumed: "unknown", hint: /whitelist/ },
  },
  "Baidu does not say which mini program it is": {
    name: "info",
    fault: () => new Response("<html>", { status: 502 }),
    error: { code: "server", codeConsumed: "yes", hint: /recovers/ },
  },
})) {
  test(`authorize rejects if ${what}; the code is not sent again, and the app's first call recovers`, async () => {
    const { baidu, platform } = setUpPlatform();
    await platform.handlePush(baidu.pushTicket());
    baidu.faults.set(name, fault);
    const code = baidu.authorize(baidu.app);
    await rejectsWith(platform.authorize(code), { ...error, retryable: false });
    baidu.faults.clear();
    await rejectsWith(platform.authorize(code), { code: "code_invalid", retryable: false, hint: /recovers/ });
    assert.ok((await platform.app(baidu.app.app_id).login(newCode())).openid);
    assert.equal(baidu.calls.app_to_tp_authorization_code, 2);
    assert.equal(baidu.app.recoveries, 1);
    assert.deepEqual(baidu.reused, []);
  });
}

test("a code that certainly was not sent may be sent again", async () => {
  const { baidu, platform } = setUpPlatform();
  await platform.handlePush(baidu.pushTicket());
  await platform.authorizationUrl({ redirect_uri: "https://a.example" });
  const code = baidu.authorize(baidu.app);
  const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" });
  baidu.faults.set("app_to_tp_authorization_code", () => {
    throw new TypeError("fetch failed", { cause: refused });
  });
  await rejectsWith(platform.authorize(code), { code: "network", codeConsumed: "no" });
  baidu.faults.clear();
  assert.equal((await platform.authorize(code)).app_id, baidu.app.app_id);
});

test("AUTHORIZED whose exchange fails is answered with 500, and its second push recovers", async () => {
  const { baidu, platform } = setUpPlatform();
  await platform.handlePush(baidu.pushTicket());
  const { app } = baidu;
  const code = baidu.authorize(app, 60);
  const push = () => platform.handlePush(baidu.pushEvent(app, "AUTHORIZED", { authorizationCode: code }));
  baidu.faults.set("app_to_tp_authorization_code", ({ answer }) => {
    baidu.faults.clear();
    answer();
    return new Response("<html>", { status: 502 });
  });
  assert.equal((await push()).status, 500);
  assert.equal((await push()).status, 200);
  assert.equal(app.recoveries, 1);
  assert.ok((await platform.app(app.app_id).login(newCode())).openid);
  assert.deepEqual(baidu.reused, []);
});

test("a second authorization replaces the grant, and events that are out of date change nothing", async (t) => {
  const clock = fakeClock(t);
  const events = [];
  const { baidu, platform, app } = await setUpAuthorized({ onEvent: ({ event }) => events.push(event) });
  const push = (event, more) => clock.run(platform.handlePush(baidu.pushEvent(app, event, more)));
  const begin = Date.now();
  await clock.advance(5_000);
  assert.equal((await push("UPDATE_AUTHORIZED", { authorizationCode: baidu.authorize(app, 60) })).status, 200);
  const token = app.access_token;
  assert.equal(await platform.app(app.app_id).accessToken(), token);
  await push("UNAUTHORIZED", { at: begin });
  assert.equal(await platform.app(app.app_id).accessToken(), token);
  const exchanges = baidu.calls.app_to_tp_authorization_code;
  assert.equal((await push("AUTHORIZED", { at: begin, authorizationCode: "old" })).status, 200);
  assert.equal(baidu.calls.app_to_tp_authorization_code, exchanges, "the code was sent");
  assert.equal(await platform.app(app.app_id).accessToken(), token);
  assert.deepEqual(events, ["UPDATE_AUTHORIZED", "AUTHORIZED"]);
  await clock.advance(5_000);
  baidu.withdraw(app);
  await push("UNAUTHORIZED");
  assert.equal((await push("AUTHORIZED", { at: begin, authorizationCode: "old" })).status, 200);
  await rejectsWith(clock.run(platform.app(app.app_id).login(newCode())), { code: "app_not_authorized" });
  assert.deepEqual(events, ["UPDATE_AUTHORIZED", "AUTHORIZED", "UNAUTHORIZED"]);
  assert.equal(app.recoveries, 0);
});

test("a record of another version is a clear error, and is left alone", async () => {
  const { platform, store, key, app, baidu } = await setUpAuthorized();
  for (const foreign of ["swan-app2 {}", "garbage", '{"a":1}', "swan-app1 {"]) {
    store.kept.set(key, foreign);
    const error = { code: "invalid_argument", param: "store" };
    await rejectsWith(platform.app(app.app_id).login(newCode()), { ...error, codeConsumed: "no" });
    await rejectsWith(platform.app(app.app_id).accessToken(), error);
    await rejectsWith(platform.authorize(baidu.authorize(app)), error);
    assert.equal((await platform.handlePush(baidu.pushEvent(app, "UNAUTHORIZED"))).status, 500);
    assert.equal(store.kept.get(key), foreign);
  }
  const ticketKey = `swan-login:platform:${CLIENT_ID}:ticket`;
  store.kept.set(ticketKey, "swan-ticket2 {}");
  assert.equal((await platform.handlePush(baidu.pushTicket())).status, 500);
  assert.equal(store.kept.get(ticketKey), "swan-ticket2 {}");
});

test("a caller's timeout and abort end its wait, not the renewal", async () => {
  const { baidu, platform, app } = await setUpAuthorized();
  const swan = platform.app(app.app_id);
  baidu.endAccessTokens();
  await rejectsWith(swan.login(newCode()), { code: "token_invalid" });
  await swan.login(newCode());
  let answerNow;
  baidu.endAccessTokens();
  baidu.faults.set("app_to_tp_refresh_token", async ({ answer }) => {
    await new Promise((resolve) => {
      answerNow = resolve;
    });
    return answer();
  });
  const slow = swan.login(newCode(), { timeout: 50 });
  await rejectsWith(slow, { code: "token_invalid", codeConsumed: "unknown" });
  await rejectsWith(swan.login(newCode(), { timeout: 50 }), { code: "timeout", codeConsumed: "no" });
  const reason = new Error("the client has left");
  const controller = new AbortController();
  const aborted = swan.getUnionid("o", { signal: controller.signal });
  controller.abort(reason);
  await assert.rejects(aborted, reason);
  const patient = swan.login(newCode());
  answerNow();
  assert.ok((await patient).openid);
  assert.deepEqual(baidu.reused, []);
});

test("no error shows a secret, whatever Baidu or the store repeats", async () => {
  const shown = [];
  const note = (error) => {
    shown.push(`${inspect(error, { depth: 9, showHidden: true })} ${JSON.stringify(error)} ${error?.stack}`);
  };
  const onStoreError = ({ error }) => note(error);
  const { baidu, platform, newPlatform, app, store } = await setUpAuthorized({ onError: note, onStoreError });
  const swan = platform.app(app.app_id);
  const secrets = () => [
    ...[app.access_token, app.refresh_token, baidu.platformToken, baidu.ticket, PUSH.token, PUSH.aesKey],
    ...["a-login-code", "an-authorization-code"],
  ];
  const before = secrets();
  const echo = ({ url }) =>
    Response.json({ errno: 1, error: "unknown", error_description: `${url} ${decodeURIComponent(url)}` });
  const names = ["getsessionkeybycode", "get", "info", "createpreauthcode", "app_to_tp_authorization_code"];
  for (const name of [...names, "app_to_tp_refresh_token", "authorizationcode", "tp/token"])
    baidu.faults.set(name, echo);
  const calls = () => [
    swan.login("a-login-code"),
    swan.getUnionid("o"),
    swan.info(),
    platform.authorizationUrl({ redirect_uri: "https://a.example" }),
    platform.authorize("an-authorization-code"),
  ];
  for (const result of await Promise.allSettled(calls())) note(result.reason);
  baidu.faults.clear();
  baidu.endAccessTokens();
  for (const name of ["app_to_tp_refresh_token", "authorizationcode"]) baidu.faults.set(name, echo);
  for (const result of await Promise.allSettled(calls())) note(result.reason);
  baidu.faults.clear();
  await platform.handlePush(baidu.push({ Ticket: "t" }, { token: "another" }));
  const failing = (_key, ...values) => Promise.reject(new Error(`ERR failed, command was: ${values.join(" ")}`));
  const broken = newPlatform({ store: { ...store, compareAndSet: failing } });
  await broken.handlePush(baidu.pushTicket({ ticket: baidu.ticket, at: Date.now() }));
  await broken.app(app.app_id).login("a-login-code").catch(note);
  assert.ok(shown.length > 12, `${shown.length} errors`);
  for (const text of shown) for (const secret of [...before, ...secrets()]) assert.ok(!text.includes(secret), text);
});
