/**
 * Stores on Cloudflare Workers. The types and their documentation are in cloudflare.d.cts.
 *
 * @import { DurableStateLike } from "../../types/cloudflare.cjs"
 */

import { invalidArgument } from "../../api/arguments.js";
import { elapsed } from "../clock.js";
import { randomId } from "./random-id.js";

/** The shortest lifetime that Workers KV accepts, in seconds. */
const MIN_KV_TTL = 60;

/** @type {typeof import("../../types/cloudflare.cjs").kvStore} */
export function kvStore(namespace) {
  if (!["get", "put", "delete"].every((name) => typeof Reflect.get(Object(namespace), name) === "function"))
    throw invalidArgument("kvStore", "namespace", "a Workers KV namespace", "Pass a KV binding of env.");
  return {
    get: (key) => namespace.get(key),
    set: (key, value, ttlMs) =>
      namespace.put(
        key,
        value,
        ttlMs === undefined ? {} : { expirationTtl: Math.max(MIN_KV_TTL, Math.ceil(ttlMs / 1000)) },
      ),
    delete: (key) => namespace.delete(key),
  };
}

/** @type {typeof import("../../types/cloudflare.cjs").durableObjectStore} */
export function durableObjectStore(namespace) {
  if (!["get", "idFromName"].every((name) => typeof Reflect.get(Object(namespace), name) === "function"))
    throw invalidArgument("durableObjectStore", "namespace", "a Durable Object namespace", "Pass a binding of env.");
  /** @param {string} operation @param {string} key @param {object} [rest] */
  const ask = async (operation, key, rest) => {
    const object = namespace.get(namespace.idFromName(key));
    const answer = await object.fetch("https://store", {
      method: "POST",
      body: JSON.stringify({ operation, ...rest }),
    });
    if (!answer.ok)
      throw Object.assign(new Error("the Durable Object answered with an error"), { code: `HTTP_${answer.status}` });
    return answer.json();
  };
  return {
    get: (key) => ask("get", key),
    set: (key, value, ttlMs) => ask("set", key, { value, ttlMs }),
    delete: (key) => ask("delete", key),
    compareAndSet: async (key, expected, value, ttlMs) =>
      (await ask("compareAndSet", key, { expected, value, ttlMs })) === true,
    async lock(key, ttlMs) {
      const holder = randomId();
      return (await ask("lock", key, { holder, ttlMs })) ? () => ask("unlock", key, { holder }) : null;
    },
  };
}

/** The value and the lock of one key. A Durable Object handles one event at a time, so there are no races. */
export class SwanTokenObject {
  /**
   * Only in memory. It is lost when the object moves or its code is deployed; then a second process may renew at the
   * same time, which costs one more token request.
   * @type {{ holder: string, end: number } | undefined}  `end` by clock.js
   */
  #lock;
  #storage;

  /** @param {DurableStateLike} state */
  constructor(state) {
    this.#storage = state.storage;
  }

  /** @param {Request} request */
  async fetch(request) {
    const { operation, expected, value, ttlMs, holder } = await request.json();
    switch (operation) {
      case "get":
        return Response.json(await this.#get());
      case "set":
        await this.#set(value, ttlMs);
        return Response.json(true);
      case "compareAndSet":
        // Atomic: the object handles the next request only after its storage has answered.
        if ((await this.#get()) !== (expected ?? null)) return Response.json(false);
        await this.#set(value, ttlMs);
        return Response.json(true);
      case "delete":
        await this.#storage.delete("token");
        return Response.json(true);
      case "lock":
        return Response.json(this.#lockFor(holder, ttlMs));
      case "unlock":
        if (this.#lock?.holder === holder) this.#lock = undefined;
        return Response.json(true);
      default:
        return new Response(null, { status: 400 });
    }
  }

  async #get() {
    const kept = /** @type {{ value: string, until?: number } | undefined} */ (await this.#storage.get("token"));
    return kept && Date.now() < (kept.until ?? Infinity) ? kept.value : null;
  }

  /** @param {string} value @param {number} [ttlMs]  for ever without it */
  async #set(value, ttlMs) {
    await this.#storage.put("token", ttlMs === undefined ? { value } : { value, until: Date.now() + ttlMs });
  }

  /** @param {string} holder @param {number} ttlMs */
  #lockFor(holder, ttlMs) {
    if (this.#lock && elapsed() < this.#lock.end) return false;
    this.#lock = { holder, end: elapsed() + ttlMs };
    return true;
  }
}
