/**
 * A store in Redis that uses the app's own client. The types and their documentation are in redis.d.cts.
 *
 * @import { IoRedisClient, NodeRedisClient, UpstashClient } from "../../types/redis.cjs"
 *
 * @typedef {object} Commands  the commands that the store needs, the same for all clients
 * @property {(key: string) => unknown} get
 * @property {(key: string, value: string, ttlMs: number | undefined) => unknown} set
 * @property {(key: string, value: string, ttlMs: number) => unknown} setIfAbsent  gives "OK", or null
 * @property {(key: string) => unknown} del
 * @property {(script: string, key: string, ...args: string[]) => unknown} evaluate
 */

import { invalidArgument } from "../../api/arguments.js";
import { randomId } from "./random-id.js";

/** Deletes the lock only if this process still has it: it may have expired, and another process may have taken it. */
const RELEASE = `if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end return 0`;

/**
 * Its arguments are the value, the expiry in ms or "", and the expected value unless the key must not exist. For Lua the
 * value of a missing key is false.
 */
const COMPARE_AND_SET = `
if redis.call("get", KEYS[1]) ~= (ARGV[3] or false) then return 0 end
if ARGV[2] == "" then redis.call("set", KEYS[1], ARGV[1]) else redis.call("set", KEYS[1], ARGV[1], "px", ARGV[2]) end
return 1`;

/** @type {typeof import("../../types/redis.cjs").redisStore} */
export function redisStore(client) {
  const { get, set, setIfAbsent, del, evaluate } = commandsOf(client);
  return {
    get: async (key) => text(await get(key)),
    set: (key, value, ttlMs) => set(key, value, wholeMs(ttlMs)),
    delete: (key) => del(key),
    async compareAndSet(key, expected, value, ttlMs) {
      const args = [value, String(wholeMs(ttlMs) ?? ""), ...(expected === undefined ? [] : [expected])];
      return Number(await evaluate(COMPARE_AND_SET, key, ...args)) === 1;
    },
    async lock(key, ttlMs) {
      const lock = `${key}:lock`;
      const holder = randomId();
      const reply = await setIfAbsent(lock, holder, Math.ceil(ttlMs));
      if (reply === null) return null;
      // SET replies nothing else, so it is unknown whether it took the lock.
      if (text(reply) !== "OK") throw new Error("SET was answered by neither OK nor null");
      return () => release(lock, holder);
    },
  };

  /** @param {string} lock @param {string} holder */
  async function release(lock, holder) {
    try {
      await evaluate(RELEASE, lock, holder);
    } catch (error) {
      // EVAL may be forbidden. GET and DEL are not atomic: they may delete the lock of another process, which then
      // costs one more token request.
      if (text(await get(lock)) === holder) await del(lock);
      throw error;
    }
  }
}

/** Redis refuses fractions. @param {number} [ms] */
const wholeMs = (ms) => (ms === undefined ? undefined : Math.ceil(ms));

/**
 * Recognizes a client by methods that only its package has. All packages have `set`, but with different options, and
 * they ignore options that they do not know: then the lock would not lock, and entries would never expire.
 * @param {unknown} client
 * @returns {Commands}
 */
function commandsOf(client) {
  if (isIoRedis(client)) return ioRedis(client);
  if (isNodeRedis(client)) return nodeRedis(client);
  if (isUpstash(client)) return upstash(client);
  throw invalidArgument(
    "redisStore",
    "client",
    "a client of redis (node-redis 4 to 6), ioredis (4 to 6) or @upstash/redis",
    "Pass the client itself, not a pipeline, a transaction or a callback API; for any other client give SwanClient a store of your own, with get, set and delete, and lock if it can.",
  );
}

/** @param {unknown} client @returns {client is IoRedisClient} */
const isIoRedis = (client) => hasMethods(client, "get", "set", "del", "eval", "defineCommand", "connect");

/** @param {IoRedisClient} client @returns {Commands} */
function ioRedis(client) {
  return {
    get: (key) => client.get(key),
    set: (key, value, ttlMs) => (ttlMs === undefined ? client.set(key, value) : client.set(key, value, "PX", ttlMs)),
    setIfAbsent: (key, value, ttlMs) => client.set(key, value, "PX", ttlMs, "NX"),
    del: (key) => client.del(key),
    evaluate: (script, key, ...args) => client.eval(script, 1, key, ...args),
  };
}

/** @param {unknown} client @returns {client is NodeRedisClient} */
const isNodeRedis = (client) => hasMethods(client, "get", "set", "del", "eval", "EVAL", "connect");

/** @param {NodeRedisClient} client @returns {Commands} */
function nodeRedis(client) {
  const commands = promiseCommands(client);
  return {
    get: (key) => commands.get(key),
    set: (key, value, PX) => commands.set(key, value, PX === undefined ? {} : { PX }),
    setIfAbsent: (key, value, PX) => commands.set(key, value, { PX, NX: true }),
    del: (key) => commands.del(key),
    evaluate: (script, key, ...args) => commands.eval(script, { keys: [key], arguments: args }),
  };
}

/**
 * In legacy mode of version 4 the client's own commands take callbacks; those of `v4` return promises.
 * @param {NodeRedisClient & { options?: { legacyMode?: boolean }, v4?: NodeRedisClient }} client
 */
const promiseCommands = (client) => (client.options?.legacyMode && client.v4) || client;

/** @param {unknown} client @returns {client is UpstashClient} */
const isUpstash = (client) => hasMethods(client, "get", "set", "del", "eval", "createScript");

/** @param {UpstashClient} client @returns {Commands} */
function upstash(client) {
  return {
    get: (key) => client.get(key),
    set: (key, value, px) => client.set(key, value, px === undefined ? {} : { px }),
    setIfAbsent: (key, value, px) => client.set(key, value, { px, nx: true }),
    del: (key) => client.del(key),
    evaluate: (script, key, ...args) => client.eval(script, [key], args),
  };
}

/** @param {any} client @param {string[]} names */
const hasMethods = (client, ...names) => names.every((name) => typeof client?.[name] === "function");

/**
 * A reply as text. Clients can be configured to return Buffers.
 * @param {unknown} reply
 * @returns {string | null}
 */
function text(reply) {
  if (reply instanceof Uint8Array) return new TextDecoder().decode(reply);
  return typeof reply === "string" ? reply : null;
}
