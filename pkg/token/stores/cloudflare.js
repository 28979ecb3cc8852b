/**
 * Stores on Cloudflare Workers. The types and their documentation are in cloudflare.d.cts.
 *
 * @import { DurableStateLike } from "../../types/cloudflare.cjs"
 */

/** Workers KV keeps nothing for less, in seconds. */
const SHORTEST_KV_TTL = 60;

/** @type {typeof import("../../types/cloudflare.cjs").kvStore} */
export function kvStore(namespace) {
  return {
    get: (key) => namespace.get(key),
    set: (key, value, ttlMs) =>
      namespace.put(key, value, { expirationTtl: Math.max(SHORTEST_KV_TTL, Math.ceil(ttlMs / 1000)) }),
    delete: (key) => namespace.delete(key),
  };
}

/** @type {typeof import("../../types/cloudflare.cjs").durableObjectStore} */
export function durableObjectStore(namespace) {
  /** @param {string} operation @param {string} key @param {object} [rest] */
  const ask = async (operation, key, rest) => {
    const object = namespace.get(namespace.idFromName(key));
    const answer = await object.fetch("https://store", {
      method: "POST",
      body: JSON.stringify({ operation, ...rest }),
    });
    if (!answer.ok) throw new Error(`the Durable Object answered ${answer.status}`);
    return answer.json();
  };
  return {
    get: (key) => ask("get", key),
    set: (key, value, ttlMs) => ask("set", key, { value, ttlMs }),
    delete: (key) => ask("delete", key),
    async lock(key, ttlMs) {
      const holder = crypto.randomUUID();
      return (await ask("lock", key, { holder, ttlMs })) ? () => ask("unlock", key, { holder }) : null;
    },
  };
}

/** One key's value and lock. Durable Objects run one event at a time, so none of this races. */
export class SwanTokenObject {
  /**
   * In memory alone. When the object is moved or its code is deployed, it is forgotten, and a second renewal may begin
   * beside the first: one more fetch, and no harm.
   * @type {{ holder: string, until: number } | undefined}
   */
  #lock;
  #storage;

  /** @param {DurableStateLike} state */
  constructor(state) {
    this.#storage = state.storage;
  }

  /** @param {Request} request */
  async fetch(request) {
    const { operation, value, ttlMs, holder } = await request.json();
    switch (operation) {
      case "get":
        return Response.json(await this.#get());
      case "set":
        await this.#storage.put("token", { value, until: Date.now() + ttlMs });
        return Response.json(true);
      case "delete":
        await this.#storage.delete("token");
        return Response.json(true);
      case "lock":
        return Response.json(this.#take(holder, ttlMs));
      case "unlock":
        if (this.#lock?.holder === holder) this.#lock = undefined;
        return Response.json(true);
      default:
        return new Response(null, { status: 400 });
    }
  }

  async #get() {
    const kept = /** @type {{ value: string, until: number } | undefined} */ (await this.#storage.get("token"));
    return kept && Date.now() < kept.until ? kept.value : null;
  }

  /** @param {string} holder @param {number} ttlMs */
  #take(holder, ttlMs) {
    if (this.#lock && Date.now() < this.#lock.until) return false;
    this.#lock = { holder, until: Date.now() + ttlMs };
    return true;
  }
}
