import "../support/assert-built.js";
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { createRequire } from "node:module";
import test from "node:test";
import { inspect } from "node:util";
import { SwanClient } from "swan-login";
import { setUp } from "../support/client.js";
import { fakeClock } from "../support/clock.js";
import { reasonOf, rejectsWith } from "../support/rejects.js";

test("login gives the session of a code, and getUnionid the unionid of an openid", async () => {
  const { mock, client } = setUp();
  const session = await client.login(mock.issueCode());
  assert.equal(session.openid, mock.openid());
  assert.match(session.session_key, /^[0-9a-f]{32}$/);
  assert.equal((await client.getUnionid(session.openid)).unionid, mock.unionid());
  assert.match(await client.accessToken(), /^24\./);
  assert.equal(mock.calls.getAccessToken, 1);
});

test("decryptUserData decrypts the data of the client's own app, and refuses the data of another app", async () => {
  // The only pair of Baidu's own: its page log_userdata.
  const session_key = "1df09d0a1677dd72b8325aec59576e0c";
  const iv = "1df09d0a1677dd72b8325Q==";
  const data =
    "OpCoJgs7RrVgaMNDixIvaCIyV2SFDBNLivgkVqtzq2GC10egsn+PKmQ/+5q+chT8xzldLUog2haTItyIkKyvzvmXonBQLIMeq54axAu9c3KG8IhpFD6+" +
    "ymHocmx07ZKi7eED3t0KyIxJgRNSDkFk5RV1ZP2mSWa7ZgCXXcAbP0RsiUcvhcJfrSwlpsm0E1YJzKpYy429xrEEGvK+gfL+Cw==";
  const client = new SwanClient({ client_id: "y2dTfnWfkx2OXttMEMWlGHoB1KzMogm7", sk: "secret" });
  const expected = { openid: "open_id", nickname: "baidu_user", headimgurl: "url of image", sex: 1 };
  assert.deepEqual(client.decryptUserData({ data, iv, session_key }), expected);
  const another = new SwanClient({ client_id: "another app", sk: "secret" });
  const theirs = { data, iv, session_key, client_id: "y2dTfnWfkx2OXttMEMWlGHoB1KzMogm7" };
  await rejectsWith(() => another.decryptUserData(theirs), { code: "decrypt_failed" });
});

test("require gives the same client", async () => {
  const { mock, client_id, sk } = setUp();
  const { SwanClient: Client } = createRequire(import.meta.url)("swan-login");
  const client = new Client({ client_id, sk, fetch: mock.fetch });
  assert.equal((await client.login(mock.issueCode())).openid, mock.openid());
});

test("the constructor refuses a wrong argument by its name", async () => {
  const { client_id, sk } = setUp();
  for (const [params, param] of [
    [undefined, "params"],
    [{ sk }, "client_id"],
    [{ client_id, sk: "" }, "sk"],
    [{ client_id: 7, sk }, "client_id"],
    [{ client_id, sk, timeout: "soon" }, "timeout"],
    [{ client_id, sk, baseUrl: "http://example.com" }, "baseUrl"],
    [{ client_id, sk, baseUrl: { spapi: "http://example.com" } }, "baseUrl.spapi"],
    [{ client_id, sk, store: new WeakMap([]).get }, "store"],
    [{ client_id, sk, store: { get() {}, set() {} } }, "store"],
    [{ client_id, sk, store: "redis://localhost" }, "store"],
    [{ client_id, sk, storeTimeout: -1 }, "storeTimeout"],
    [{ client_id, sk, storeTimeout: 0 }, "storeTimeout"],
    [{ client_id, sk, storeTimeout: 2 ** 31 }, "storeTimeout"],
    [{ client_id, sk, storeTimeout: Symbol("soon") }, "storeTimeout"],
    [{ client_id, sk, onStoreError: true }, "onStoreError"],
    [{ client_id, sk, signal: AbortSignal.abort() }, "signal"],
  ]) {
    await rejectsWith(() => new SwanClient(params), { code: "invalid_argument", endpoint: "SwanClient", param });
  }
});

test("a method refuses a wrong argument by the name of its endpoint, and sends nothing", async () => {
  const { mock, client } = setUp();
  for (const [call, endpoint] of [
    [() => client.login(""), "jscode2sessionkey"],
    [() => client.login(undefined, { timeout: -1 }), "jscode2sessionkey"],
    [() => client.getUnionid(""), "getUnionid"],
    [() => client.getUnionid("openid", { timeout: "soon" }), "getUnionid"],
    [() => client.accessToken({ signal: "stop" }), "getAccessToken"],
    [() => client.accessToken({ timeout: -1 }), "getAccessToken"],
    [() => client.login(mock.issueCode(), "x"), "jscode2sessionkey"],
    [() => client.login(mock.issueCode(), 7), "jscode2sessionkey"],
    [() => client.getUnionid("openid", () => {}), "getUnionid"],
    [() => client.accessToken(false), "getAccessToken"],
  ])
    await rejectsWith(call(), { code: "invalid_argument", endpoint });
  assert.deepEqual(Object.values(mock.calls).filter(Boolean), []);
});

