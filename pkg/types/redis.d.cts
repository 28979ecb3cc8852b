import type { Store } from "./index.cjs";

/**
 * A store in Redis for `SwanClient` and `SwanPlatform`, with a lock, so that of all processes one at a time fetches the
 * access token, and with `compareAndSet`. It uses a client that the app has already, and leaves it open: of `redis`
 * (node-redis) 4 to 6, a client, cluster, pool or sentinel; of `ioredis` 4 to 6, a client or cluster; or of
 * `@upstash/redis`. Every entry of a `SwanClient` has an expiry; those of a `SwanPlatform` must not be lost, so its Redis
 * needs the policy `noeviction`, and a disk.
 *
 * The user of Redis needs the commands GET, SET, DEL and EVAL. Where EVAL is forbidden, each renewal of a `SwanClient`
 * reports an `unlock` to `onStoreError`, and the lock is released by GET and DEL, which is not atomic; a `SwanPlatform`
 * cannot write.
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
