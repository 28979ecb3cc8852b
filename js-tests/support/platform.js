import { SwanPlatform } from "swan-login/platform";
import { CLIENT_ID, PlatformBaidu, PUSH } from "./platform-baidu.js";

/** @import { SwanPlatformParams } from "swan-login/platform" */

/**
 * Baidu, and platforms that share a store.
 * @param {Partial<SwanPlatformParams> & { apps?: number }} [options]  of every platform
 */
export function setUpPlatform({ apps = 1, ...options } = {}) {
  const baidu = new PlatformBaidu(apps);
  const store = options.store ?? memoryStore();
  const newPlatform = (/** @type {Partial<SwanPlatformParams>} */ more = {}) =>
    new SwanPlatform({ client_id: CLIENT_ID, push: PUSH, fetch: baidu.fetch, ...options, store, ...more });
  return { baidu, store: /** @type {any} */ (store), newPlatform, platform: newPlatform() };
}

/** The same, with a ticket and all mini programs authorized. @param {Parameters<typeof setUpPlatform>[0]} [options] */
export async function setUpAuthorized(options) {
  const setup = setUpPlatform(options);
  const { baidu, platform } = setup;
  await platform.handlePush(baidu.pushTicket());
  for (const app of baidu.apps.values()) await platform.authorize(baidu.authorize(app));
  return { ...setup, app: baidu.app, key: keyOf(baidu.app) };
}

/** @param {{ app_id: string }} app */
export const keyOf = ({ app_id }) => `swan-login:platform:${CLIENT_ID}:app:${app_id}`;

/** A record of the store, without its version. @param {{ kept: Map<string, string> }} store @param {string} key */
export const recordOf = ({ kept }, key) => JSON.parse(/** @type {string} */ (kept.get(key)).replace(/^\S+ /, ""));

/** A store with everything that a platform may want, in memory. `kept` and `locks` may be changed by tests. */
export function memoryStore() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  /** @type {Map<string, { end: number }>} */
  const locks = new Map();
  return {
    kept,
    locks,
    get: async (/** @type {string} */ key) => kept.get(key),
    set: async (/** @type {string} */ key, /** @type {string} */ value) => void kept.set(key, value),
    delete: async (/** @type {string} */ key) => void kept.delete(key),
    lock: async (/** @type {string} */ key, /** @type {number} */ ttlMs) => {
      if (Date.now() < (locks.get(key)?.end ?? 0)) return null;
      const lock = { end: Date.now() + ttlMs };
      locks.set(key, lock);
      return () => locks.get(key) === lock && locks.delete(key);
    },
    compareAndSet: async (
      /** @type {string} */ key,
      /** @type {string | undefined} */ expected,
      /** @type {string} */ value,
    ) => {
      if (kept.get(key) !== expected) return false;
      kept.set(key, value);
      return true;
    },
  };
}
