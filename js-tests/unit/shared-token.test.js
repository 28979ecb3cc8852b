// The shared access token: what is done about tokens that Baidu refuses, how many requests one call sends, and time.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import test from "node:test";
import { isSwanLoginError, SwanClient } from "swan-login";
import { elapsed } from "../../pkg/token/clock.js";
import { createToken, formatToken, parseToken } from "../../pkg/token/token.js";
import { fakeClock } from "../support/clock.js";

const MINUTE = 60_000;
const MONTH = 30 * 24 * 60 * MINUTE;

/**
 * Baidu within the process: answers without a timer and without a socket.
 * @param {object} answers  each gives a body, or a number for a status, or a promise
 * @param {(count: number) => unknown} [answers.token]  the token that fetch number `count` gives
 * @param {(access_token: string) => unknown} [answers.unionid]
 * @param {number} [answers.expires_in]  in seconds
 */
function baidu({
  token = (count) => `24.${count}`,
  unionid = () => ({ data: { unionid: "u" } }),
  expires_in = 2_592_000,
} = {}) {
  const sent = { token: 0, unionid: 0 };
  const respond = (answer) =>
    typeof answer === "number" ? new Response("", { status: answer }) : new Response(JSON.stringify(answer));
  const fetch = async (url) => {
    const { pathname, searchParams } = new URL(url);
    if (!pathname.endsWith("/oauth/2.0/token")) {
      sent.unionid++;
      return respond(await unionid(searchParams.get("access_token")));
    }
    const access_token = await token(++sent.token);
    return respond(typeof access_token === "number" ? access_token : { access_token, expires_in });
  };
  const newClient = (options) => new SwanClient({ client_id: "k", sk: "s", fetch, ...options });
  return { sent, newClient, client: newClient() };
}

const REFUSED = { error_code: 110, error_msg: "Access token invalid or no longer valid" };

/** What a call rejects with. */
async function rejection(call) {
  const error = await call.then(
    () => assert.fail("should have failed"),
    (error) => error,
  );
  assert.ok(isSwanLoginError(error), String(error));
  return error;
}

