import "../support/assert-built.js";
import assert from "node:assert/strict";
import test from "node:test";
import { inspect } from "node:util";
import Keyv from "keyv";
import { setUp } from "../support/client.js";
import { fakeClock } from "../support/clock.js";
import { reasonOf, rejectsWith } from "../support/rejects.js";

const REFUSALS = [{ error_code: 110 }, { error_code: 111 }, { errno: 110 }, { errno: 111 }];

/** Runs something several times at the same moment. */
const times = (count, run) => Promise.all(Array.from({ length: count }, run));

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A store of one key, whose lock expires. */
function lockingStore() {
  let kept;
  let lockedUntil = 0;
  const isLocked = () => Date.now() < lockedUntil;
  return {
    isLocked,
    get: () => kept,
    set(_, value) {
      kept = value;
    },
    delete() {
      kept = undefined;
    },
    lock(_, ttl) {
      if (isLocked()) return null;
      lockedUntil = Date.now() + ttl;
      return () => {
        lockedUntil = 0;
      };
    },
  };
}

test("many calls at the same moment fetch one token", async (t) => {
  const clock = fakeClock(t);
  const { mock, client } = setUp();
  mock.fault("getAccessToken", "slow", { delay: 50 });
  const openid = mock.openid();
  await clock.run(times(200, (_, i) => (i % 2 ? client.accessToken() : client.getUnionid(openid))));
  assert.equal(mock.calls.getAccessToken, 1);
  assert.equal(mock.calls.getUnionid, 100);
});

for (const body of REFUSALS) {
  test(`a token that Baidu refuses with ${JSON.stringify(body)} is replaced once`, async () => {
    const { mock, client } = setUp();
    const old = await client.accessToken();
    mock.fault("getUnionid", "gateway", { times: 1, body: { error_code: undefined, error_msg: undefined, ...body } });
    assert.equal((await client.getUnionid(mock.openid())).unionid, mock.unionid());
    assert.notEqual(await client.accessToken(), old);
    assert.equal(mock.calls.getAccessToken, 2);
    assert.equal(mock.calls.getUnionid, 2);
  });
}

test("many calls whose token Baidu refuses at the same moment fetch one new token, every time", async () => {
  const { mock, client } = setUp();
  for (const fetches of [2, 3, 4]) {
    await client.accessToken();
    mock.revokeTokens();
    await times(50, () => client.getUnionid(mock.openid()));
    assert.equal(mock.calls.getAccessToken, fetches);
  }
});

test("a token that Baidu always refuses is replaced once, however many calls follow", async () => {
  const { mock, client } = setUp();
  mock.fault("getUnionid", "gateway", { body: { error_code: 110 } });
  const refused = () =>
    rejectsWith(client.getUnionid(mock.openid()), { code: "token_invalid", endpoint: "getUnionid" });
  await times(20, refused);
  for (let i = 0; i < 5; i++) await refused();
  assert.equal(mock.calls.getAccessToken, 2);
  mock.clearFaults();
  assert.equal((await client.getUnionid(mock.openid())).unionid, mock.unionid());
});

test("a token that Baidu refuses while the store is still writing it fails all calls with Baidu's error", async (t) => {
  const clock = fakeClock(t);
  const { mock, newClient } = setUp();
  const client = newClient({ store: { ...lockingStore(), set: () => sleep(300) } });
  mock.fault("getUnionid", "gateway", { body: { error_code: 110 } });
  const refused = () => rejectsWith(client.getUnionid(mock.openid()), { code: "token_invalid" });
  const calls = times(5, refused);
  await clock.advance(100);
  const later = times(5, refused);
  await clock.run(Promise.all([calls, later]));
  assert.equal(mock.calls.getAccessToken, 2);
});

test("a replacement that has worked, and its own replacement, are replaced when Baidu refuses them", async (t) => {
  const begin = Date.now();
  t.mock.timers.enable({ apis: ["Date"], now: begin });
  const { mock, client } = setUp();
  for (const now of [begin, begin + 2_592_000_000]) {
    t.mock.timers.setTime(now);
    await client.accessToken();
    mock.revokeTokens();
    assert.equal((await client.getUnionid(mock.openid())).unionid, mock.unionid());
    mock.revokeTokens();
    assert.equal((await client.getUnionid(mock.openid())).unionid, mock.unionid());
  }
  assert.equal(mock.calls.getAccessToken, 6);
});

