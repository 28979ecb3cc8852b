// What a store may do wrong: no call fails or stalls by it, and what is reported of it holds no token.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import test from "node:test";
import { inspect } from "node:util";
import { isSwanLoginError, SwanClient } from "swan-login";
import { durableObjectStore, kvStore } from "swan-login/cloudflare";
import { GuardedStore } from "../../pkg/token/stores/guarded.js";
import { fakeClock } from "../support/clock.js";
import { durableObjects } from "../support/durable-objects.js";

const TOKEN = "24.0123456789abcdef0123456789abcdef.2592000.1766310000.282335-17000000";
/** Of this one no piece can be told from a word. */
const LETTERS = "secret-of-letters.dots-and_hyphens";

const entryOf = (token) => `swan2 ${Date.now()} 0 ${Date.now() + 2_592_000_000} ${token}`;

/** How libraries show a value in their errors. @type {[string, (value: string) => string][]} */
const SHOWN = [
  ["whole", (value) => value],
  ["as JSON", (value) => JSON.stringify(["set", "key", value, "px", 1])],
  ["as JSON in JSON", (value) => JSON.stringify(JSON.stringify({ value }))],
  ["inspected", (value) => inspect({ command: { name: "set", args: ["key", value] } })],
  ["with escaped slashes", (value) => value.replaceAll("/", "\\/")],
  ["percent-encoded", encodeURIComponent],
  ["as Unicode escapes", (value) => value.replace(/[^A-Za-z0-9 ]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`)],
  ["in capitals", (value) => value.toUpperCase()],
  ["cut at its end", (value) => `${value.slice(0, -12)}…`],
  ["cut at its beginning", (value) => `…${value.slice(-24)}`],
  ["in pieces", (value) => value.match(/.{1,12}/g).join("\n")],
  ["quoted", (value) => `Unexpected token 's', "${value.slice(0, 60)}"... is not valid JSON`],
  ["as a Buffer", (value) => inspect(Buffer.from(value))],
  ["as an array of bytes", (value) => inspect([...Buffer.from(value)], { maxArrayLength: null })],
  ["as base64", (value) => Buffer.from(value).toString("base64")],
  ["as hex", (value) => Buffer.from(value).toString("hex")],
];

/** Nor any 8 letters and digits of the token in a row, whatever stands between. */
function assertHoldsNothing(shown, token) {
  const plain = (text) => text.replace(/[^A-Za-z0-9]/g, "").toLowerCase();
  const [text, secret] = [plain(shown), plain(token)];
  for (let i = 0; i + 8 <= secret.length; i++) assert.ok(!text.includes(secret.slice(i, i + 8)), shown);
}

/** A store whose `operation` fails with an error that shows the entry of a token, when `state.isDown`. */
function failingStore(operation, token, show) {
  const state = { isDown: false };
  const run = (name, result) => () => {
    if (name !== operation || !state.isDown) return result;
    const text = show(entryOf(token));
    const fields = { name: text, code: token.replace(/[^a-z]/g, ""), command: { args: [text] } };
    throw Object.assign(new Error(`ERR failed, command was: ${text}`, { cause: text }), fields);
  };
  return {
    state,
    store: {
      get: run("get", entryOf(token)),
      set: run("set"),
      delete: run("delete"),
      lock: run("lock", run("unlock")),
    },
  };
}

const OPERATIONS = {
  get: (store) => store.get("key"),
  set: (store, value) => store.set("key", value, 1_000),
  delete: (store) => store.delete("key"),
  lock: (store) => store.lock("key", 1_000),
  unlock: async (store) => (await store.lock("key", 1_000))(),
};

for (const [operation, run] of Object.entries(OPERATIONS)) {
  for (const [how, show] of SHOWN) {
    test(`an error of ${operation} that shows the value ${how} is reported without it`, async () => {
      for (const [token, isKnown] of [
        [TOKEN, false],
        [TOKEN, true],
        [LETTERS, true],
      ]) {
        const events = [];
        const { store, state } = failingStore(operation, token, show);
        const guarded = new GuardedStore(store, { onStoreError: (event) => events.push(event) });
        if (isKnown) await guarded.get("key");
        state.isDown = true;
        await run(guarded, entryOf(token));
        assert.equal(events.length, 1);
        assert.equal(events[0].operation, operation);
        const { error } = events[0];
        assertHoldsNothing(`${inspect(error, { depth: 9, showHidden: true })} ${JSON.stringify(error)}`, token);
      }
    });
  }
}

test("what an administrator must know of an error is kept", async () => {
  const errors = [
    [Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:6379"), { code: "ECONNREFUSED" })],
    [new Error("getaddrinfo ENOTFOUND redis.example.com")],
    [new Error("NOPERM this user has no permissions to run the 'eval' command")],
    [new Error("READONLY You can't write against a read only replica.")],
    [
      new Error("OOM command not allowed when used memory > 'maxmemory'."),
      "OOM command not allowed when used memory [redacted] 'maxmemory'.",
    ],
    [Object.assign(new Error("连接超时"), { name: "TimeoutError", code: "ERR_SOCKET_TIMEOUT" })],
    [Object.assign(new AggregateError([]), { code: "ECONNREFUSED" }), "the store failed"],
    ["down", "down"],
    [undefined, "the store failed"],
  ];
  for (const [thrown, message = thrown.message] of errors) {
    let reported;
    const get = () => Promise.reject(thrown);
    await new GuardedStore({ get, set() {}, delete() {} }, { onStoreError: (event) => (reported = event) }).get("key");
    assert.equal(reported.error.message, message);
    if (thrown?.code) assert.equal(reported.error.code, thrown.code);
    if (thrown instanceof Error) assert.equal(reported.error.name, thrown.name);
  }
});

test("a lock that is given after its time is released at once", async (t) => {
  const clock = fakeClock(t);
  let released = 0;
  const lock = async () => {
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    return () => released++;
  };
  const store = new GuardedStore({ get() {}, set() {}, delete() {}, lock }, {});
  assert.equal(await clock.run(store.lock("key", 7_000)), undefined);
  assert.equal(released, 0);
  await clock.advance(2_100);
  assert.equal(released, 1);
});

test("a store that cannot keep the token still releases the lock", async () => {
  let isLocked = false;
  const events = [];
  const store = {
    get() {},
    set: () => Promise.reject(new Error("OOM command not allowed")),
    delete() {},
    lock: () => {
      isLocked = true;
      return () => {
        isLocked = false;
      };
    },
  };
  const fetch = async () => Response.json({ access_token: TOKEN, expires_in: 2_592_000 });
  const onStoreError = (event) => events.push(event.operation);
  assert.equal(await new SwanClient({ client_id: "k", sk: "s", store, fetch, onStoreError }).accessToken(), TOKEN);
  assert.equal(isLocked, false);
  assert.deepEqual(events, ["set"]);
});

test("a Durable Object keeps a text for its time, and gives the lock to one, whatever the wall clock does", async (t) => {
  const clock = fakeClock(t);
  const store = durableObjectStore(durableObjects());
  await store.set("k", "v", 60_000);
  assert.equal(await store.get("k"), "v");
  assert.equal(await store.get("other"), null);
  const release = await store.lock("k", 7_000);
  assert.equal(await store.lock("k", 7_000), null);
  t.mock.timers.setTime(Date.now() - 3_600_000);
  assert.equal(await store.lock("k", 7_000), null);
  await clock.advance(7_000);
  const next = await store.lock("k", 7_000);
  assert.equal(typeof next, "function", "the lock has not ended");
  await release();
  assert.equal(await store.lock("k", 7_000), null, "the lock of another was released");
  await next();
  assert.equal(typeof (await store.lock("k", 7_000)), "function");
});

test("a Durable Object replaces a text only where it is the expected one, and keeps it for its time or for ever", async (t) => {
  const clock = fakeClock(t);
  const store = durableObjectStore(durableObjects());
  assert.equal(await store.compareAndSet("k", "other", "v", undefined), false);
  assert.equal(await store.get("k"), null);
  assert.equal(await store.compareAndSet("k", undefined, "v", undefined), true);
  assert.equal(await store.compareAndSet("k", undefined, "w", undefined), false);
  t.mock.timers.setTime(Date.now() + 40 * 86_400_000);
  const racers = Array.from({ length: 5 }, () => store.compareAndSet("k", "v", "w", 60_000));
  assert.equal((await Promise.all(racers)).filter(Boolean).length, 1);
  assert.equal(await store.get("k"), "w");
  await clock.advance(60_001);
  assert.equal(await store.get("k"), null);
  assert.equal(await store.compareAndSet("k", undefined, "again", 60_000), true, "what has ended counts as absent");
  await store.set("k", "for ever", undefined);
  t.mock.timers.setTime(Date.now() + 40 * 86_400_000);
  assert.equal(await store.get("k"), "for ever");
});

test("a lock needs no global crypto", async (t) => {
  const { crypto } = globalThis;
  Object.defineProperty(globalThis, "crypto", { value: undefined, configurable: true, writable: true });
  t.after(() => Object.defineProperty(globalThis, "crypto", { value: crypto, configurable: true, writable: true }));
  const store = durableObjectStore(durableObjects());
  const release = await store.lock("k", 7_000);
  assert.equal(await store.lock("k", 7_000), null);
  await release();
  assert.equal(typeof (await store.lock("k", 7_000)), "function");
});

test("Workers KV is asked to forget the entry", async () => {
  const puts = [];
  const store = kvStore({
    get: async () => null,
    put: async (...args) => void puts.push(args),
    delete: async () => {},
  });
  await store.set("k", "v", 90_000.5);
  await store.set("k", "v", 5);
  await store.set("k", "v", undefined);
  assert.deepEqual(puts, [
    ["k", "v", { expirationTtl: 91 }],
    ["k", "v", { expirationTtl: 60 }],
    ["k", "v", {}],
  ]);
});

test("a binding of another kind is refused at once", () => {
  const namespace = durableObjects();
  const kv = { get() {}, put() {}, delete() {} };
  for (const [name, make, wrong] of [
    ["kvStore", kvStore, [undefined, null, "SWAN_KV", namespace, { get() {} }]],
    ["durableObjectStore", durableObjectStore, [undefined, null, kv, new Map()]],
  ]) {
    for (const binding of wrong)
      assert.throws(
        () => make(binding),
        (error) =>
          isSwanLoginError(error) &&
          error.code === "invalid_argument" &&
          error.endpoint === name &&
          error.param === "namespace",
      );
  }
});
