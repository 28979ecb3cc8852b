// What must never be lost: a grant whose refresh meets lost answers, dead and paused processes, and stores that fail.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import test from "node:test";
import { fakeClock } from "../support/clock.js";
import { memoryStore, recordOf, setUpAuthorized } from "../support/platform.js";
import { rejectsWith } from "../support/rejects.js";

let codes = 0;
const newCode = () => `login-code-${codes++}`;
const minutes = (count) => count * 60_000;
const REFRESH = "app_to_tp_refresh_token";

/** An app whose token has ended, or will in `left` ms. */
async function setUpExpired(t, { left = 0, ...options } = {}) {
  const clock = fakeClock(t);
  const events = [];
  const setup = await setUpAuthorized({ onStoreError: (event) => events.push(event.operation), ...options });
  t.mock.timers.setTime(Date.now() + minutes(60) - left);
  const login = (platform = setup.platform) => clock.run(platform.app(setup.app.app_id).login(newCode()));
  return { ...setup, clock, events, login };
}

/** Holds the answers of a call back until `answerNow`. `begun` settles at the first request. */
function holdAnswers(baidu, name) {
  let answerNow;
  const held = new Promise((resolve) => {
    answerNow = resolve;
  });
  const begun = new Promise((resolve) => {
    baidu.faults.set(name, async ({ answer }) => {
      resolve();
      await held;
      return answer();
    });
  });
  return { begun, answerNow };
}

const reset = ({ answer }) => {
  answer();
  throw new TypeError("fetch failed");
};

for (const [how, fault] of Object.entries({
  "the connection breaks": reset,
  "the answer is cut": ({ answer }) => {
    answer();
    return new Response('{"access_token":"45.');
  },
  "the answer is a page of a proxy": ({ answer }) => {
    answer();
    return new Response("<html>", { status: 502 });
  },
  "no answer comes": ({ answer }) => {
    answer();
    return new Promise(() => {});
  },
})) {
  test(`the answer of a refresh is lost: ${how}`, async (t) => {
    const { baidu, app, login, newPlatform, clock } = await setUpExpired(t, { timeout: 20_000 });
    baidu.faults.set(REFRESH, (request) => {
      baidu.faults.clear();
      return fault(request);
    });
    const platforms = [newPlatform(), newPlatform(), newPlatform()];
    await clock.run(Promise.all(platforms.map(login)));
    assert.deepEqual(baidu.totals, { refreshes: 1, recoveries: 1, logins: 3 });
    assert.equal(baidu.calls[REFRESH], 1);
    assert.deepEqual(baidu.reused, []);
    await login();
    assert.equal(app.refreshes, 1);
  });
}

test("a process dies after the mark: whoever comes recovers, once, and does not send the refresh token", async (t) => {
  const { baidu, store, key, login, newPlatform, clock } = await setUpExpired(t);
  // As the dead process left it.
  const { kept, locks } = store;
  kept.set(key, `swan-app1 ${JSON.stringify({ ...recordOf(store, key), marker: { id: "dead", at: Date.now() } })}`);
  locks.set(key, { end: Date.now() + 7_000 });
  const begin = Date.now();
  const platforms = Array.from({ length: 5 }, () => newPlatform());
  await clock.run(Promise.all(platforms.map((platform) => login(platform))));
  assert.ok(Date.now() - begin >= 7_000 && Date.now() - begin < 9_000, `${Date.now() - begin} ms`);
  assert.deepEqual(baidu.totals, { refreshes: 0, recoveries: 1, logins: 5 });
  assert.equal(recordOf(store, key).marker, undefined);
});

test("while another process renews early, logins wait, though the old token is valid", async (t) => {
  const { baidu, store, key, login, newPlatform, clock, app } = await setUpExpired(t, { left: minutes(30) });
  baidu.faults.set("getsessionkeybycode", ({ url, answer }) => {
    assert.notEqual(url.searchParams.get("access_token"), old);
    return answer();
  });
  const old = app.access_token;
  const record = recordOf(store, key);
  store.kept.set(key, `swan-app1 ${JSON.stringify({ ...record, marker: { id: "other", at: Date.now() } })}`);
  store.locks.set(key, { end: Date.now() + 3_000 });
  const begin = Date.now();
  await clock.run(Promise.all([login(newPlatform()), login(newPlatform())]));
  assert.ok(Date.now() - begin >= 3_000, `${Date.now() - begin} ms`);
  assert.deepEqual(baidu.totals, { refreshes: 0, recoveries: 1, logins: 2 });
});