test("a token that Baidu always refuses is replaced once for all processes", async () => {
  const { mock, newClient } = setUp();
  const store = lockingStore();
  const clients = Array.from({ length: 5 }, () => newClient({ store }));
  for (const client of clients) await client.accessToken();
  mock.fault("getUnionid", "gateway", { body: { error_code: 110 } });
  for (const client of [...clients, ...clients, ...clients])
    await rejectsWith(client.getUnionid(mock.openid()), { code: "token_invalid" });
  assert.equal(mock.calls.getAccessToken, 2);
});

test("each process renews the token some minutes before it expires, at a random time", async (t) => {
  const begin = Date.now();
  const renewals = new Set();
  t.mock.timers.enable({ apis: ["Date"], now: begin });
  // Ten would all fall on one side in one of 500 runs.
  for (let i = 0; i < 40; i++) {
    t.mock.timers.setTime(begin);
    const { mock, client } = setUp();
    const first = await client.accessToken();
    const minutes = (left) => begin + 2_592_000_000 - left * 60_000;
    t.mock.timers.setTime(minutes(10.01));
    assert.equal(await client.accessToken(), first);
    t.mock.timers.setTime(minutes(7.5));
    renewals.add((await client.accessToken()) === first);
    t.mock.timers.setTime(minutes(4.99));
    assert.notEqual(await client.accessToken(), first);
    assert.equal(mock.calls.getAccessToken, 2);
  }
  assert.equal(renewals.size, 2, "all renewed at the same time");
});

test("a token that lives for a minute is used for most of its life", async (t) => {
  const begin = Date.now();
  t.mock.timers.enable({ apis: ["Date"], now: begin });
  const { mock, client } = setUp({}, { tokenLifetime: 60 });
  const first = await client.accessToken();
  t.mock.timers.setTime(begin + 47_900);
  assert.equal(await client.accessToken(), first);
  t.mock.timers.setTime(begin + 54_100);
  assert.notEqual(await client.accessToken(), first);
  assert.equal(mock.calls.getAccessToken, 2);
});

test("while the old token lives, a renewal that fails does not fail the call", async (t) => {
  const begin = Date.now();
  t.mock.timers.enable({ apis: ["Date"], now: begin });
  const { mock, client } = setUp({ retries: 0 }, { now: Date.now });
  const first = await client.accessToken();
  const end = begin + 2_592_000_000;
  mock.fault("getAccessToken", "html502");
  t.mock.timers.setTime(end - 120_000);
  assert.equal(await client.accessToken(), first);
  assert.equal(await client.accessToken(), first);
  assert.equal(mock.calls.getAccessToken, 2, "the next attempt waits");
  t.mock.timers.setTime(end - 60_000);
  assert.equal(await client.accessToken(), first);
  assert.equal(mock.calls.getAccessToken, 3);
  t.mock.timers.setTime(end);
  await rejectsWith(client.accessToken(), { code: "server" });
  mock.clearFaults();
  assert.notEqual(await client.accessToken(), first);
});

test("a fetch that fails rejects all calls that wait for it, and the next call fetches again", async () => {
  const { mock, client } = setUp({ retries: 0 });
  mock.fault("getAccessToken", "oauth401", { times: 1 });
  const refused = { code: "bad_credentials", endpoint: "getAccessToken" };
  await times(10, () => rejectsWith(client.getUnionid(mock.openid()), refused));
  assert.equal(mock.calls.getAccessToken, 1);
  assert.match(await client.accessToken(), /^24\./);
});

test("the abort or timeout of one call leaves the fetch to the others", async (t) => {
  const clock = fakeClock(t);
  const { mock, client } = setUp();
  mock.fault("getAccessToken", "slow", { delay: 300 });
  const reason = new Error("changed my mind");
  const controller = new AbortController();
  const aborted = reasonOf(client.getUnionid(mock.openid(), { signal: controller.signal }));
  const timedOut = { code: "timeout", endpoint: "getAccessToken", retryable: true };
  const late = rejectsWith(client.accessToken({ timeout: 20 }), timedOut);
  const patient = client.getUnionid(mock.openid());
  setTimeout(() => controller.abort(reason), 20);
  assert.equal(await clock.run(aborted), reason);
  await clock.run(late);
  assert.equal((await clock.run(patient)).unionid, mock.unionid());
  assert.equal(mock.calls.getAccessToken, 1);
  assert.equal(mock.calls.getUnionid, 1);
});

