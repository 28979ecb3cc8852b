/**
 * What must never be lost, with processes on a real Redis. Each scenario gives figures, and throws when an app is lost, or
 * when what works once was sent twice.
 */

import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { Redis } from "ioredis";
import { SwanPlatform } from "swan-login/platform";
import { redisStore } from "swan-login/redis";
import { CLIENT_ID, PlatformBaidu, PUSH, servePlatformBaidu } from "../support/platform-baidu.js";
import { redisServer } from "../support/redis-server.js";

/** @import { ChildProcess } from "node:child_process" */
/** @import { Fault } from "../support/platform-baidu.js" */
/** @import { Work } from "./platform-process.js" */

const HOUR = 3_600_000;
const REFRESH = "app_to_tp_refresh_token";

/** The steps of a refresh, and what becomes of an app whose process dies there. */
export const STEPS = {
  "before the mark": { refreshes: 1, recoveries: 0 },
  "after the mark": { refreshes: 0, recoveries: 1 },
  "after sending": { refreshes: 1, recoveries: 1 },
  "after the answer": { refreshes: 1, recoveries: 1 },
  "before the write": { refreshes: 1, recoveries: 1 },
  "after the write": { refreshes: 1, recoveries: 0 },
  "before the release": { refreshes: 1, recoveries: 0 },
};

/** Answers that never come whole. @type {Record<string, Fault>} */
export const LOST_ANSWERS = {
  reset({ answer }) {
    answer();
    throw new Error("the connection breaks");
  },
  timeout({ answer }) {
    answer();
    return new Promise(() => {});
  },
  cut({ answer }) {
    answer();
    return new Response('{"access_token":"45.', { headers: { "content-length": "500" } });
  },
};

/** @typedef {{ processes: number, calls: number, refreshes: number, recoveries: number, failures: string[] }} Figures */

/** Baidu over HTTP, a Redis, and the processes of one platform. */
export class Platform {
  /** @type {ChildProcess[]} */
  processes = [];
  #forked = 0;
  #told = 0;

  /** @param {number} apps @param {number} processes */
  static async begin(apps, processes) {
    const baidu = new PlatformBaidu(apps);
    const [redis, server] = await Promise.all([redisServer(), servePlatformBaidu(baidu)]);
    const platform = new Platform(baidu, redis, server);
    platform.processes = await Promise.all(Array.from({ length: processes }, () => platform.fork()));
    return platform;
  }

  /**
   * @param {PlatformBaidu} baidu
   * @param {Awaited<ReturnType<typeof redisServer>>} redis
   * @param {Awaited<ReturnType<typeof servePlatformBaidu>>} server
   */
  constructor(baidu, redis, server) {
    this.baidu = baidu;
    this.redis = redis;
    this.server = server;
    this.admin = new Redis(redis.url).on("error", () => {});
  }

  async end() {
    for (const process of this.processes) process.kill("SIGKILL");
    this.admin.disconnect();
    await Promise.all([this.redis.stop(), this.server.close()]);
  }

  /** The ticket is pushed and every app authorizes, at a process that is this one. */
  async authorizeAll() {
    const store = redisStore(this.admin);
    const platform = new SwanPlatform({ client_id: CLIENT_ID, push: PUSH, store, fetch: this.baidu.fetch });
    await platform.handlePush(this.baidu.pushTicket());
    for (const app of this.baidu.apps.values()) await platform.authorize(this.baidu.authorize(app));
  }

  async fork() {
    const library = this.#forked++ % 2 ? "ioredis" : "node-redis";
    const { ahead } = this.baidu;
    const options = { library, redisUrl: this.redis.url, baseUrl: this.server.url, client_id: CLIENT_ID, push: PUSH };
    const process = fork(new URL("platform-process.js", import.meta.url), [JSON.stringify({ ...options, ahead })]);
    await once(process, "message");
    return process;
  }

  /** @param {ChildProcess} process @param {Work} work @returns {Promise<any>} */
  tell(process, work) {
    const id = this.#told++;
    return new Promise((resolve) => {
      /** @param {any} message */
      const listener = (message) => {
        if (message.id !== id) return;
        process.off("message", listener);
        resolve(message.answer);
      };
      process.on("message", listener);
      process.send({ id, work });
    });
  }

  /** Time passes, at Baidu and in all processes. @param {number} ms */
  async advance(ms) {
    this.baidu.ahead += ms;
    await Promise.all(this.processes.map((process) => this.tell(process, { type: "clock", ahead: this.baidu.ahead })));
  }