test("a holder that is paused longer than its lock overwrites nothing", async (t) => {
  const { baidu, store, key, login, newPlatform, clock, app } = await setUpExpired(t, { timeout: 60_000 });
  let wake;
  baidu.faults.set(REFRESH, async ({ answer }) => {
    const response = answer();
    await new Promise((resolve) => {
      wake = () => resolve(undefined);
    });
    return response;
  });
  const sleeper = newPlatform();
  const paused = login(sleeper);
  while (!wake) await clock.advance(5);
  store.locks.clear();
  await login(newPlatform());
  const later = recordOf(store, key);
  wake();
  await paused;
  assert.deepEqual(recordOf(store, key), later);
  assert.equal(await sleeper.app(app.app_id).accessToken(), app.access_token);
  assert.deepEqual(baidu.totals, { refreshes: 1, recoveries: 1, logins: 2 });
  assert.deepEqual(baidu.reused, []);
});

test("a holder that wakes up between the mark and the request sends nothing", async (t) => {
  const store = memoryStore();
  const setup = await setUpExpired(t, { store });
  const { baidu, login, newPlatform, clock, key, app } = setup;
  let wake;
  const compareAndSet = async (...args) => {
    const isSet = await store.compareAndSet(...args);
    if (args[2].includes("marker") && !wake)
      await new Promise((resolve) => {
        wake = () => resolve(undefined);
      });
    return isSet;
  };
  const sleeper = newPlatform({ store: { ...store, compareAndSet }, storeTimeout: 60_000, timeout: 60_000 });
  const paused = login(sleeper);
  while (!wake) await clock.advance(5);
  await clock.advance(5_000);
  store.locks.clear();
  await login(newPlatform());
  assert.equal(app.recoveries, 1);
  const later = recordOf(store, key);
  wake();
  await paused;
  assert.equal(baidu.calls[REFRESH], undefined);
  assert.deepEqual(recordOf(store, key), later);
});

test("the refresh token has been used: the store is read again first", async (t) => {
  const { baidu, store, key, login } = await setUpExpired(t);
  const old = recordOf(store, key);
  baidu.faults.set(REFRESH, ({ answer }) => {
    baidu.faults.clear();
    // Another program, without a lock.
    const tokens = baidu.fetch(
      `https://openapi.baidu.com/rest/2.0/oauth/token?${new URLSearchParams({
        access_token: baidu.platformToken,
        refresh_token: old.refresh_token,
        grant_type: REFRESH,
      })}`,
    );
    return tokens.then(async (response) => {
      const { access_token, refresh_token } = await response.json();
      const now = Date.now();
      const token = `swan2 ${now} 0 ${now + minutes(60)} ${access_token}`;
      store.kept.set(key, `swan-app1 ${JSON.stringify({ ...old, token, refresh_token })}`);
      return answer();
    });
  });
  await login();
  assert.deepEqual(baidu.totals, { refreshes: 1, recoveries: 0, logins: 1 });
});

test("a refresh token that was used elsewhere is recovered", async (t) => {
  const { baidu, app, login } = await setUpExpired(t);
  await baidu.fetch(
    `https://openapi.baidu.com/rest/2.0/oauth/token?${new URLSearchParams({
      access_token: baidu.platformToken,
      refresh_token: app.refresh_token,
      grant_type: REFRESH,
    })}`,
  );
  await login();
  assert.deepEqual(baidu.totals, { refreshes: 1, recoveries: 1, logins: 1 });
});

test("a refresh that certainly was not sent leaves no mark", async (t) => {
  const { baidu, store, key, login } = await setUpExpired(t);
  const before = store.kept.get(key);
  const cause = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" });
  baidu.faults.set(REFRESH, () => {
    throw new TypeError("fetch failed", { cause });
  });
  await rejectsWith(login(), { code: "network", codeConsumed: "no" });
  assert.equal(store.kept.get(key), before);
  baidu.faults.clear();
  await login();
  assert.deepEqual(baidu.totals, { refreshes: 1, recoveries: 0, logins: 1 });
});