test("a renewal that never ends does not delay later calls", async (t) => {
  const clock = fakeClock(t);
  const { mock, newClient } = setUp();
  mock.fault("getAccessToken", () => new Promise(() => {}), { times: 1 });
  const client = newClient({ timeout: 6_000 });
  const [first, second] = await clock.run(times(2, () => client.accessToken()));
  assert.equal(first, second);
  assert.equal(mock.calls.getAccessToken, 2);
});

test("calls wait for a fetch that takes most of their time, and none begins another", async (t) => {
  const clock = fakeClock(t);
  const { mock, newClient } = setUp();
  mock.fault("getAccessToken", "slow", { delay: 3_300 });
  const client = newClient({ timeout: 6_000 });
  const tokens = await clock.run(times(20, () => client.accessToken()));
  assert.equal(new Set(tokens).size, 1);
  assert.equal(mock.calls.getAccessToken, 1);
});

test("a slow fetch that ends in time is used, even if a second one has begun", async (t) => {
  const clock = fakeClock(t);
  const { mock, newClient } = setUp();
  mock.fault("getAccessToken", "slow", { delay: 3_000 });
  const client = newClient({ timeout: 4_000 });
  const tokens = await clock.run(times(20, () => client.accessToken()));
  assert.equal(new Set(tokens).size, 1);
  assert.ok(mock.calls.getAccessToken <= 2, `${mock.calls.getAccessToken} fetches`);
  assert.equal(await client.accessToken(), tokens[0]);
});

test("processes share a token through a Keyv", async () => {
  const { mock, newClient } = setUp();
  const cache = new Map();
  const clients = Array.from({ length: 5 }, () => newClient({ store: new Keyv({ store: cache }) }));
  const tokens = [];
  for (const client of clients) tokens.push(await client.accessToken());
  assert.equal(new Set(tokens).size, 1);
  mock.revokeTokens();
  for (const client of clients) assert.equal((await client.getUnionid(mock.openid())).unionid, mock.unionid());
  assert.equal(mock.calls.getAccessToken, 2);
});

test("when Baidu refuses the token of the store as well, one more is fetched for all calls", async () => {
  const { mock, newClient } = setUp();
  const cache = new Map();
  let isAway = false;
  const store = {
    get: (key) => cache.get(key),
    set: (key, value) => void (isAway || cache.set(key, value)),
    delete: (key) => cache.delete(key),
  };
  const client = newClient({ store });
  isAway = true;
  await client.accessToken();
  isAway = false;
  await newClient({ store }).accessToken();
  mock.revokeTokens();
  for (const { unionid } of await times(10, () => client.getUnionid(mock.openid())))
    assert.equal(unionid, mock.unionid());
  assert.equal(mock.calls.getAccessToken, 3);
});

test("the key in the store holds no secret, and the entry lives as long as the token", async () => {
  const { mock, newClient, client_id, sk } = setUp();
  const sets = [];
  const store = { get: () => null, set: (...args) => void sets.push(args), delete() {} };
  const token = await newClient({ store }).accessToken();
  const [[key, value, ttl]] = sets;
  assert.equal(sets.length, 1);
  assert.ok(key.includes(client_id) && !key.includes(sk) && !key.includes(token));
  assert.ok(value.endsWith(` ${token}`) && !value.includes(sk));
  assert.ok(ttl > 2_591_000_000 && ttl <= 2_592_000_000, `${ttl}`);
  assert.equal(mock.calls.getAccessToken, 1);
});

test("a value in the store that is no token is ignored and overwritten", async () => {
  const { mock, newClient } = setUp();
  const now = Date.now();
  const entry = `swan2 ${now} 0 ${now + 1e9} 24.x`;
  const rubbish = [
    [entry],
    Object.create(null),
    new String(entry),
    Symbol("24.x"),
    () => entry,
    "",
    "24.token",
    7,
    true,
    {},
    [],
    { access_token: "24.x", expires_in: 9 },
    `swan1 ${now} ${now + 1e9} 24.x`,
    `swan3 ${now} 0 ${now + 1e9} 24.x`,
    `swan2 ${now} 0 ${now + 1e9} `,
    `swan2 ${now} 0 ${now} 24.x`,
    `swan2 ${now + 1e9} 0 ${now + 2e9} 24.x`,
    "swan2 x 0 y 24.x",
  ];
  for (const value of rubbish) {
    const cache = new Map();
    const store = { get: () => cache.get("token") ?? value, set: (_, value) => cache.set("token", value), delete() {} };
    const token = await newClient({ store }).accessToken();
    assert.match(token, /^24\.[0-9a-f]{32}\./, inspect(value));
    assert.equal(await newClient({ store }).accessToken(), token, "it was not overwritten");
  }
  assert.equal(mock.calls.getAccessToken, rubbish.length);
});

