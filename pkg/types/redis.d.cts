import type { Store } from "./index.cjs";

/**
 * A store in Redis for `SwanClient` and `SwanPlatform`. It has a lock, so that one process at a time fetches the access
 * token, and `compareAndSet`. It uses your app's own client and does not close it: a client, cluster, pool or sentinel
 * of `redis` (node-redis) 4 to 6, a client or cluster of `ioredis` 4 to 6, or `@upstash/redis`. Entries of a
 * `SwanClient` expire; those of a `SwanPlatform` must not be lost, so its Redis needs the policy `noeviction` and
 * persistence.
 *
 * The Redis user needs the commands GET, SET, DEL and EVAL. If EVAL is forbidden, each renewal of a `SwanClient`
 * reports an `unlock` to `onStoreError`, and the lock is released with GET and DEL, which are not atomic; a
 * `SwanPlatform` cannot write.
 *
 * @throws {@link SwanLoginError} `invalid_argument` for any other client: with other arguments for SET it would neither
 *   lock nor let entries expire
 *
 * @example
 * const redis = await createClient({ url }).connect();
 * const client = new SwanClient({ client_id, sk, store: redisStore(redis) });
 */
export declare function redisStore(
  client: NodeRedisClient | IoRedisClient | UpstashClient,
): Store & Required<Pick<Store, "lock" | "compareAndSet">>;

/** The part of a client, pool, cluster or sentinel of node-redis (the package `redis`) that is used. */
export interface NodeRedisClient {
  get(key: string): Promise<unknown>;
  set(key: string, value: string, options: { PX?: number; NX?: true }): Promise<unknown>;
  del(key: string): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  /** The client is recognized by this method and `connect`. */
  EVAL(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  connect(): Promise<unknown>;
}

/** The part of a client or cluster of ioredis that is used. */
export interface IoRedisClient {
  get(key: string): Promise<unknown>;
  set(key: string, value: string): Promise<unknown>;
  set(key: string, value: string, px: "PX", ms: number): Promise<unknown>;
  set(key: string, value: string, px: "PX", ms: number, nx: "NX"): Promise<unknown>;
  del(key: string): Promise<unknown>;
  eval(script: string, keys: number, ...keysAndArguments: string[]): Promise<unknown>;
  /** The client is recognized by this method and `connect`. */
  defineCommand(name: string, definition: { lua: string; numberOfKeys?: number; readOnly?: boolean }): void;
  connect(): Promise<unknown>;
}

/** The part of `@upstash/redis` that is used. */
export interface UpstashClient {
  get(key: string): Promise<unknown>;
  set(key: string, value: string, options: { px?: number; nx?: true }): Promise<unknown>;
  del(key: string): Promise<unknown>;
  eval(script: string, keys: string[], args: string[]): Promise<unknown>;
  /** The client is recognized by this method. */
  createScript(script: string): unknown;
}
