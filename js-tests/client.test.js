import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test from "node:test";
import { inspect } from "node:util";
import Keyv from "keyv";
import { isSwanLoginError, SwanClient } from "swan-login";
import { createMockBaidu } from "swan-login/mock";

const REFUSALS = [{ error_code: 110 }, { error_code: 111 }, { errno: 110 }, { errno: 111 }];

/** A mock Baidu, and a client of its app. */
function setUp(options, mockOptions) {
  const mock = createMockBaidu(mockOptions);
  const [{ client_id, sk }] = mock.apps;
  const params = { client_id, sk, fetch: mock.fetch };
  const newClient = (more) => new SwanClient({ ...params, ...options, ...more });
  return { mock, client_id, sk, newClient, client: newClient() };
}

const times = (count, run) => Promise.all(Array.from({ length: count }, run));

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A store of one key, with a lock that ends by itself. */
function lockingStore() {
  let kept;
  let lockedUntil = 0;
  const isLocked = () => Date.now() < lockedUntil;
  return {
    isLocked,
    get: () => kept,
    set: (_, value) => void (kept = value),
    delete: () => void (kept = undefined),
    lock(_, ttl) {
      if (isLocked()) return null;
      lockedUntil = Date.now() + ttl;
      return () => void (lockedUntil = 0);
    },
  };
}

/** What a call rejects with, if it is one of this package's errors. */
async function failure(call) {
  const error = await Promise.resolve()
    .then(call)
    .then(
      () => assert.fail("should have failed"),
      (error) => error,
    );
  assert.ok(isSwanLoginError(error), inspect(error));
  return error;
}

test("a code becomes a session, and the openid a unionid", async () => {
  const { mock, client } = setUp();
  const session = await client.login(mock.issueCode());
  assert.equal(session.openid, mock.openid());
  assert.match(session.session_key, /^[0-9a-f]{32}$/);
  assert.equal((await client.getUnionid(session.openid)).unionid, mock.unionid());
  assert.match(await client.accessToken(), /^24\./);
  assert.equal(mock.calls.getAccessToken, 1);
});

test("user data is decrypted for the client's own app", () => {
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
  assert.throws(() => another.decryptUserData(theirs), { code: "decrypt_failed" });
});

test("require gives a client that does the same", async () => {
  const { mock, client_id, sk } = setUp();
  const { SwanClient: Client } = createRequire(import.meta.url)("swan-login");
  const client = new Client({ client_id, sk, fetch: mock.fetch });
  assert.equal((await client.login(mock.issueCode())).openid, mock.openid());
});

test("a wrong argument is named", () => {
  const { client_id, sk } = setUp();
  const wrong = [
    [undefined, "client_id"],
    [{ sk }, "client_id"],
    [{ client_id, sk: "" }, "sk"],
    [{ client_id: 7, sk }, "client_id"],
    [{ client_id, sk, timeout: "soon" }, "timeout"],
    [{ client_id, sk, baseUrl: "http://example.com" }, "baseUrl"],
    [{ client_id, sk, baseUrl: { spapi: "http://example.com" } }, "baseUrl"],
    [{ client_id, sk, store: new WeakMap([]).get }, "store"],
    [{ client_id, sk, store: { get() {}, set() {} } }, "store"],
    [{ client_id, sk, store: "redis://localhost" }, "store"],
    [{ client_id, sk, storeTimeout: -1 }, "storeTimeout"],
    [{ client_id, sk, storeTimeout: 2 ** 31 }, "storeTimeout"],
    [{ client_id, sk, storeTimeout: Symbol("soon") }, "storeTimeout"],
    [{ client_id, sk, onStoreError: true }, "onStoreError"],
    [{ client_id, sk, signal: AbortSignal.abort() }, "signal"],
  ];
  for (const [params, field] of wrong) {
    const check = (error) => {
      assert.ok(isSwanLoginError(error), inspect(error));
      assert.equal(error.code, "invalid_argument");
      assert.equal(error.endpoint, "SwanClient");
      assert.match(error.message, new RegExp(`\\b${field}\\b`));
      return true;
    };
    assert.throws(() => new SwanClient(params), check, field);
  }
});