test("a refused token is deleted from the store when no other can be fetched", async () => {
  const { mock, newClient } = setUp({ retries: 0 });
  const store = new Map();
  await newClient({ store }).accessToken();
  mock.revokeTokens();
  mock.fault("getAccessToken", "html502");
  await rejectsWith(newClient({ store }).getUnionid(mock.openid()), { code: "server" });
  assert.equal(store.size, 0);
});

const BROKEN = {
  throws: () => {
    throw new Error("connect ECONNREFUSED");
  },
  rejects: async () => {
    throw new Error("connect ECONNREFUSED");
  },
  "rejects with no error": () => Promise.reject("down"),
  "throws what has no text": () => {
    throw Object.create(null);
  },
  "throws an error without a text": () => {
    throw Object.assign(new Error(), { message: Object.create(null), code: Symbol("down") });
  },
  "throws an error whose message is a number": () => {
    throw Object.assign(new Error(), { message: 7, name: {} });
  },
  "never answers": () => new Promise(() => {}),
};
for (const [how, operation] of Object.entries(BROKEN)) {
  for (const broken of [["get"], ["set"], ["lock"], ["unlock"], ["get", "set", "lock", "delete"]]) {
    test(`no call fails when the store's ${broken} ${how}`, async (t) => {
      const clock = fakeClock(t);
      const events = [];
      const { mock, newClient } = setUp({
        storeTimeout: 100,
        onStoreError(event) {
          events.push(event);
          throw new Error("ignored");
        },
      });
      const works = { get() {}, set() {}, delete() {}, lock: () => (broken[0] === "unlock" ? operation : () => {}) };
      const store = { ...works, ...Object.fromEntries(broken.map((name) => [name, operation])) };
      const client = newClient({ store });
      const begin = performance.now();
      assert.equal((await clock.run(client.login(mock.issueCode()))).openid, mock.openid());
      assert.equal((await clock.run(client.getUnionid(mock.openid()))).unionid, mock.unionid());
      // Once the time of the store, and a few steps of the clock.
      assert.ok(performance.now() - begin < 150, "the store held the calls up");
      assert.equal(events.length, 1);
      assert.equal(events[0].operation, broken[0]);
      assert.ok(events[0].error instanceof Error);
      assert.equal(mock.calls.getAccessToken, 1);
    });
  }
}

test("the error that onStoreError gets shows no token", async () => {
  const events = [];
  const { newClient } = setUp({
    onStoreError: async (event) => {
      events.push(event);
      throw new Error("ignored");
    },
  });
  const set = (key, value) => {
    throw Object.assign(new Error(`SET ${key} ${value}`), { command: { args: [key, value] } });
  };
  const token = await newClient({ store: { get() {}, set, delete() {} } }).accessToken();
  const [{ error }] = events;
  assert.match(error.message, /redacted/);
  assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(token.slice(3, 35)));
});

test("with a store that locks, one process renews and the others wait for it", async (t) => {
  const clock = fakeClock(t);
  const { mock, newClient } = setUp();
  mock.fault("getAccessToken", "slow", { delay: 300 });
  const store = lockingStore();
  const tokens = await clock.run(times(8, () => newClient({ store }).accessToken()));
  assert.equal(new Set(tokens).size, 1);
  assert.equal(mock.calls.getAccessToken, 1);
  assert.equal(store.isLocked(), false);
});

test("the other processes wait for a slow fetch as well", async (t) => {
  const clock = fakeClock(t);
  const { mock, newClient } = setUp({ timeout: 6_000 });
  mock.fault("getAccessToken", "slow", { delay: 3_300 });
  const store = lockingStore();
  const tokens = await clock.run(times(8, () => newClient({ store }).accessToken()));
  assert.equal(new Set(tokens).size, 1);
  assert.equal(mock.calls.getAccessToken, 1);
});