test("while Baidu's token endpoint fails, a token that lives serves; afterwards the app recovers", async (t) => {
  const { baidu, login, clock, app } = await setUpExpired(t, { left: minutes(4) });
  const down = () => Response.json({ error_code: 2, error_msg: "Service temporarily unavailable" });
  for (const name of [REFRESH, "authorizationcode", "app_to_tp_authorization_code"]) baidu.faults.set(name, down);
  for (let i = 0; i < 5; i++) await login();
  assert.equal(baidu.calls[REFRESH], 1);
  assert.equal(baidu.calls.authorizationcode, 3, "a recovery and its two repetitions");
  assert.equal(app.logins, 5);
  await clock.advance(minutes(4));
  await rejectsWith(login(), { code: "server", codeConsumed: "no" });
  baidu.faults.clear();
  await login();
  assert.equal(app.refreshes, 0);
  assert.equal(app.recoveries, 1);
  assert.deepEqual(baidu.reused, []);
});

for (const [what, breakIt] of Object.entries({
  "it refuses writes": (store) => ({ ...store, compareAndSet: () => Promise.reject(new Error("OOM")) }),
  "it forgets writes": (store) => ({ ...store, compareAndSet: async () => true, get: async () => undefined }),
  "it gives no lock": (store) => ({ ...store, lock: () => Promise.reject(new Error("READONLY")) }),
  "it cannot be read": (store) => ({ ...store, get: () => Promise.reject(new Error("down")) }),
  "it hangs": (store) => ({ ...store, get: () => new Promise(() => {}) }),
})) {
  test(`a store that fails: ${what}. No refresh is begun, and a token that lives serves`, async (t) => {
    const store = memoryStore();
    const methods = { ...store };
    const { baidu, login, clock, events } = await setUpExpired(t, { store: methods, left: minutes(4) });
    Object.assign(methods, breakIt(store));
    if (what === "it forgets writes") Object.assign(methods, { get: store.get, compareAndSet: async () => false });
    for (let i = 0; i < 3; i++) await login();
    assert.equal(baidu.calls[REFRESH], undefined);
    if (what !== "it forgets writes") assert.ok(events.length > 0);
    await clock.advance(minutes(4));
    await rejectsWith(login(), { code: "platform_not_ready", retryable: true, codeConsumed: "no" });
    assert.equal(baidu.calls[REFRESH], undefined);
    Object.assign(methods, store);
    await clock.advance(1_001);
    await login();
    assert.deepEqual(baidu.totals, { refreshes: 1, recoveries: 0, logins: 4 });
  });
}

test("new tokens that the store does not keep serve their process, and the next one recovers", async (t) => {
  const store = memoryStore();
  const methods = { ...store };
  const { baidu, login, clock, app, newPlatform } = await setUpExpired(t, { store: methods });
  const down = () => Promise.reject(new Error("down"));
  baidu.faults.set(REFRESH, ({ answer }) => {
    baidu.faults.clear();
    Object.assign(methods, { get: down, set: down, compareAndSet: down, lock: down });
    return answer();
  });
  await login();
  await login();
  assert.equal(app.logins, 2);
  await rejectsWith(login(newPlatform()), { code: "platform_not_ready" });
  Object.assign(methods, store);
  store.locks.clear();
  await clock.advance(1_001);
  await login(newPlatform());
  await login();
  assert.deepEqual(baidu.totals, { refreshes: 1, recoveries: 1, logins: 4 });
});

for (const [how, repeat] of Object.entries({
  "no answer": () => new Promise(() => {}),
  "the connection breaks": () => Promise.reject(new Error("ECONNRESET")),
  "the client of Redis sends it twice": (compareAndSet) => compareAndSet(),
})) {
  test(`a write whose answer is lost is read again: ${how}`, async (t) => {
    const store = memoryStore();
    const methods = { ...store };
    const { baidu, login } = await setUpExpired(t, { store: methods });
    methods.compareAndSet = async (...args) => {
      await store.compareAndSet(...args);
      return repeat(() => store.compareAndSet(...args));
    };
    await login();
    assert.deepEqual(baidu.totals, { refreshes: 1, recoveries: 0, logins: 1 });
  });
}

test("a withdrawal during a refresh stands", async (t) => {
  const { baidu, platform, login, clock, app } = await setUpExpired(t);
  baidu.faults.set(REFRESH, async ({ answer }) => {
    const response = answer();
    await clock.advance(1_000);
    baidu.withdraw(app);
    assert.equal((await platform.handlePush(baidu.pushEvent(app, "UNAUTHORIZED"))).status, 200);
    return response;
  });
  await rejectsWith(login(), { code: "app_not_authorized" });
  await rejectsWith(login(), { code: "app_not_authorized" });
  assert.equal(app.recoveries, 0);
});

