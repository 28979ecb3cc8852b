// A call through the core: its async context, and the errors of runtimes where it cannot run.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import test from "node:test";
import { getUnionid, jscode2sessionkey, tpGetAppToken, tpRefreshAppToken } from "swan-login";
import { login, SUCCESS, token } from "../support/calls.js";
import { fakeClock } from "../support/clock.js";
import { rejectsWith } from "../support/rejects.js";

test("fetch and onResponse run in the async context of their caller, in every attempt of calls side by side", async (t) => {
  const clock = fakeClock(t);
  const user = new AsyncLocalStorage();
  const makeCall = (/** @type {number} */ id) =>
    user.run(id, async () => {
      /** @type {unknown[]} */
      const seen = [];
      await getUnionid(token, {
        fetch: async () => {
          seen.push(user.getStore());
          // Answers of all calls arrive in the same turn of the event loop.
          await new Promise((resolve) => setTimeout(resolve, 10));
          seen.push(user.getStore());
          return seen.length < 6 ? new Response("", { status: 503 }) : new Response(SUCCESS);
        },
        onResponse: () => void seen.push(user.getStore()),
      });
      seen.push(user.getStore());
      return seen;
    });
  const calls = Array.from({ length: 8 }, (_, id) => makeCall(id));
  const results = await clock.run(Promise.all(calls));
  for (const [id, seen] of results.entries()) assert.deepEqual(new Set(seen), new Set([id]), `call ${id}: ${seen}`);
  for (const seen of results) assert.ok(seen.length >= 7);
});

test("a runtime without fetch gets an error at once that says what to do", async (t) => {
  const { fetch } = globalThis;
  t.after(() => Object.assign(globalThis, { fetch }));
  Object.assign(globalThis, { fetch: undefined });
  await rejectsWith(jscode2sessionkey(login), {
    code: "invalid_argument",
    param: "fetch",
    codeConsumed: "no",
    hint: /options\.fetch/,
  });
  const own = await jscode2sessionkey(login, { fetch: async () => new Response(SUCCESS) });
  assert.equal(own.openid, "o");
});

test("a network error in JSON has its chain of causes", async () => {
  const cause = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:9"), {
    code: "ECONNREFUSED",
    syscall: "connect",
  });
  const error = await rejectsWith(
    getUnionid(token, { retries: 0, fetch: () => Promise.reject(new TypeError("fetch failed", { cause })) }),
    { code: "network" },
  );
  const json = JSON.parse(JSON.stringify(error));
  assert.deepEqual(json.cause, {
    name: "TypeError",
    message: "fetch failed",
    cause: { name: "Error", message: "connect ECONNREFUSED 127.0.0.1:9", code: "ECONNREFUSED", syscall: "connect" },
  });
  assert.equal(json.hint.includes("Nothing listens"), true);
});

test("a proxy variable that Node's fetch ignores is named", async (t) => {
  const { fetch } = globalThis;
  t.after(() => Object.assign(globalThis, { fetch }));
  Object.assign(globalThis, { fetch: () => Promise.reject(new TypeError("fetch failed")) });
  for (const [name, noProxy, hint] of /** @type {const} */ ([
    ["https_proxy", "", /^https_proxy is set.*NODE_USE_ENV_PROXY/],
    ["HTTP_PROXY", "localhost, 127.0.0.1", /^HTTP_PROXY is set/],
    ["HTTPS_PROXY", "aidu.com", /^HTTPS_PROXY is set/],
    ["ALL_PROXY", "", /^ALL_PROXY is set.*set HTTPS_PROXY/],
    ["HTTPS_PROXY", "localhost .baidu.com", /^See cause/],
    ["HTTPS_PROXY", "localhost,openapi.baidu.com", /^See cause/],
    ["HTTPS_PROXY", "*", /^See cause/],
  ])) {
    Object.assign(process.env, { [name]: "http://proxy.example:3128", NO_PROXY: noProxy });
    await rejectsWith(getUnionid(token, { retries: 0 }), { code: "network", hint });
    delete process.env[name];
    delete process.env.NO_PROXY;
  }
});

test("a login code counts as unsent only if no member of an AggregateError may have sent it", async () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" });
  const unreachable = Object.assign(new Error("connect ENETUNREACH"), { code: "ENETUNREACH", syscall: "connect" });
  const reset = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET", syscall: "read" });
  for (const [members, codeConsumed] of /** @type {const} */ ([
    [[unreachable, refused], "no"],
    [[refused, reset], "unknown"],
    [[reset, refused], "unknown"],
    [[...Array(5).fill(refused), reset], "unknown"],
  ])) {
    const cause = new AggregateError([...members]);
    const fetch = () => Promise.reject(new TypeError("fetch failed", { cause }));
    const error = await rejectsWith(jscode2sessionkey(login, { retries: 0, fetch }), { code: "network", codeConsumed });
    const chain = JSON.stringify(error);
    for (const { code } of members.slice(0, 5)) assert.ok(chain.includes(code), chain);
  }
});

test("what says that a login code may be spent asks for a new one", async () => {
  const params = { code: "code-of-the-test", client_id: "k", sk: "s" };
  const answers = ["", "<html>Bad Gateway", "busy"].map((body) => async () => new Response(body, { status: 502 }));
  for (const fetch of [() => new Promise(() => {}), ...answers]) {
    const error = await jscode2sessionkey(params, { timeout: 5, fetch }).catch((error) => error);
    assert.equal(error.codeConsumed, "unknown");
    assert.match(error.hint, /getLoginCode.*new code/, error.message);
  }
});

test("after a refresh token or authorization code may be spent, no cause of the failure hides what to do", async (t) => {
  process.env.HTTPS_PROXY = "http://proxy.example:3128";
  t.after(() => delete process.env.HTTPS_PROXY);
  const failures = ["HPE_INVALID_CONSTANT", "EPROTO", "ECONNRESET"].map((code) =>
    Object.assign(new Error("failed"), { code }),
  );
  for (const failure of failures) {
    t.mock.method(globalThis, "fetch", async () => {
      throw failure;
    });
    for (const call of [
      tpRefreshAppToken({ access_token: "42.a", refresh_token: "46.b" }),
      tpGetAppToken({ access_token: "42.a", code: "authorization-code" }),
    ]) {
      const error = await call.catch((error) => error);
      assert.equal(error.codeConsumed, "unknown");
      assert.match(error.hint, /Do not send it again/, failure.code);
    }
  }
});
