/**
 * The Redis that keeps the access token for all processes (`redisStore`).
 *
 * @import { Result } from "./result.js"
 * @import { Run } from "./run.js"
 *
 * @typedef {Awaited<ReturnType<typeof openRedis>>} Redis
 * @typedef {{ hostname: string, port: number, isTls: boolean, username: string, password: string, database: string }} Address
 */

import { randomUUID } from "node:crypto";
import { Closed, NotRedis, openRedis, RedisError } from "./resp.js";
import { found } from "./result.js";

/** @param {Run} run */
export async function checkRedis({ context, signal }) {
  if (!context.redis) return found("redis.none");
  const parsed = parseAddress(context.redis.text);
  if (!parsed) return found("redis.address", { name: context.redis.name });
  return withRedis({ parsed, signal }, "PING", async () => found("redis.ok", { address: hostOf(parsed) }));
}

/** @param {Run} run */
export function redisIsLate({ context: { redis, timeout } }) {
  const address = hostOf(/** @type {Address} */ (parseAddress(redis?.text ?? "")));
  return found("redis.no-answer", { address, seconds: timeout / 1000 });
}

/** Lives so long, in ms, if doctor is stopped before it deletes its key. */
const KEY_LIFETIME = "10000";

/** @param {Run} run */
export async function checkRedisLock(run) {
  const key = newKey();
  const lock = (/** @type {Redis} */ redis) => redis.command("SET", key, "doctor", "NX", "PX", KEY_LIFETIME);
  return withRedis(reach(run), "SET", async (redis) => {
    try {
      if ((await lock(redis)) !== "OK") return found("redis-lock.shared");
      return found((await lock(redis)) === null ? "redis-lock.ok" : "redis-lock.shared");
    } catch (error) {
      const { code } = /** @type {RedisError} */ (error);
      const id = LOCK_REFUSALS[code];
      if (!(error instanceof RedisError) || id === undefined) throw error;
      return found(id);
    } finally {
      await redis.command("DEL", key).catch(() => {});
    }
  });
}

/** @type {Readonly<Record<string, string>>} */
const LOCK_REFUSALS = {
  READONLY: "redis-lock.read-only",
  OOM: "redis-lock.full",
  MOVED: "redis-lock.cluster",
  ASK: "redis-lock.cluster",
};

/** @param {Run} run */
export async function checkRedisEval(run) {
  return withRedis(reach(run), "EVAL", async (redis) => {
    try {
      await redis.command("EVAL", 'return redis.call("get", KEYS[1]) or 0', "1", newKey());
    } catch (error) {
      if (!(error instanceof RedisError)) throw error;
      const { code } = error;
      // Another node of a cluster has the key: the command itself was accepted.
      if (code !== "MOVED" && code !== "ASK") return found("redis-eval.forbidden", { code });
    }
    return found("redis-eval.ok");
  });
}

/** @param {Run} run */
export async function checkRedisEviction(run) {
  return withRedis(reach(run), "INFO", async (redis) => {
    let info;
    try {
      info = String(await redis.command("INFO", "memory"));
    } catch (error) {
      if (!(error instanceof RedisError)) throw error;
      return found("redis-eviction.unknown", { code: error.code });
    }
    const [, policy] = /^maxmemory_policy:([\w-]+)/m.exec(info) ?? [];
    const maxmemory = Number(/^maxmemory:(\d+)/m.exec(info)?.[1]);
    if (policy === undefined || Number.isNaN(maxmemory)) return found("redis-eviction.unknown", { code: "INFO" });
    if (maxmemory > 0 && policy !== "noeviction") return found("redis-eviction.evicts", { policy, maxmemory });
    return found("redis-eviction.ok", { policy: `maxmemory-policy ${policy}, maxmemory ${maxmemory}` });
  });
}

/** @param {Run} run  of a check that needs the first */
function reach({ context: { redis }, signal }) {
  return { parsed: /** @type {Address} */ (parseAddress(redis?.text ?? "")), signal };
}

/** A key of its own, within those that the store uses. */
const newKey = () => `swan-login:doctor:${randomUUID()}`;

/**
 * Connects, and makes a finding of every way in which that fails, or Redis refuses.
 *
 * @param {{ parsed: Address, signal: AbortSignal }} to
 * @param {string} command  that is refused, if `use` fails
 * @param {(redis: Redis) => Promise<Result>} use
 * @returns {Promise<Result>}
 */
async function withRedis({ parsed, signal }, command, use) {
  const address = hostOf(parsed);
  /** @type {Redis | undefined} */
  let redis;
  try {
    redis = await openRedis(parsed, signal);
    return (await greet(redis, parsed)) ?? (await use(redis));
  } catch (error) {
    if (error instanceof NotRedis) return found("redis.not-redis", { address });
    if (error instanceof Closed) return found("redis.closed", { address });
    const { code = "unknown" } = /** @type {NodeJS.ErrnoException} */ (error);
    if (error instanceof RedisError) return found("redis.refused", { address, command, code });
    const isTlsFailure = parsed.isTls && !/^E[A-Z]+$/.test(code);
    return found(isTlsFailure ? "redis.tls" : "redis.unreachable", { address, code });
  } finally {
    redis?.close();
  }
}

/**
 * Authenticates, chooses the database, and asks for a sign of life.
 *
 * @param {Redis} redis
 * @param {Address} parsed
 * @returns {Promise<Result | undefined>}  what is wrong
 */
async function greet(redis, parsed) {
  const { username, password, database } = parsed;
  const address = hostOf(parsed);
  let command = "AUTH";
  try {
    if (password) await redis.command("AUTH", ...(username ? [username] : []), password);
    command = "SELECT";
    if (database && database !== "0") await redis.command("SELECT", database);
    command = "PING";
    await redis.command("PING");
    return undefined;
  } catch (error) {
    if (!(error instanceof RedisError)) throw error;
    const { code } = error;
    if (code === "NOAUTH") return found("redis.password-missing", { address });
    if (command === "AUTH") return found("redis.password-wrong", { address });
    if (command === "SELECT" && code === "ERR") return found("redis.database", { address, database });
    return found("redis.refused", { address, command, code });
  }
}

/** @param {string} text @returns {Address | undefined} */
function parseAddress(text) {
  try {
    const { protocol, hostname, port, username, password, pathname } = new URL(text);
    if (!/^rediss?:$/.test(protocol) || !hostname) return undefined;
    return {
      hostname: hostname.replace(/^\[|\]$/g, ""),
      port: Number(port || 6379),
      isTls: protocol === "rediss:",
      username: decodeURIComponent(username),
      password: decodeURIComponent(password),
      database: decodeURIComponent(pathname.slice(1)),
    };
  } catch {
    return undefined;
  }
}

/** Without user and password. @param {Address} address */
const hostOf = ({ hostname, port }) => `${hostname}:${port}`;