  /**
   * All processes log users in.
   * @param {{ calls: number, atOnce?: number, apps?: string[], processes?: ChildProcess[] }} work  `calls` of all together
   */
  async logIn({ calls, atOnce = 10, apps = [...this.baidu.apps.keys()], processes = this.processes }) {
    const share = Math.ceil(calls / processes.length);
    const answers = await Promise.all(
      processes.map((process) => this.tell(process, { type: "logins", apps, calls: share, atOnce })),
    );
    return {
      calls: share * processes.length,
      relogins: answers.reduce((sum, { relogins }) => sum + relogins, 0),
      failures: /** @type {string[]} */ (answers.flatMap(({ failures }) => failures)),
    };
  }

  /**
   * What changes while `run` runs.
   * @param {() => Promise<{ calls: number, failures: string[] }>} run
   * @returns {Promise<Figures>}
   */
  async measure(run) {
    const before = this.baidu.totals;
    const processes = this.processes.length;
    const { calls, failures } = await run();
    const after = this.baidu.totals;
    return {
      processes,
      calls,
      refreshes: after.refreshes - before.refreshes,
      recoveries: after.recoveries - before.recoveries,
      failures,
    };
  }

  /** Of how many apps a new process can log no user in. Nothing may have been sent twice. */
  async countLost() {
    assert.deepEqual(this.baidu.reused, [], "what works once was sent twice");
    const apps = [...this.baidu.apps.values()].filter((app) => app.isAuthorized).map(({ app_id }) => app_id);
    const process = await this.fork();
    const { failures } = await this.logIn({ calls: apps.length, apps, processes: [process] });
    process.kill("SIGKILL");
    return failures.length;
  }

  /** Lets most of the time pass that a lock lives. @param {string} app_id @param {number} ms */
  async shortenLock(app_id, ms) {
    await this.admin.pexpire(`swan-login:platform:${CLIENT_ID}:app:${app_id}:lock`, ms);
  }
}

/** @param {Platform} platform @param {number} calls */
export async function expireAll(platform, calls) {
  await platform.advance(HOUR);
  return platform.measure(() => platform.logIn({ calls }));
}

/** Baidu refuses tokens that have not ended. @param {Platform} platform @param {number} calls */
export async function refuseAll(platform, calls) {
  platform.baidu.endAccessTokens();
  return platform.measure(() => platform.logIn({ calls }));
}

/**
 * A process is killed at a step of a refresh; then the others log users of that app in.
 * @param {Platform} platform
 * @param {keyof typeof STEPS} step
 * @param {number} times
 */
export async function killAt(platform, step, times) {
  const { baidu } = platform;
  baidu.faults.set(REFRESH, ({ headers, answer }) => {
    const response = answer();
    if (headers.get("x-fatal-step") === "after sending") process.kill(Number(headers.get("x-pid")), "SIGKILL");
    return response;
  });
  const apps = [...baidu.apps.keys()];
  try {
    return await platform.measure(async () => {
      let calls = 0;
      /** @type {string[]} */
      const failures = [];
      for (let time = 0; time < times; time++) {
        const app_id = /** @type {string} */ (apps[time % apps.length]);
        await platform.advance(HOUR);
        const before = baidu.totals;
        const victim = /** @type {ChildProcess} */ (platform.processes.shift());
        await platform.tell(victim, { type: "die", step });
        platform.tell(victim, { type: "logins", apps: [app_id], calls: 1, atOnce: 1 });
        const [, signal] = await once(victim, "exit");
        assert.equal(signal, "SIGKILL");
        await platform.shortenLock(app_id, 200);
        const next = platform.fork();
        const others = await platform.logIn({ calls: platform.processes.length, apps: [app_id] });
        platform.processes.push(await next);
        calls += others.calls + 1;
        failures.push(...others.failures);
        const { refreshes, recoveries } = baidu.totals;
        const became = { refreshes: refreshes - before.refreshes, recoveries: recoveries - before.recoveries };
        assert.deepEqual(became, STEPS[step], `killed ${step}`);
      }
      return { calls, failures };
    });
  } finally {
    baidu.faults.clear();
  }
}

/**
 * The answer of each app's refresh is lost.
 * @param {Platform} platform
 * @param {keyof typeof LOST_ANSWERS} how
 * @param {number} calls
 */
export async function loseAnswers(platform, how, calls) {
  const { baidu } = platform;
  baidu.faults.set(REFRESH, /** @type {Fault} */ (LOST_ANSWERS[how]));
  try {
    await platform.advance(HOUR);
    return await platform.measure(() => platform.logIn({ calls }));
  } finally {
    baidu.faults.clear();
  }
}

