/** @import { Store, StoreErrorEvent, SwanClientParams } from "../../types/index.d.cts" */

import { within } from "../../transport/deadline.js";

/** @typedef {() => Promise<unknown>} Release */

const DEFAULT_TIMEOUT = 1_000;

/** After a failure the store is left alone for so long, in ms: a call must not wait for it again at every step. */
const PAUSE = 1_000;

/** A store that can do a login no harm: whatever it does wrong is told to `onStoreError`, and answered in its place. */
export class GuardedStore {
  #store;
  #timeout;
  #onStoreError;
  #pausedUntil = 0;

  /**
   * @param {Store} store
   * @param {Pick<SwanClientParams, "storeTimeout" | "onStoreError">} options
   */
  constructor(store, { storeTimeout, onStoreError }) {
    this.#store = store;
    this.#timeout = storeTimeout ?? DEFAULT_TIMEOUT;
    this.#onStoreError = onStoreError;
  }

  /** @param {string} key @returns {Promise<unknown>} */
  get(key) {
    return this.#ask("get", () => this.#store.get(key));
  }

  /**
   * @param {string} key
   * @param {string} value
   * @param {number} ttl  in ms
   * @param {string} secret  that the value holds
   */
  async set(key, value, ttl, secret) {
    if (ttl > 0) await this.#ask("set", () => this.#store.set(key, value, ttl), secret);
  }

  /** @param {string} key */
  async delete(key) {
    await this.#ask("delete", () => this.#store.delete(key));
  }

  /**
   * Gives the way to release the lock; null if another has it; undefined if this store gives no locks.
   * @param {string} key
   * @param {number} ttl  in ms
   * @returns {Promise<Release | null | undefined>}
   */
  async lock(key, ttl) {
    if (!this.#store.lock) return undefined;
    const release = await this.#ask("lock", async () => (await this.#store.lock?.(key, ttl)) || null);
    return release && (() => this.#ask("unlock", release));
  }

  /**
   * @template T
   * @param {StoreErrorEvent["operation"]} operation
   * @param {() => T | Promise<T>} run
   * @param {string} [secret]
   * @returns {Promise<T | undefined>}
   */
  async #ask(operation, run, secret) {
    if (Date.now() < this.#pausedUntil) return undefined;
    try {
      // The inner function turns what is thrown at once into a rejection.
      return await within(this.#timeout, (async () => run())(), () => {
        throw new Error(`the store has not answered within ${this.#timeout} ms`);
      });
    } catch (error) {
      this.#pausedUntil = Date.now() + PAUSE;
      this.#tell({ operation, error: copied(error, secret) });
      return undefined;
    }
  }

  /** An observer that throws, at once or later, does not undo a login. @param {StoreErrorEvent} event */
  #tell(event) {
    (async () => this.#onStoreError?.(event))().catch(() => {});
  }
}

/**
 * Errors of Redis clients carry the whole command, and with it the token.
 * @param {unknown} thrown  anything
 * @param {string} [secret]
 */
function copied(thrown, secret) {
  try {
    /** @type {{ name?: unknown, message: unknown, code?: unknown }} */
    const { name, message, code } = thrown instanceof Error ? thrown : { message: thrown };
    const text = String(message);
    const copy = new Error(secret ? text.replaceAll(secret, "[redacted]") : text);
    return Object.assign(copy, typeof name === "string" && { name }, typeof code === "string" && { code });
  } catch {
    return new Error("the store has thrown what has no text");
  }
}
