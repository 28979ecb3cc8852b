/**
 * One process of a platform, on Redis. It does what its parent sends: logins, pushes, a jump of its clock; and it dies at a
 * step of a renewal when it is told to.
 */

import { Redis } from "ioredis";
import { createClient } from "redis";
import { isSwanLoginError } from "swan-login";
import { SwanPlatform } from "swan-login/platform";
import { redisStore } from "swan-login/redis";

/** @import { Store } from "swan-login" */

/**
 * @typedef {{ type: "logins", apps: string[], calls: number, atOnce: number } | { type: "push", body: string }
 *   | { type: "clock", ahead: number } | { type: "die", step: string } | { type: "ping" }} Work
 */

const { library, redisUrl, baseUrl, client_id, push, ahead } = JSON.parse(process.argv[2] ?? "");

const realNow = Date.now;
let clockAhead = ahead;
Date.now = () => realNow() + clockAhead;

/** The reasons why the store has failed. @type {string[]} */
const storeErrors = [];

/** The step at which this process dies. @type {string | undefined} */
let fatalStep;

const store = redisStore(library === "ioredis" ? ioredis() : await nodeRedis());
const platform = new SwanPlatform({
  client_id,
  push,
  store: mortal(store),
  baseUrl,
  fetch: mortalFetch,
  // For a busy machine.
  timeout: 40_000,
  storeTimeout: 4_000,
  onStoreError: ({ operation, error }) => storeErrors.push(`${operation}: ${error.message}`),
});

process.on("message", async (/** @type {{ id: number, work: Work }} */ { id, work }) => {
  const answer = await carryOut(work);
  process.send?.({ id, answer });
});
process.once("disconnect", () => process.exit());
process.send?.("ready");

/** @param {Work} work */
async function carryOut(work) {
  switch (work.type) {
    case "logins":
      return logIn(work);
    case "push": {
      const request = new Request("http://platform.example/push", { method: "POST", body: work.body });
      return (await platform.handlePush(request)).status;
    }
    case "clock":
      clockAhead = work.ahead;
      return undefined;
    case "die":
      fatalStep = work.step;
      return undefined;
    case "ping":
      return Promise.resolve(store.get("any")).then(
        () => true,
        () => false,
      );
  }
}

/**
 * Users log in, at one app after another; whoever is told so gets a new code and tries once more, as the mini program does.
 * @param {{ apps: string[], calls: number, atOnce: number }} work
 */
async function logIn({ apps, calls, atOnce }) {
  /** @type {string[]} */
  const failures = [];
  let [begun, relogins] = [0, 0];
  const user = async () => {
    while (begun < calls) {
      const app = platform.app(/** @type {string} */ (apps[begun++ % apps.length]));
      try {
        await app.login(crypto.randomUUID()).catch((error) => {
          if (!isSwanLoginError(error) || error.code !== "token_invalid" || !error.retryable) throw error;
          relogins++;
          return app.login(crypto.randomUUID());
        });
      } catch (error) {
        const isExpected = isSwanLoginError(error) && error.code === "app_not_authorized";
        failures.push(isExpected ? error.code : `${error}, ${storeErrors}`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, user));
  return { failures, relogins };
}

/** Dies here, if this is the step. @param {string} step */
async function at(step) {
  if (step !== fatalStep) return;
  process.kill(process.pid, "SIGKILL");
  await new Promise(() => {});
}

/** @param {Store & Required<Pick<Store, "lock" | "compareAndSet">>} store @returns {Store} */
function mortal(store) {
  return {
    ...store,
    async compareAndSet(key, expected, value, ttlMs) {
      const what = value.includes('"marker"') ? "the mark" : "the write";
      const isGrant = key.includes(":app:");
      if (isGrant) await at(`before ${what}`);
      const isSet = await store.compareAndSet(key, expected, value, ttlMs);
      if (isGrant) await at(`after ${what}`);
      return isSet;
    },
    async lock(key, ttlMs) {
      const release = await store.lock(key, ttlMs);
      return (
        release &&
        (async () => {
          if (key.includes(":app:")) await at("before the release");
          return release();
        })
      );
    },
  };
}

/** @param {string} url @param {any} init @returns {Promise<Response>} */
async function mortalFetch(url, init) {
  const headers = { ...init.headers, "x-pid": String(process.pid), "x-fatal-step": fatalStep ?? "" };
  const response = await fetch(url, { ...init, headers });
  if (!url.includes("app_to_tp_refresh_token")) return response;
  const body = await response.text();
  await at("after the answer");
  return new Response(body, { status: response.status });
}

async function nodeRedis() {
  const redis = createClient({ url: redisUrl });
  // Without a listener an error of the connection would end the process.
  redis.on("error", () => {});
  return redis.connect();
}

function ioredis() {
  const redis = new Redis(redisUrl);
  redis.on("error", () => {});
  return redis;
}