/**
 * A holder of the lock is stopped (SIGSTOP) when its refresh is on its way, and wakes when another process has recovered.
 * @param {Platform} platform  of two processes
 * @param {number} [lockLeft]  of the lock's life, in ms; by default it passes in full
 */
export async function stopHolder(platform, lockLeft) {
  const { baidu } = platform;
  const [holder, other] = /** @type {[ChildProcess, ChildProcess]} */ (/** @type {unknown} */ (platform.processes));
  const { app_id } = baidu.app;
  const key = `swan-login:platform:${CLIENT_ID}:app:${app_id}`;
  await platform.advance(HOUR);
  /** @type {Promise<unknown>} */
  const stopped = new Promise((resolve) => {
    baidu.faults.set(REFRESH, ({ answer }) => {
      holder.kill("SIGSTOP");
      resolve(undefined);
      return answer();
    });
  });
  return platform.measure(async () => {
    const first = platform.logIn({ calls: 1, apps: [app_id], processes: [holder] });
    await stopped;
    baidu.faults.clear();
    if (lockLeft !== undefined) await platform.shortenLock(app_id, lockLeft);
    const second = await platform.logIn({ calls: 1, apps: [app_id], processes: [other] });
    const later = await platform.admin.get(key);
    holder.kill("SIGCONT");
    const { failures } = await first;
    assert.equal(await platform.admin.get(key), later, "what the later one wrote does not stand");
    return { calls: 2, failures: [...failures, ...second.failures] };
  });
}

/** @param {Platform} platform @param {number} calls */
export async function emptyRedis(platform, calls) {
  await platform.redis.stop();
  await platform.redis.start();
  for (const process of platform.processes) while (!(await platform.tell(process, { type: "ping" }))) await sleep(50);
  const figures = await platform.measure(() => platform.logIn({ calls }));
  assert.ok(await platform.admin.get(`swan-login:platform:${CLIENT_ID}:ticket`), "nobody has written the ticket back");
  return figures;
}

/**
 * Merchants have withdrawn, and no push has said so. Gives the questions of each minute.
 * @param {Platform} platform
 * @param {{ calls: number, minutes: number }} work
 */
export async function withdrawAll(platform, { calls, minutes }) {
  const { baidu } = platform;
  for (const app of baidu.apps.values()) baidu.withdraw(app);
  /** @type {number[]} */
  const questions = [];
  const figures = await platform.measure(async () => {
    const total = { calls: 0, failures: /** @type {string[]} */ ([]) };
    for (let minute = 0; minute < minutes; minute++) {
      const before = baidu.totals.recoveries;
      const { calls: made, failures } = await platform.logIn({ calls });
      total.calls += made;
      total.failures.push(...failures);
      questions.push(baidu.totals.recoveries - before);
      await platform.advance(60_000);
    }
    return total;
  });
  return { ...figures, questions };
}

/**
 * Tickets are pushed to processes by chance, out of order, while others fetch platform tokens with the one before.
 * @param {Platform} platform
 * @param {number} times
 */
export async function pushTickets(platform, times) {
  const { baidu } = platform;
  const key = `swan-login:platform:${CLIENT_ID}:ticket`;
  return platform.measure(async () => {
    const total = { calls: 0, failures: /** @type {string[]} */ ([]) };
    for (let time = 0; time < times; time++) {
      // The platform's token ends: all fetch another one, with whatever ticket they find.
      baidu.platformToken = undefined;
      await platform.advance(HOUR);
      const logins = platform.logIn({ calls: platform.processes.length, apps: [baidu.app.app_id] });
      const at = baidu.now() - 10_000;
      const pushes = [2, 0, 1].map(async (order, i) => {
        const request = baidu.pushTicket({ ticket: `ticket ${time}.${order}`, at: at + order * 1_000 });
        baidu.tickets.add(`ticket ${time}.${order}`);
        const process = /** @type {ChildProcess} */ (platform.processes[(time + i) % platform.processes.length]);
        return platform.tell(process, { type: "push", body: await request.text() });
      });
      const { calls, failures } = await logins;
      total.calls += calls;
      total.failures.push(...failures);
      assert.deepEqual(await Promise.all(pushes), [200, 200, 200]);
      const record = JSON.parse(String(await platform.admin.get(key)).replace(/^\S+ /, ""));
      assert.equal(record.ticket, `ticket ${time}.2`, "an older ticket stands");
    }
    return total;
  });
}

/** @param {number} ms */
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
