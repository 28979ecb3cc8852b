import { SwanTokenObject } from "swan-login/cloudflare";

/**
 * A namespace of Durable Objects within this process. The requests of an object never overlap while they wait for its
 * storage, as on Cloudflare.
 */
export function durableObjects() {
  /** @type {Map<unknown, ReturnType<typeof newObject>>} */
  const objects = new Map();
  return {
    idFromName: (/** @type {string} */ name) => name,
    get: (/** @type {unknown} */ id) => {
      const object = objects.get(id) ?? newObject();
      objects.set(id, object);
      return object;
    },
  };
}

function newObject() {
  const kept = new Map();
  const object = new SwanTokenObject({
    storage: {
      get: async (key) => kept.get(key),
      put: async (key, value) => void kept.set(key, value),
      delete: async (key) => kept.delete(key),
    },
  });
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  return {
    /** @param {string} url @param {RequestInit} init @returns {Promise<Response>} */
    fetch(url, init) {
      const answer = last.then(() => object.fetch(new Request(url, init)));
      last = answer.catch(() => {});
      return answer;
    },
  };
}