test("when the process that holds the lock has died, one of the others takes the lock", async (t) => {
  const clock = fakeClock(t);
  const { mock, newClient } = setUp({ timeout: 4_000 });
  mock.fault("getAccessToken", "slow", { delay: 1_100 });
  const store = lockingStore();
  store.lock("of one that died", 1_100);
  const tokens = await clock.run(times(8, () => newClient({ store }).accessToken()));
  assert.equal(new Set(tokens).size, 1);
  assert.equal(mock.calls.getAccessToken, 1);
});

for (const never of [null, false, undefined]) {
  test(`a call succeeds within its timeout when the store never gives the lock (${never})`, async (t) => {
    const clock = fakeClock(t);
    const { mock, newClient } = setUp({ timeout: 6_000 });
    const store = { get() {}, set() {}, delete() {}, lock: () => never };
    assert.match(await clock.run(newClient({ store }).accessToken()), /^24\./);
    assert.equal(mock.calls.getAccessToken, 1);
  });
}

test("a client that holds a token shows no secret", async () => {
  const { client, client_id, sk } = setUp();
  const token = await client.accessToken();
  const shown = [
    inspect(client, { depth: 9, showHidden: true, getters: true }),
    JSON.stringify(client),
    JSON.stringify(Object.entries(client)),
    String(client),
    inspect(structuredClone(client), { depth: 9, showHidden: true }),
    inspect({ ...client }),
  ].join("\n");
  for (const secret of [sk, token, client_id]) assert.ok(!shown.includes(secret), shown);
});

test("a call whose token another call has replaced meanwhile takes the new token", async (t) => {
  const clock = fakeClock(t);
  const { mock, client } = setUp();
  await client.accessToken();
  mock.revokeTokens();
  mock.fault("getUnionid", "slow", { delay: 300, times: 1 });
  const slow = client.getUnionid(mock.openid());
  await client.getUnionid(mock.openid());
  assert.equal((await clock.run(slow)).unionid, mock.unionid());
  assert.equal(mock.calls.getAccessToken, 2);
});

test("a replacement that Baidu refuses is kept for a minute, then replaced", async (t) => {
  const clock = fakeClock(t);
  const { mock, client } = setUp();
  mock.fault("getUnionid", "gateway", { body: { error_code: 110 } });
  const refused = () => rejectsWith(client.getUnionid(mock.openid()), { code: "token_invalid" });
  await refused();
  await clock.advance(59_000);
  await refused();
  assert.equal(mock.calls.getAccessToken, 2);
  await clock.advance(1_010);
  await refused();
  assert.equal(mock.calls.getAccessToken, 3);
});

test("a call gives up after three refused tokens, however many others the store has", async () => {
  const { mock, newClient } = setUp();
  let reads = 0;
  const now = Date.now();
  const get = () =>
    reads < 20 ? `swan2 ${now - 1_000_000 - reads} 0 ${now + 1_000_000_000} 24.old-${reads++}` : undefined;
  const client = newClient({ store: { get, set() {}, delete() {} } });
  await rejectsWith(client.getUnionid(mock.openid()), { code: "token_invalid" });
  assert.equal(mock.calls.getUnionid, 3);
});

test("a client without a timeout waits for a slow fetch", async (t) => {
  const clock = fakeClock(t);
  const { mock, client } = setUp({ timeout: 0 });
  mock.fault("getAccessToken", "slow", { delay: 9_000 });
  const tokens = await clock.run(times(5, () => client.accessToken()));
  assert.equal(new Set(tokens).size, 1);
  assert.equal(mock.calls.getAccessToken, 1);
});

test("after 10 seconds a second fetch begins beside one that never ends", async (t) => {
  const clock = fakeClock(t);
  const { mock, client } = setUp({ timeout: 60_000 });
  mock.fault("getAccessToken", () => new Promise(() => {}), { times: 1 });
  const begin = performance.now();
  await clock.run(client.accessToken());
  const took = performance.now() - begin;
  assert.ok(took >= 10_000 && took < 10_100, `${took} ms`);
  assert.equal(mock.calls.getAccessToken, 2);
});

