import type { Store } from "./index.cjs";

/**
 * A store in Redis for `SwanClient`, with a lock, so that of all processes one at a time fetches the access token. It
 * uses a connected client of node-redis or of ioredis that the app has already, and leaves it open.
 *
 * @example
 * const redis = await createClient({ url }).connect();
 * const client = new SwanClient({ client_id, sk, store: redisStore(redis) });
 */
export declare function redisStore(client: NodeRedisClient | IoRedisClient): Store & Required<Pick<Store, "lock">>;

/** What of node-redis (the package `redis`) is used: a client, a pool, a cluster or a sentinel. */
export interface NodeRedisClient {
  get(key: string): Promise<unknown>;
  set(key: string, value: string, options: { PX: number; NX?: true }): Promise<unknown>;
  del(key: string): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** What of ioredis is used: a client or a cluster. */
export interface IoRedisClient {
  get(key: string): Promise<unknown>;
  set(key: string, value: string, px: "PX", ms: number): Promise<unknown>;
  set(key: string, value: string, px: "PX", ms: number, nx: "NX"): Promise<unknown>;
  del(key: string): Promise<unknown>;
  eval(script: string, keys: number, key: string, argument: string): Promise<unknown>;
  /** By this it is told from node-redis. */
  defineCommand(name: string, definition: { lua: string; numberOfKeys?: number; readOnly?: boolean }): void;
}