test("a wrong argument of a call is named, and nothing is sent", async () => {
  const { mock, client } = setUp();
  for (const [call, endpoint] of [
    [() => client.login(""), "jscode2sessionkey"],
    [() => client.login(undefined, { timeout: -1 }), "jscode2sessionkey"],
    [() => client.getUnionid(""), "getUnionid"],
    [() => client.getUnionid("openid", { timeout: "soon" }), "getUnionid"],
    [() => client.accessToken({ signal: "stop" }), "getAccessToken"],
    [() => client.login(mock.issueCode(), "x"), "jscode2sessionkey"],
    [() => client.login(mock.issueCode(), 7), "jscode2sessionkey"],
    [() => client.getUnionid("openid", () => {}), "getUnionid"],
    [() => client.accessToken(false), "getAccessToken"],
  ]) {
    const error = await failure(call);
    assert.equal(error.code, "invalid_argument");
    assert.equal(error.endpoint, endpoint);
  }
  assert.deepEqual(Object.values(mock.calls).filter(Boolean), []);
});

test("options may be null", async () => {
  const { mock, client } = setUp();
  const { openid } = await client.login(mock.issueCode(), null);
  assert.equal((await client.getUnionid(openid, null)).unionid, mock.unionid());
  assert.match(await client.accessToken(null), /^24\./);
});