test("a method refuses options that are not an object, and a signal that is not one", async () => {
  const { client_id, sk } = setUp();
  const client = new SwanClient({ client_id, sk, fetch: () => assert.fail("a request was sent") });
  for (const [param, options] of [
    ["signal", { signal: { aborted: false } }],
    ["options", "text"],
  ]) {
    const refused = { code: "invalid_argument", param };
    await rejectsWith(client.login("x", options), { ...refused, codeConsumed: "no" });
    await rejectsWith(client.getUnionid("x", options), { ...refused, codeConsumed: undefined });
    await rejectsWith(client.accessToken(options), { ...refused, codeConsumed: undefined });
  }
});

test("the options of a method may be null", async () => {
  const { mock, client } = setUp();
  const { openid } = await client.login(mock.issueCode(), null);
  assert.equal((await client.getUnionid(openid, null)).unionid, mock.unionid());
  assert.match(await client.accessToken(null), /^24\./);
});

test("a call whose signal was aborted before sends nothing", async () => {
  const { mock, client } = setUp();
  const signal = AbortSignal.abort("never");
  assert.equal(await reasonOf(client.accessToken({ signal })), "never");
  assert.equal(await reasonOf(client.login(mock.issueCode(), { signal })), "never");
  assert.deepEqual(Object.values(mock.calls).filter(Boolean), []);
});

test("every call has the timeout of the client, 10 seconds by default, unless it has one of its own", async (t) => {
  const clock = fakeClock(t);
  const calls = [
    (client, options) => client.login("code", options),
    (client, options) => client.getUnionid("openid", options),
    (client, options) => client.accessToken(options),
  ];
  for (const [clientTimeout, callTimeout, expected] of [
    [undefined, undefined, 10_000],
    [300, undefined, 300],
    [300, 500, 500],
    [undefined, 500, 500],
  ]) {
    for (const call of calls) {
      const { mock, client } = setUp({ timeout: clientTimeout });
      mock.fault("*", "hang");
      const begin = performance.now();
      await clock.run(rejectsWith(call(client, { timeout: callTimeout }), { code: "timeout" }));
      const took = performance.now() - begin;
      assert.ok(took >= expected && took < expected + 50, `${took} ms instead of ${expected}`);
    }
  }
});

test("the timeout of getUnionid covers the token and the unionid together", async (t) => {
  const clock = fakeClock(t);
  const { mock, client } = setUp({ timeout: 5_000 });
  mock.fault("getAccessToken", "slow", { delay: 200 });
  mock.fault("getUnionid", "hang");
  const begin = performance.now();
  await clock.run(
    rejectsWith(client.getUnionid(mock.openid(), { timeout: 400 }), { code: "timeout", endpoint: "getUnionid" }),
  );
  const took = performance.now() - begin;
  assert.ok(took >= 400 && took < 450, `${took} ms`);
  assert.equal(mock.calls.getUnionid, 1);
});

test("the errors of a client show no secret", async () => {
  const { mock, client, sk } = setUp({ retries: 0 });
  const code = mock.issueCode();
  mock.fault("*", "network");
  for (const call of [() => client.login(code), () => client.getUnionid("openid")]) {
    const error = await rejectsWith(call, { code: "network" });
    const shown = `${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}${error.stack}`;
    for (const secret of [sk, code]) assert.ok(!shown.includes(secret), shown);
  }
});

test("a getUnionid that times out or is aborted aborts its request", async (t) => {
  const clock = fakeClock(t);
  for (const end of [{ timeout: 200 }, { signal: AbortSignal.abort("early") }, { abortAfter: 200 }]) {
    const signals = [];
    const { mock, newClient } = setUp();
    mock.fault("getUnionid", "hang");
    const fetch = (url, init) => {
      if (url.includes("getunionid")) signals.push(init.signal);
      return mock.fetch(url, init);
    };
    const controller = new AbortController();
    if (end.abortAfter) setTimeout(() => controller.abort("late"), end.abortAfter);
    const { signal = controller.signal, timeout } = end;
    await clock.run(reasonOf(newClient({ fetch }).getUnionid("openid", { signal, timeout })));
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      end.signal ? [] : [true],
    );
  }
});

test("a call that has ended leaves no listener on the caller's signal", async () => {
  const { mock, client } = setUp();
  const { signal } = new AbortController();
  await client.login(mock.issueCode(), { signal });
  await client.accessToken({ signal });
  await client.getUnionid(mock.openid(), { signal });
  mock.fault("getUnionid", "oauth400");
  await rejectsWith(client.getUnionid(mock.openid(), { signal }));
  assert.deepEqual(getEventListeners(signal, "abort"), []);
});

test("only token_invalid replaces the token", async () => {
  const { mock, client } = setUp({ retries: 0 });
  const token = await client.accessToken();
  for (const fault of ["errno", "html502", "429", "network", "empty"]) {
    mock.fault("getUnionid", fault, { times: 1 });
    await rejectsWith(client.getUnionid(mock.openid()));
  }
  for (const error_code of [6, 17, 100]) {
    mock.fault("getUnionid", "gateway", { times: 1, body: { error_code } });
    await rejectsWith(client.getUnionid(mock.openid()));
  }
  assert.equal(mock.calls.getUnionid, 8);
  assert.equal(await client.accessToken(), token);
  assert.equal(mock.calls.getAccessToken, 1);
});
