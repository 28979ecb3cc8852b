/**
 * A store in Redis, on a connection that the app has already. The types and their documentation are in redis.d.cts.
 *
 * @import { IoRedisClient, NodeRedisClient } from "../../types/redis.cjs"
 */

/** Another process may have the lock by the time this one releases it. */
const RELEASE = `if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end return 0`;

/** @type {typeof import("../../types/redis.cjs").redisStore} */
export function redisStore(client) {
  const { set, run } = "defineCommand" in client ? ioredis(client) : nodeRedis(client);
  return {
    get: (key) => client.get(key),
    set: (key, value, ttlMs) => set(key, value, Math.ceil(ttlMs), false),
    delete: (key) => client.del(key),
    async lock(key, ttlMs) {
      const lock = `${key}:lock`;
      const holder = crypto.randomUUID();
      const answer = await set(lock, holder, Math.ceil(ttlMs), true);
      return answer === null ? null : () => run(RELEASE, lock, holder);
    },
  };
}

/** @param {NodeRedisClient} client */
function nodeRedis(client) {
  return {
    /** @param {string} key @param {string} value @param {number} PX @param {boolean} onlyIfAbsent */
    set: (key, value, PX, onlyIfAbsent) => client.set(key, value, onlyIfAbsent ? { PX, NX: true } : { PX }),
    /** @param {string} script @param {string} key @param {string} argument */
    run: (script, key, argument) => client.eval(script, { keys: [key], arguments: [argument] }),
  };
}

/** @param {IoRedisClient} client */
function ioredis(client) {
  return {
    /** @param {string} key @param {string} value @param {number} ms @param {boolean} onlyIfAbsent */
    set: (key, value, ms, onlyIfAbsent) =>
      onlyIfAbsent ? client.set(key, value, "PX", ms, "NX") : client.set(key, value, "PX", ms),
    /** @param {string} script @param {string} key @param {string} argument */
    run: (script, key, argument) => client.eval(script, 1, key, argument),
  };
}
