// Random schedules: processes that crash and pause, stores and answers that fail at any operation, authorizations,
// withdrawals and an emptied store at any moment. Nothing that works once is sent twice, and no app is lost.
// SWAN_SEED=n runs the schedule of that number alone.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import test from "node:test";
import { isSwanLoginError } from "swan-login";
import { durableObjectStore } from "swan-login/cloudflare";
import { fakeClock } from "../support/clock.js";
import { durableObjects } from "../support/durable-objects.js";
import { keyOf, memoryStore, setUpPlatform } from "../support/platform.js";
import { Random } from "../support/random.js";

const HOUR = 3_600_000;
const APPS = 3;
const PROCESSES = 3;
const STEPS = 40;
const OPERATIONS = ["get", "set", "delete", "compareAndSet", "lock"];

const never = () => new Promise(() => {});
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const seeds = process.env.SWAN_SEED ? [Number(process.env.SWAN_SEED)] : [1, 2, 3, 4, 5];
for (const seed of seeds)
  for (const kind of ["memory", "Durable Object"]) {
    test(`random faults lose no app: schedule ${seed}, ${kind}`, async (t) => {
      const clock = fakeClock(t);
      const store = kind === "memory" ? memoryStore() : durableObjectStore(durableObjects());
      const { baidu, newPlatform } = setUpPlatform({ store, apps: APPS, timeout: 20_000 });
      const random = new Random(seed);
      // The pauses of the package are random, too.
      t.mock.method(Math, "random", () => random.fraction());
      const world = { random, store, baidu, newPlatform, storeFaults: 0, answerFaults: 0 };
      const apps = [...baidu.apps.values()];
      const processes = Array.from({ length: PROCESSES }, () => new Process(world));
      await clock.run(processes[0].platform.handlePush(baidu.pushTicket()));
      for (const app of apps) await clock.run(processes[0].platform.authorize(baidu.authorize(app)));

      /** @type {unknown[]} */
      const unexpected = [];
      const ignore = (promise) =>
        promise.catch((error) => {
          const isExpected = isSwanLoginError(error) && !["internal", "invalid_argument"].includes(error.code);
          if (!isExpected) unexpected.push(error);
        });
      for (let step = 0; step < STEPS; step++) {
        world.storeFaults = random.chance(0.3) ? 0.15 : 0;
        world.answerFaults = random.chance(0.3) ? 0.25 : 0;
        for (const { platform } of processes)
          for (let i = 0; i < 2; i++) ignore(platform.app(random.pick(apps).app_id).login(newCode()));
        const happen = EVENTS[random.below(EVENTS.length * 1.5)];
        happen?.({ t, world, processes, index: random.below(PROCESSES), app: random.pick(apps), ignore });
        await clock.advance(5 + random.below(1_500));
      }

      // Everything works again.
      world.storeFaults = world.answerFaults = 0;
      await clock.advance(40_000);
      const platform = newPlatform();
      await clock.run(platform.handlePush(baidu.pushTicket()));
      for (const app of apps) if (!app.isAuthorized) await clock.run(ignore(platform.authorize(baidu.authorize(app))));
      // Nobody asks twice a minute.
      await clock.advance(60_000);
      for (const app of apps) {
        const login = () => clock.run(platform.app(app.app_id).login(newCode()));
        await login().catch((error) => {
          assert.equal(error.code, "token_invalid");
          return login();
        });
        assert.ok(
          String(await store.get(keyOf(app))).includes(app.refresh_token),
          "the store has another refresh token",
        );
      }
      assert.deepEqual(baidu.reused, [], "what works once was sent twice");
      assert.deepEqual(unexpected, []);
    });
  }

/** What may happen between two steps. */
const EVENTS = [
  function crash({ world, processes, index }) {
    processes[index].isDead = true;
    processes[index] = new Process(world);
  },
  function pause({ world, processes, index }) {
    processes[index].pause(500 + world.random.below(15_000));
  },
  function authorize({ world: { baidu }, processes, index, app, ignore }) {
    const [authorizationCode, inCallback] = [baidu.authorize(app, 60), baidu.authorize(app)];
    ignore(processes[index].platform.handlePush(baidu.pushEvent(app, "AUTHORIZED", { authorizationCode })));
    ignore(processes[0].platform.authorize(inCallback));
  },
  function withdraw({ world: { baidu }, processes, index, app, ignore }) {
    baidu.withdraw(app);
    ignore(processes[index].platform.handlePush(baidu.pushEvent(app, "UNAUTHORIZED")));
  },
  function withdrawWithoutPush({ world: { baidu }, app }) {
    baidu.withdraw(app);
  },
  function endAccessTokens({ world: { baidu } }) {
    baidu.endAccessTokens();
  },
  function endPlatformToken({ world: { baidu } }) {
    baidu.platformToken = undefined;
  },
  function emptyStore({ world: { store } }) {
    store.kept?.clear();
    store.locks?.clear();
  },
  function hourPasses({ t, world: { baidu }, processes, index, ignore }) {
    t.mock.timers.setTime(Date.now() + HOUR);
    ignore(processes[index].platform.handlePush(baidu.pushTicket()));
  },
];

/** A process of the platform, whose store and network fail now and then. */
class Process {
  isDead = false;
  #world;
  #pause = Promise.resolve();

  constructor(world) {
    this.#world = world;
    const store = Object.fromEntries(OPERATIONS.map((name) => [name, (...args) => this.#operate(name, args)]));
    this.platform = world.newPlatform({ store, fetch: (...args) => this.#fetch(...args), storeTimeout: 800 });
  }

  pause(ms) {
    this.#pause = sleep(ms);
  }

  /** Waits while the process is paused, for ever when it is dead. */
  async #live() {
    await this.#pause;
    if (this.isDead) await never();
  }

  async #operate(name, args) {
    const { store, random, storeFaults } = this.#world;
    const operate = () => store[name](...args);
    await this.#live();
    if (random.chance(storeFaults)) return random.pick(STORE_FAULTS)(operate);
    const result = await operate();
    await this.#live();
    if (name !== "lock" || !result) return result;
    return async () => {
      await this.#live();
      if (random.chance(storeFaults)) throw new Error("down");
      return result();
    };
  }

  async #fetch(url, init) {
    const { baidu, random, answerFaults } = this.#world;
    const answer = () => baidu.fetch(url, init);
    await this.#live();
    if (random.chance(0.1)) await sleep(random.below(400));
    if (random.chance(answerFaults)) return random.pick(ANSWER_FAULTS)(answer);
    const response = await answer();
    await this.#live();
    return response;
  }
}

const STORE_FAULTS = [
  () => Promise.reject(new Error("down")),
  never,
  // The command waits in the client until it has reconnected.
  (operate) => sleep(3_000).then(operate).then(never),
  async (operate) => {
    await operate();
    throw new Error("ECONNRESET");
  },
  async (operate) => {
    const release = await operate();
    return typeof release === "function" ? release : operate();
  },
];

const ANSWER_FAULTS = [
  () => Promise.reject(new TypeError("fetch failed")),
  () => {
    const cause = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" });
    return Promise.reject(new TypeError("fetch failed", { cause }));
  },
  () => new Response("<html>", { status: 502 }),
  () => Response.json({ error_code: 2, error_msg: "Service temporarily unavailable" }),
  (answer) => answer().then(never),
  (answer) => answer().then(() => Promise.reject(new TypeError("fetch failed"))),
  async (answer) => new Response((await (await answer()).text()).slice(0, 15)),
];

let codes = 0;
const newCode = () => `login-code-${codes++}`;