test("many calls at the same moment fetch one token", async () => {
  const { mock, client } = setUp();
  mock.fault("getAccessToken", "slow", { delay: 50 });
  const openid = mock.openid();
  await times(200, (_, i) => (i % 2 ? client.accessToken() : client.getUnionid(openid)));
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

test("many calls that Baidu refuses at the same moment fetch one new token, every time it happens", async () => {
  const { mock, client } = setUp();
  for (const fetches of [2, 3, 4]) {
    await client.accessToken();
    mock.revokeTokens();
    await times(50, () => client.getUnionid(mock.openid()));
    assert.equal(mock.calls.getAccessToken, fetches);
  }
});

test("a token that Baidu always refuses is not fetched in a loop", async () => {
  const { mock, client } = setUp();
  mock.fault("getUnionid", "gateway", { body: { error_code: 110 } });
  for (const error of await times(20, () => failure(() => client.getUnionid(mock.openid())))) {
    assert.equal(error.code, "token_invalid");
    assert.equal(error.endpoint, "getUnionid");
  }
  for (let i = 0; i < 5; i++) await failure(() => client.getUnionid(mock.openid()));
  assert.equal(mock.calls.getAccessToken, 2);
  mock.clearFaults();
  assert.equal((await client.getUnionid(mock.openid())).unionid, mock.unionid());
});

test("a token that is refused while the store still takes it is an error of Baidu's to everybody", async () => {
  const { mock, newClient } = setUp();
  const client = newClient({ store: { ...lockingStore(), set: () => sleep(300) } });
  mock.fault("getUnionid", "gateway", { body: { error_code: 110 } });
  const calls = times(5, () => failure(() => client.getUnionid(mock.openid())));
  await sleep(100);
  const later = times(5, () => failure(() => client.getUnionid(mock.openid())));
  for (const error of [...(await calls), ...(await later)]) assert.equal(error.code, "token_invalid");
  assert.equal(mock.calls.getAccessToken, 2);
});

test("a successor that has worked, and its own successor, are replaced when Baidu refuses them", async (t) => {
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
  for (const client of [...clients, ...clients, ...clients]) {
    assert.equal((await failure(() => client.getUnionid(mock.openid()))).code, "token_invalid");
  }
  assert.equal(mock.calls.getAccessToken, 2);
});

test("a token is renewed minutes before it ends, at a time that differs", async (t) => {
  const begin = Date.now();
  const renewals = new Set();
  t.mock.timers.enable({ apis: ["Date"], now: begin });
  for (let i = 0; i < 10; i++) {
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

test("a life shorter than those minutes is used for most of it", async (t) => {
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

test("a renewal that fails does no harm while the old token lives", async (t) => {
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
  assert.equal((await failure(() => client.accessToken())).code, "server");
  mock.clearFaults();
  assert.notEqual(await client.accessToken(), first);
});

test("a fetch that fails is told to all who wait, and the next call begins anew", async () => {
  const { mock, client } = setUp({ retries: 0 });
  mock.fault("getAccessToken", "oauth401", { times: 1 });
  for (const error of await times(10, () => failure(() => client.getUnionid(mock.openid())))) {
    assert.equal(error.code, "bad_credentials");
    assert.equal(error.endpoint, "getAccessToken");
  }
  assert.equal(mock.calls.getAccessToken, 1);
  assert.match(await client.accessToken(), /^24\./);
});

test("one caller's abort or timeout leaves the fetch to the others", async () => {
  const { mock, client } = setUp();
  mock.fault("getAccessToken", "slow", { delay: 300 });
  const reason = new Error("changed my mind");
  const controller = new AbortController();
  const aborted = client.getUnionid(mock.openid(), { signal: controller.signal });
  const late = failure(() => client.accessToken({ timeout: 20 }));
  const patient = client.getUnionid(mock.openid());
  setTimeout(() => controller.abort(reason), 20);
  await assert.rejects(aborted, (error) => error === reason);
  const error = await late;
  assert.equal(error.code, "timeout");
  assert.equal(error.endpoint, "getAccessToken");
  assert.equal(error.retryable, true);
  assert.equal((await patient).unionid, mock.unionid());
  assert.equal(mock.calls.getAccessToken, 1);
  assert.equal(mock.calls.getUnionid, 1);
});

test("a call that was aborted before asks nothing", async () => {
  const { mock, client } = setUp();
  const signal = AbortSignal.abort("never");
  await assert.rejects(client.accessToken({ signal }), (reason) => reason === "never");
  await assert.rejects(client.login(mock.issueCode(), { signal }), (reason) => reason === "never");
  assert.equal(mock.calls.getAccessToken, 0);
});

test("the timeout of a call covers the token and the unionid together", async () => {
  const { mock, client } = setUp({ timeout: 5_000 });
  mock.fault("getAccessToken", "slow", { delay: 200 });
  mock.fault("getUnionid", "hang");
  const begin = performance.now();
  const error = await failure(() => client.getUnionid(mock.openid(), { timeout: 400 }));
  assert.equal(error.code, "timeout");
  assert.equal(error.endpoint, "getUnionid");
  assert.ok(performance.now() - begin >= 390, "too early");
  assert.equal(mock.calls.getUnionid, 1);
});

test("a renewal that never ends does not hold up the calls after it", async () => {
  const { mock, newClient } = setUp();
  mock.fault("getAccessToken", () => new Promise(() => {}), { times: 1 });
  const client = newClient({ timeout: 6_000 });
  const [first, second] = await times(2, () => client.accessToken());
  assert.equal(first, second);
  assert.equal(mock.calls.getAccessToken, 2);
});

test("calls wait for a fetch that takes most of their time, and none begins another", async () => {
  const { mock, newClient } = setUp();
  mock.fault("getAccessToken", "slow", { delay: 3_300 });
  const client = newClient({ timeout: 6_000 });
  const tokens = await times(20, () => client.accessToken());
  assert.equal(new Set(tokens).size, 1);
  assert.equal(mock.calls.getAccessToken, 1);
});

test("a fetch that takes nearly all of their time serves them before one that began later", async () => {
  const { mock, newClient } = setUp();
  mock.fault("getAccessToken", "slow", { delay: 3_000 });
  const client = newClient({ timeout: 4_000 });
  const tokens = await times(20, () => client.accessToken());
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

test("a token that another process left is refused, too: one more is fetched, for all calls at once", async () => {
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

test("the store's key holds no secret, and the entry lives as long as the token", async () => {
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

test("rubbish in the store is ignored and overwritten", async () => {
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

test("a dead token is not left in the store when no other can be had", async () => {
  const { mock, newClient } = setUp({ retries: 0 });
  const store = new Map();
  await newClient({ store }).accessToken();
  mock.revokeTokens();
  mock.fault("getAccessToken", "html502");
  assert.equal((await failure(() => newClient({ store }).getUnionid(mock.openid()))).code, "server");
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
    test(`no call fails when the store's ${broken} ${how}`, async () => {
      const events = [];
      const { mock, newClient } = setUp({
        storeTimeout: 100,
        onStoreError: (event) => (events.push(event), assert.fail()),
      });
      const works = { get() {}, set() {}, delete() {}, lock: () => (broken[0] === "unlock" ? operation : () => {}) };
      const store = { ...works, ...Object.fromEntries(broken.map((name) => [name, operation])) };
      const client = newClient({ store });
      const begin = performance.now();
      assert.equal((await client.login(mock.issueCode())).openid, mock.openid());
      assert.equal((await client.getUnionid(mock.openid())).unionid, mock.unionid());
      assert.ok(performance.now() - begin < 3_000, "the store held it up");
      assert.equal(events.length, 1);
      assert.equal(events[0].operation, broken[0]);
      assert.ok(events[0].error instanceof Error);
      assert.equal(mock.calls.getAccessToken, 1);
    });
  }
}

test("what onStoreError hears holds no token", async () => {
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

test("where the store can lock, one renews and the others wait for it", async () => {
  const { mock, newClient } = setUp();
  mock.fault("getAccessToken", "slow", { delay: 300 });
  const store = lockingStore();
  const tokens = await times(8, () => newClient({ store }).accessToken());
  assert.equal(new Set(tokens).size, 1);
  assert.equal(mock.calls.getAccessToken, 1);
  assert.equal(store.isLocked(), false);
});

test("the others wait for a slow fetch, too", async () => {
  const { mock, newClient } = setUp({ timeout: 6_000 });
  mock.fault("getAccessToken", "slow", { delay: 3_300 });
  const store = lockingStore();
  const tokens = await times(8, () => newClient({ store }).accessToken());
  assert.equal(new Set(tokens).size, 1);
  assert.equal(mock.calls.getAccessToken, 1);
});

test("when the holder of the lock has died, one of the others takes it", async () => {
  const { mock, newClient } = setUp({ timeout: 4_000 });
  mock.fault("getAccessToken", "slow", { delay: 1_100 });
  const store = lockingStore();
  store.lock("of one that died", 1_100);
  const tokens = await times(8, () => newClient({ store }).accessToken());
  assert.equal(new Set(tokens).size, 1);
  assert.equal(mock.calls.getAccessToken, 1);
});

for (const never of [null, false, undefined]) {
  test(`a lock that is never given (${never}) holds nobody up for long`, async () => {
    const { mock, newClient } = setUp({ timeout: 6_000 });
    const store = { get() {}, set() {}, delete() {}, lock: () => never };
    assert.match(await newClient({ store }).accessToken(), /^24\./);
    assert.equal(mock.calls.getAccessToken, 1);
  });
}

test("a client shows no secret", async () => {
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

test("errors of a client hold no secret", async () => {
  const { mock, client, sk } = setUp({ retries: 0 });
  const code = mock.issueCode();
  mock.fault("*", "network");
  for (const call of [() => client.login(code), () => client.getUnionid("openid")]) {
    const error = await failure(call);
    assert.equal(error.code, "network");
    const shown = `${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}${error.stack}`;
    for (const secret of [sk, code]) assert.ok(!shown.includes(secret), shown);
  }
});

test("options of a call that are no object are refused", async () => {
  const { client_id, sk } = setUp();
  const client = new SwanClient({ client_id, sk, fetch: () => assert.fail("a request has left") });
  for (const [call, codeConsumed] of [
    [() => client.login("x", "text"), "no"],
    [() => client.getUnionid("x", "text"), undefined],
    [() => client.accessToken("text"), undefined],
  ]) {
    const error = await failure(call);
    assert.equal(error.code, "invalid_argument");
    assert.equal(error.param, "options");
    assert.equal(error.codeConsumed, codeConsumed);
  }
});