/** A promise that the test resolves. */
function pending() {
  let resolve;
  const promise = new Promise((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}

/** A store of one key, shared by clients, that remembers for how long each value was to be kept. */
function memoryStore() {
  let kept;
  let isLocked = false;
  const ttls = [];
  return {
    ttls,
    get: () => kept,
    set: (_key, value, ttlMs) => {
      ttls.push(ttlMs);
      kept = value;
    },
    delete: () => {
      kept = undefined;
    },
    lock: () => {
      if (isLocked) return null;
      isLocked = true;
      return () => {
        isLocked = false;
      };
    },
  };
}

for (const [what, token] of [
  ["the same token", () => "24.same"],
  ["two tokens in turn", (count) => `24.${count % 2}`],
  ["three tokens in turn", (count) => `24.${count % 3}`],
]) {
  test(`a refused token, then ${what} again: token_invalid, and one token a minute`, async (t) => {
    const clock = fakeClock(t);
    const { sent, client } = baidu({ token, unionid: () => REFUSED });
    const error = await rejection(client.getUnionid("o"));
    assert.equal(error.code, "token_invalid");
    assert.match(error.hint, /cache or a proxy.*old/);
    assert.match(error.hint, /another process.*store/i);
    assert.deepEqual(sent, { token: 2, unionid: 2 });

    for (let i = 0; i < 100; i++) await rejection(client.getUnionid("o"));
    assert.deepEqual(sent, { token: 2, unionid: 102 });

    for (let minute = 1; minute <= 5; minute++) {
      await clock.advance(MINUTE + 5);
      for (let i = 0; i < 10; i++) assert.equal((await rejection(client.getUnionid("o"))).code, "token_invalid");
      assert.equal(sent.token, 2 + minute);
    }
    assert.match((await rejection(client.getUnionid("o"))).hint, /gave a token again that Baidu had refused/);
  });
}

test("after the caller of a refused token has timed out nothing is sent, and timers fire", async () => {
  const controller = new AbortController();
  const reason = new Error("gone");
  const { sent, client } = baidu({
    token: () => "24.same",
    unionid: () => {
      controller.abort(reason);
      return REFUSED;
    },
  });
  await assert.rejects(client.getUnionid("o", { signal: controller.signal }), (error) => error === reason);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(sent, { token: 1, unionid: 1 });
});

test("a token that was refused by mistake and is given again is used", async () => {
  let refusals = 1;
  const { sent, client } = baidu({
    token: () => "24.same",
    unionid: () => (refusals-- > 0 ? REFUSED : { data: { unionid: "u" } }),
  });
  assert.equal((await client.getUnionid("o")).unionid, "u");
  assert.equal((await client.getUnionid("o")).unionid, "u");
  assert.deepEqual(sent, { token: 2, unionid: 3 });
});

test("processes that share a store fetch a refused token anew once, even when it is the same", async () => {
  const { sent, newClient } = baidu({ token: () => "24.same", unionid: () => REFUSED });
  const store = memoryStore();
  const clients = Array.from({ length: 5 }, () => newClient({ store }));
  for (const client of clients) await client.accessToken();
  assert.equal(sent.token, 1);
  for (let round = 0; round < 3; round++)
    for (const client of clients) assert.equal((await rejection(client.getUnionid("o"))).code, "token_invalid");
  assert.equal(sent.token, 2);
});

test("a store that gives another refused token each time is asked a bounded number of times", async () => {
  const { sent, newClient } = baidu({ unionid: () => REFUSED });
  let reads = 0;
  const get = () => `swan2 ${Date.now() - 1_000_000 - reads} 0 ${Date.now() + MONTH / 2} 24.old-${reads++}`;
  const error = await rejection(newClient({ store: { get, set() {}, delete() {} } }).getUnionid("o"));
  assert.equal(error.code, "token_invalid");
  assert.match(error.hint, /does not use this store/);
  assert.deepEqual(sent, { token: 0, unionid: 3 });
  assert.ok(reads <= 6, `${reads} reads`);
});

test("a token that is refused during its renewal is not used when the renewal fails", async (t) => {
  fakeClock(t);
  const [tokenAnswer, unionidAnswer] = [pending(), pending()];
  const { newClient } = baidu({
    expires_in: 60,
    token: (count) => (count === 1 ? "24.1" : tokenAnswer.promise),
    unionid: () => unionidAnswer.promise,
  });
  const client = newClient({ store: memoryStore(), retries: 0 });
  await client.accessToken();
  const call = client.getUnionid("o");
  t.mock.timers.setTime(Date.now() + 55_000);
  const renewal = client.accessToken();
  await new Promise((resolve) => setImmediate(resolve));
  unionidAnswer.resolve(REFUSED);
  await new Promise((resolve) => setImmediate(resolve));
  tokenAnswer.resolve(500);
  assert.equal((await rejection(renewal)).code, "server");
  assert.equal((await rejection(call)).code, "server");
});

test("the moment of renewal is not chosen anew when the token is read from the store again", async (t) => {
  fakeClock(t);
  let random = 1;
  t.mock.method(Math, "random", () => random);
  const { sent, newClient } = baidu({ expires_in: 60 * 60 });
  const client = newClient({ store: memoryStore() });
  await client.accessToken();
  random = 0;
  t.mock.timers.setTime(Date.now() + 50 * MINUTE + 5);
  await client.accessToken();
  assert.equal(sent.token, 2);
});

/** What fails, and the most requests that one getUnionid may send for it with `retries: 2`. */
const REQUESTS = [
  ["nothing", {}, { token: 1, unionid: 1 }],
  ["the token endpoint", { token: () => 500 }, { token: 3, unionid: 0 }],
  ["the unionid endpoint", { unionid: () => 500 }, { token: 1, unionid: 3 }],
  [
    "the first token request",
    { token: (count) => (count === 1 ? 500 : "24.x"), unionid: () => 500 },
    { token: 2, unionid: 2 },
  ],
  [
    "two token requests",
    { token: (count) => (count < 3 ? 500 : "24.x"), unionid: () => 500 },
    { token: 3, unionid: 1 },
  ],
];
for (const [what, answers, expected] of REQUESTS) {
  test(`the calls of one getUnionid share its retries: ${what} fails`, async (t) => {
    const clock = fakeClock(t);
    const { sent, client } = baidu(answers);
    await clock.run(client.getUnionid("o").catch(() => {}));
    assert.deepEqual(sent, expected);
  });
}

test("the calls of one getUnionid share its retries when its token is refused as well", async (t) => {
  const clock = fakeClock(t);
  for (const retries of [0, 1, 2, 5]) {
    let unionids = 0;
    const { sent, newClient } = baidu({
      token: (count) => (count % 2 ? 503 : `24.${count}`),
      unionid: () => (unionids++ % 2 ? REFUSED : 503),
    });
    await clock.run(
      newClient({ retries })
        .getUnionid("o")
        .catch(() => {}),
    );
    assert.ok(sent.token + sent.unionid <= 4 + retries, `${JSON.stringify(sent)} with retries: ${retries}`);
  }
});

test("the retries of one call do not reduce those of another", async (t) => {
  const clock = fakeClock(t);
  const { sent, client } = baidu({ unionid: () => 500 });
  for (let i = 1; i <= 3; i++) {
    await clock.run(client.getUnionid("o").catch(() => {}));
    assert.deepEqual(sent, { token: 1, unionid: 3 * i });
  }
});

test("without the option fetch, a client calls the current global fetch", async (t) => {
  const client = new SwanClient({ client_id: "k", sk: "s" });
  const fetch = t.mock.method(globalThis, "fetch", async () => new Response("", { status: 400 }));
  await rejection(client.getUnionid("o"));
  assert.match(String(fetch.mock.calls[0].arguments[0]), /^https:\/\/openapi\.baidu\.com\/oauth/);
});

test("a clock that is set back does not prolong a trial", async (t) => {
  const clock = fakeClock(t);
  const { client } = baidu({ unionid: (token) => (token === "24.3" ? { data: { unionid: "u" } } : REFUSED) });
  await rejection(client.getUnionid("o"));
  t.mock.timers.setTime(Date.now() - 60 * MINUTE);
  await rejection(client.getUnionid("o"));
  await clock.advance(MINUTE);
  assert.equal((await client.getUnionid("o")).unionid, "u");
});

test("a clock that is set back does not prolong the life of a token", async (t) => {
  const clock = fakeClock(t);
  const { client } = baidu({ expires_in: 60 });
  assert.equal(await client.accessToken(), "24.1");
  t.mock.timers.setTime(Date.now() - 60 * MINUTE);
  assert.equal(await client.accessToken(), "24.1");
  await clock.advance(MINUTE);
  assert.equal(await client.accessToken(), "24.2");
});

test("a clock that is set back does not prolong the pause of a store", async (t) => {
  const clock = fakeClock(t);
  const { newClient } = baidu({ expires_in: 1 });
  let operations = 0;
  const get = () => {
    operations++;
    throw new Error("down");
  };
  const client = newClient({ store: { get, set() {}, delete() {} } });
  await client.accessToken();
  assert.equal(operations, 1);
  t.mock.timers.setTime(Date.now() - 60 * MINUTE);
  await client.accessToken();
  await clock.advance(1_005);
  await client.accessToken();
  assert.equal(operations, 2);
});

test("the clock adds up the steps forward of either clock", async (t) => {
  fakeClock(t);
  const { elapsed } = await import("../../pkg/token/clock.js?new");
  const begin = elapsed();
  const passed = () => Math.round(elapsed() - begin);
  t.mock.timers.setTime(Date.now() + 5_000);
  assert.equal(passed(), 5_000);
  t.mock.timers.setTime(Date.now() - 60 * MINUTE);
  assert.equal(passed(), 5_000);
  t.mock.timers.setTime(Date.now() + 1_000);
  assert.equal(passed(), 6_000);
  // Here the wall clock stands still.
  const steady = performance.now();
  t.mock.method(performance, "now", () => steady + 2 * 60 * MINUTE);
  assert.ok(passed() >= 2 * 60 * MINUTE - 1);
});

const token = (life, random, age = 0) =>
  createToken({ access_token: "24.x", issued_at: 0, replaces: 0, life }, age, random);

test("a token is renewed 5 to 10 minutes early, or in the last fifth of a short life", (t) => {
  fakeClock(t);
  const now = elapsed();
  assert.equal(token(MONTH, 0).renew_at, now + MONTH - 5 * MINUTE);
  assert.equal(token(MONTH, 1).renew_at, now + MONTH - 10 * MINUTE);
  assert.equal(token(MINUTE, 0).renew_at, now + 54_000);
  assert.equal(token(MINUTE, 1).renew_at, now + 48_000);
  assert.equal(token(MINUTE, 1, 10_000).renew_at, now + 38_000);
  assert.equal(token(MINUTE, 1, 10_000).expires_at, now + 50_000);
});

test("no token lives longer than 30 days, in the process or in the store", async () => {
  assert.equal(token(10 * MONTH).life, MONTH);
  assert.equal(token(Infinity).life, MONTH);
  for (const expires_in of [2 ** 32 - 1, 315_360_000, 2_592_000, 60]) {
    const { newClient } = baidu({ expires_in });
    const store = memoryStore();
    await newClient({ store }).accessToken();
    const [ttl] = store.ttls;
    assert.ok(Number.isInteger(ttl) && ttl > 0 && ttl <= Math.min(MONTH, expires_in * 1_000), `${ttl}`);
  }
});

test("a stored token is read as it was written until it expires", (t) => {
  fakeClock(t);
  const now = Date.now();
  const entry = (issued_at, life) => formatToken({ issued_at, replaces: 7, life, access_token: "24.x y" });
  const read = parseToken(entry(now - MINUTE, MONTH));
  assert.equal(read.access_token, "24.x y");
  assert.equal(read.replaces, 7);
  assert.equal(Math.round(read.expires_at - elapsed()), MONTH - MINUTE);
  assert.equal(formatToken(read), entry(now - MINUTE, MONTH));

  assert.ok(parseToken(entry(now + 4 * MINUTE, MONTH)), "clocks differ");
  assert.equal(parseToken(entry(now + 6 * MINUTE, MONTH)), undefined);
  assert.ok(parseToken(entry(now - MINUTE, MINUTE + 1)));
  assert.equal(parseToken(entry(now - MINUTE, MINUTE)), undefined);
  assert.equal(parseToken(entry(now - MONTH, 10 * MONTH)), undefined, "older than any token");
  assert.equal(parseToken(entry(now, 0)), undefined);
});