test("a slow fetch that ends after the second one does not replace its token", async (t) => {
  const clock = fakeClock(t);
  const { mock, client } = setUp({ timeout: 60_000 });
  mock.fault("getAccessToken", "slow", { delay: 15_000, times: 1 });
  const token = await clock.run(client.accessToken());
  assert.equal(mock.calls.getAccessToken, 2);
  await clock.advance(6_000);
  assert.equal(await client.accessToken(), token);
});

test("a slow fetch that fails leaves the second one to later calls", async (t) => {
  const clock = fakeClock(t);
  const { mock, client } = setUp({ timeout: 60_000, retries: 0 });
  const fail = async () => {
    await sleep(15_000);
    throw new TypeError("fetch failed");
  };
  mock.fault("getAccessToken", fail, { times: 1 });
  mock.fault("getAccessToken", "slow", { delay: 10_000, times: 1 });
  const first = client.accessToken();
  await clock.advance(16_000);
  const second = client.accessToken();
  assert.equal(await clock.run(first), await clock.run(second));
  assert.equal(mock.calls.getAccessToken, 2);
});

test("a token that is fresh in the store is taken without the lock", async () => {
  const { mock, newClient } = setUp();
  const store = lockingStore();
  const token = await newClient({ store }).accessToken();
  const lock = () => assert.fail("the lock was taken");
  const onStoreError = ({ error }) => assert.fail(error);
  assert.equal(await newClient({ store: { ...store, lock }, onStoreError }).accessToken(), token);
  assert.equal(mock.calls.getAccessToken, 1);
});

test("a token that another process stores just before the lock is given is taken", async () => {
  const { mock, newClient } = setUp();
  const store = lockingStore();
  let other;
  const lock = async (key, ttl) => {
    other ??= await newClient({ store }).accessToken();
    return store.lock(key, ttl);
  };
  assert.equal(await newClient({ store: { ...store, lock } }).accessToken(), other);
  assert.equal(mock.calls.getAccessToken, 1);
});

test("the lock lives for 10 seconds at most, and for less than the timeout", async () => {
  for (const [timeout, expected] of [
    [0, 10_000],
    [60_000, 10_000],
    [4_000, 2_800],
  ]) {
    const ttls = [];
    const lock = (_, ttl) => {
      ttls.push(ttl);
      return () => {};
    };
    const { newClient } = setUp({ timeout });
    await newClient({ store: { get() {}, set() {}, delete() {}, lock } }).accessToken();
    assert.deepEqual(ttls, [expected]);
  }
});

test("a client without a timeout waits at most 30 seconds for the lock", async (t) => {
  const clock = fakeClock(t);
  const { newClient } = setUp({ timeout: 0 });
  const client = newClient({ store: { get() {}, set() {}, delete() {}, lock: () => null } });
  const begin = performance.now();
  await clock.run(client.accessToken());
  const took = performance.now() - begin;
  assert.ok(took >= 30_000 && took < 31_000, `${took} ms`);
});

test("a process that cannot renew the token of the store uses it until it expires, and leaves it there", async (t) => {
  const begin = Date.now();
  t.mock.timers.enable({ apis: ["Date"], now: begin });
  const { mock, newClient } = setUp({ retries: 0 }, { now: Date.now });
  const store = new Map();
  const token = await newClient({ store }).accessToken();
  mock.fault("getAccessToken", "html502");
  t.mock.timers.setTime(begin + 2_592_000_000 - 120_000);
  assert.equal(await newClient({ store }).accessToken(), token);
  assert.equal(mock.calls.getAccessToken, 2);
  assert.equal(store.size, 1);
  t.mock.timers.setTime(begin + 2_592_000_000);
  await rejectsWith(newClient({ store }).accessToken(), { code: "server" });
});

test("a store that does not answer holds a call up for a second by default, and is used again a second later", async (t) => {
  const clock = fakeClock(t);
  const { newClient } = setUp({}, { tokenLifetime: 1 });
  let reads = 0;
  const get = () => {
    reads++;
    return new Promise(() => {});
  };
  const client = newClient({ store: { get, set() {}, delete() {} } });
  for (const expected of [1, 2]) {
    const begin = performance.now();
    await clock.run(client.accessToken());
    const took = performance.now() - begin;
    assert.ok(took >= 1_000 && took < 1_100, `${took} ms`);
    assert.equal(reads, expected);
    // The token has expired, and the store is not used.
    await clock.advance(990);
    await clock.run(client.accessToken());
    assert.equal(reads, expected);
    await clock.advance(1_000);
  }
});
