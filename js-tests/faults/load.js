/** Many calls: one after another, at once, and against a server that fails. Each checks what it does and gives figures. */

import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { Random } from "../support/random.js";

/** @import { ChildProcess } from "node:child_process" */
/** @import { Options, SwanLoginErrorCode } from "swan-login" */

/** The memory of the core's instances, the last one last. @type {WebAssembly.Memory[]} */
const memories = [];
noteMemories();
const swan = await import("swan-login");

const login = { code: "c", client_id: "k", sk: "s" };
const SUCCESS = JSON.stringify({
  openid: "o",
  session_key: "5e5510e5510e5510",
  access_token: "24.0f",
  expires_in: 2592000,
  unionid: "u",
});

/** The codes that a server's failures may lead to. @type {SwanLoginErrorCode[]} */
const CODES = [
  "network",
  "timeout",
  "code_invalid",
  "token_invalid",
  "bad_credentials",
  "rate_limited",
  "server",
  "malformed_response",
];

/** What the process takes, after a collection, in MiB. */
export function memory() {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const mebibytes = (/** @type {number} */ bytes) => Math.round((bytes / (1 << 20)) * 10) / 10;
  return { heap: mebibytes(heapUsed), core: mebibytes(memories.at(-1)?.buffer.byteLength ?? 0), rss: mebibytes(rss) };
}

/**
 * Calls one after another, a tenth of them failing, against a fetch in this process. Memory must be flat.
 * @param {number} count
 */
export async function oneAfterAnother(count) {
  const answers = [SUCCESS, '{"errno":10010100,"error":"parameter is invalid"}'];
  const fetch = async (/** @type {string} */ _, /** @type {RequestInit} */ { body }) =>
    new Response(answers[Number(String(body).includes("code=0"))]);
  const call = async (/** @type {number} */ i) => {
    const outcome = await swan.jscode2sessionkey({ ...login, code: `${i % 10}x` }, { fetch }).catch((error) => error);
    assert.equal(outcome.openid ?? outcome.code, i % 10 ? "o" : "bad_request");
  };
  const warmUp = Math.min(5_000, count / 2);
  for (let i = 0; i < warmUp; i++) await call(i);
  const before = memory();
  const begin = performance.now();
  const samples = [];
  for (let i = 0; i < count; i++) {
    await call(i);
    if ((i + 1) % Math.ceil(count / 10) === 0) samples.push(memory());
  }
  const perSecond = Math.round((count / (performance.now() - begin)) * 1_000);
  const after = memory();
  assert.equal(after.core, before.core, "the core's memory has grown");
  if (globalThis.gc)
    assert.ok(after.heap - before.heap < 3, `the heap has grown: ${JSON.stringify([before, ...samples])}`);
  return { calls: count, perSecond, before, after, peak: { heap: max(samples, "heap"), rss: max(samples, "rss") } };
}

/**
 * Calls at once, over HTTP.
 * @param {number} count
 */
export async function atOnce(count) {
  const server = await startServer(0);
  try {
    const { signal } = new AbortController();
    const begin = performance.now();
    const calls = Array.from({ length: count }, () =>
      swan.jscode2sessionkey(login, { baseUrl: server.url, signal, timeout: 60_000 }),
    );
    const results = await Promise.all(calls);
    assert.ok(results.every(({ openid }) => openid === "o"));
    return { calls: count, ms: Math.round(performance.now() - begin), after: memory() };
  } finally {
    server.stop();
  }
}

/**
 * Calls of every kind against a server that fails a third of the time: each settles, with an error of the closed set if
 * any, and in time; nothing is left open.
 * @param {{ seconds: number, seed: number, concurrency?: number }} options
 */
export async function againstFailures({ seconds, seed, concurrency = 50 }) {
  const server = await startServer(seed);
  const random = new Random(seed);
  /** @type {Record<string, number>} */
  const outcomes = {};
  const TIMEOUT = 400;
  let slowest = 0;
  const end = performance.now() + seconds * 1_000;
  const worker = async () => {
    while (performance.now() < end) {
      const begin = performance.now();
      const outcome = await randomCall(random, { baseUrl: server.url, timeout: TIMEOUT });
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      slowest = Math.max(slowest, performance.now() - begin);
    }
  };
  /** Of the core, in MiB, at each tenth of the time: it has to come to rest. @type {number[]} */
  const core = [];
  const sampler = setInterval(() => core.push(memory().core), seconds * 100);
  try {
    const before = memory();
    await Promise.all(Array.from({ length: concurrency }, worker));
    // The machine may be busy; a call that hangs would never come here.
    assert.ok(slowest < TIMEOUT + 10_000, `a call took ${slowest} ms`);
    for (let tries = 0; (await (await fetch(`${server.url}/open`)).text()) !== "0"; tries++) {
      assert.ok(tries < 100, "requests are left open");
      await wait(100);
    }
    const calls = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
    return { seconds, seed, calls, outcomes, slowest: Math.round(slowest), before, after: memory(), core };
  } finally {
    clearInterval(sampler);
    server.stop();
  }
}

const CALLS = /** @type {((options: Options) => Promise<object>)[]} */ ([
  (options) => swan.jscode2sessionkey(login, options),
  (options) => swan.getSessionKey({ access_token: "t", code: "c" }, options),
  (options) => swan.tpGetSessionKeyByCode({ access_token: "t", code: "c" }, options),
  (options) => swan.getAccessToken(login, options),
  (options) => swan.getUnionid({ access_token: "t", openid: "o" }, options),
  (options) => swan.tpGetUnionid({ access_token: "t", openid: "o" }, options),
]);

/**
 * Some call, now and then aborted by its caller.
 * @param {Random} random
 * @param {Options} options
 * @returns {Promise<string>}  how it ended
 */
async function randomCall(random, options) {
  const controller = new AbortController();
  const timer = random.chance(0.05) ? setTimeout(() => controller.abort("enough"), random.below(50)) : undefined;
  try {
    await random.pick(CALLS)({ ...options, signal: controller.signal, retries: random.below(4) });
    return "success";
  } catch (error) {
    if (error === "enough" && controller.signal.aborted) return "aborted";
    if (!swan.isSwanLoginError(error) || !CODES.includes(error.code)) throw error;
    return error.code;
  } finally {
    clearTimeout(timer);
  }
}

/** @param {number} seed */
async function startServer(seed) {
  const child = fork(new URL("unreliable-server.js", import.meta.url), [String(seed)], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const [line] = await once(/** @type {NonNullable<ChildProcess["stdout"]>} */ (child.stdout), "data");
  return { url: String(line).trim(), stop: () => void child.kill() };
}

/** Instances are made at the first call, and again after a trap. */
function noteMemories() {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    /** @param {ConstructorParameters<typeof Instance>} args */
    constructor(...args) {
      super(...args);
      memories.push(...Object.values(this.exports).filter((value) => value instanceof WebAssembly.Memory));
    }
  };
}

/** @param {ReturnType<typeof memory>[]} samples @param {"heap" | "rss"} name */
const max = (samples, name) => Math.max(...samples.map((sample) => sample[name]));