test("an authorization during a refresh stands", async (t) => {
  const { baidu, newPlatform, login, clock, app, platform } = await setUpExpired(t);
  let authorized;
  baidu.faults.set(REFRESH, async ({ answer }) => {
    baidu.faults.clear();
    const response = answer();
    authorized = newPlatform().authorize(baidu.authorize(app));
    await clock.advance(200);
    return response;
  });
  await login().catch(() => {});
  await clock.run(authorized);
  assert.equal(await platform.app(app.app_id).accessToken(), app.access_token);
  await login();
  assert.deepEqual(baidu.reused, []);
});

test("an authorization stands, though a refresh has begun and ended before Baidu exchanges its code", async (t) => {
  const { baidu, store, key, newPlatform, login, clock, app } = await setUpExpired(t, { timeout: 60_000 });
  const exchange = holdAnswers(baidu, "app_to_tp_authorization_code");
  const authorized = newPlatform().authorize(baidu.authorize(app));
  await exchange.begun;
  await clock.advance(5);
  await login(newPlatform());
  exchange.answerNow();
  await clock.run(authorized);
  assert.equal(recordOf(store, key).refresh_token, app.refresh_token);
  await login();
  assert.deepEqual(baidu.totals, { refreshes: 1, recoveries: 0, logins: 2 });
  assert.deepEqual(baidu.reused, []);
});

for (const [what, setUpBefore] of Object.entries({
  "has recovered the grant": ({ store, key }) => {
    const record = recordOf(store, key);
    store.kept.set(key, `swan-app1 ${JSON.stringify({ ...record, marker: { id: "dead", at: 0 } })}`);
  },
  "has found no authorization": ({ baidu, app }) => baidu.withdraw(app),
})) {
  test(`an authorization stands, though a machine whose clock is half a minute ahead ${what}`, async (t) => {
    const setup = await setUpExpired(t);
    const { baidu, store, key, newPlatform, login, app } = setup;
    setUpBefore(setup);
    const now = Date.now();
    t.mock.timers.setTime(now + 30_000);
    await login(newPlatform()).catch(() => {});
    assert.equal(app.recoveries, 1);
    t.mock.timers.setTime(now + 1_000);
    assert.equal((await newPlatform().authorize(baidu.authorize(app))).app_id, app.app_id);
    assert.equal(recordOf(store, key).refresh_token, app.refresh_token);
    await login();
    assert.equal(app.recoveries, 1);
  });
}

test("an emptied store: every app comes back by another authorization code", async (t) => {
  const clock = fakeClock(t);
  const { baidu, newPlatform, store } = await setUpAuthorized({ apps: 10 });
  const platforms = Array.from({ length: 3 }, () => newPlatform());
  await clock.run(platforms[0].app(baidu.app.app_id).login(newCode()));
  store.kept.clear();
  await clock.run(platforms[0].handlePush(baidu.pushTicket()));
  const logins = [...baidu.apps.keys()].flatMap((app_id) =>
    platforms.map((platform) => platform.app(app_id).login(newCode())),
  );
  await clock.run(Promise.all(logins));
  assert.deepEqual(baidu.totals, { refreshes: 0, recoveries: 10, logins: 31 });
});

test("a store without locks: the marker holds the others up, for one lock's life", async (t) => {
  const store = new Map();
  const { baidu, key, newPlatform, login, clock } = await setUpExpired(t, { store, timeout: 20_000 });
  const platforms = Array.from({ length: 4 }, () => newPlatform());
  await clock.run(Promise.all(platforms.map((platform) => login(platform))));
  assert.deepEqual(baidu.totals, { refreshes: 1, recoveries: 0, logins: 4 });
  // A process dies.
  t.mock.timers.setTime(Date.now() + minutes(60));
  const record = JSON.parse(store.get(key).replace(/^\S+ /, ""));
  store.set(key, `swan-app1 ${JSON.stringify({ ...record, marker: { id: "dead", at: Date.now() } })}`);
  const begin = Date.now();
  await clock.run(Promise.all(platforms.map((platform) => login(platform))));
  assert.ok(Date.now() - begin >= 7_000);
  assert.deepEqual(baidu.totals, { refreshes: 1, recoveries: 1, logins: 8 });
  assert.deepEqual(baidu.reused, []);
});
