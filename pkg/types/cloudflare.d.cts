import type { Store } from "./index.cjs";
import type { Request, Response } from "./platform-types.cjs";

/**
 * A store in Workers KV for `SwanClient`. KV has no lock, and other locations see a write only after up to a minute. So
 * each location may fetch its own token, which counts against Baidu's quota. It is not a store for `SwanPlatform`,
 * whose refresh tokens work only once.
 *
 * @throws {@link SwanLoginError} `invalid_argument` if `namespace` is not a KV namespace
 *
 * @example
 * const client = new SwanClient({ client_id, sk, store: kvStore(env.SWAN_KV) });
 */
export declare function kvStore(namespace: KVNamespaceLike): Store;

/**
 * A store in a Durable Object for `SwanClient` and `SwanPlatform`, with a lock and `compareAndSet`: all locations share
 * one token.
 *
 * @throws {@link SwanLoginError} `invalid_argument` if `namespace` is not a Durable Object namespace
 *
 * @example
 * export { SwanTokenObject } from "swan-login/cloudflare";
 * const client = new SwanClient({ client_id, sk, store: durableObjectStore(env.SWAN_TOKEN) });
 * // wrangler.toml
 * // [[durable_objects.bindings]]
 * // name = "SWAN_TOKEN"
 * // class_name = "SwanTokenObject"
 * // [[migrations]]
 * // tag = "v1"
 * // new_sqlite_classes = ["SwanTokenObject"]
 */
export declare function durableObjectStore(
  namespace: DurableObjectNamespaceLike,
): Store & Required<Pick<Store, "lock" | "compareAndSet">>;

/** The class of the Durable Object that {@link durableObjectStore} uses. Export it from your Worker. */
export declare class SwanTokenObject {
  constructor(state: DurableStateLike);
  /** Called by {@link durableObjectStore}. It is not reachable from the internet. */
  fetch(request: Request): Promise<Response>;
}

/** The part of a Workers KV namespace that is used. */
export interface KVNamespaceLike {
  get(key: string): Promise<string | null>;
  put(key: string, value: string, options: { expirationTtl?: number }): Promise<void>;
  delete(key: string): Promise<void>;
}

/** The part of a Durable Object's namespace that is used. */
export interface DurableObjectNamespaceLike {
  idFromName(name: string): unknown;
  get(id: unknown): DurableObjectStubLike;
}

/** The part of a Durable Object's stub that is used. */
export interface DurableObjectStubLike {
  fetch(
    url: string,
    init: { method: "POST"; body: string },
  ): Promise<{ ok: boolean; status: number; json(): Promise<unknown> }>;
}

/** The part of a Durable Object's state that is used. */
export interface DurableStateLike {
  storage: {
    get(key: string): Promise<unknown>;
    put(key: string, value: unknown): Promise<void>;
    delete(key: string): Promise<boolean>;
  };
}
