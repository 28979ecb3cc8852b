/** @import { Store, StoreErrorEvent, SwanClientParams } from "../../types/index.d.cts" */

import { raceTimeout } from "../../transport/deadline.js";
import { elapsed } from "../clock.js";
import { copyStoreError } from "./store-error.js";

/** @typedef {() => Promise<unknown>} Release */

const DEFAULT_TIMEOUT = 1_000;

/** The pause after a failure of the store, in ms: one call must not wait for the store several times. */
const PAUSE = 1_000;

/** How many values of the store are remembered, in order to remove them from its errors. */
const MAX_VALUES = 4;

/** Wraps a store: its failures go to `onStoreError`, and the call continues without the store. */
export class GuardedStore {
  #store;
  #timeout;
  #onStoreError;
  /** By clock.js. */
  #pauseEnd = 0;
  /** The latest first. @type {string[]} */
  #values = [];

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
  async get(key) {
    const value = await this.run("get", (store) => store.get(key));
    this.remember(value);
    return value;
  }

  /**
   * @param {string} key
   * @param {string} value
   * @param {number} ttl  in ms
   */
  async set(key, value, ttl) {
    this.remember(value);
    // Redis refuses fractions.
    const ttlMs = Math.floor(ttl);
    if (ttlMs > 0) await this.run("set", (store) => store.set(key, value, ttlMs));
  }

  /** @param {string} key */
  async delete(key) {
    await this.run("delete", (store) => store.delete(key));
  }

  /** Whether the store has a lock. */
  get canLock() {
    return this.#store.lock !== undefined;
  }

  /**
   * Takes the lock. Resolves to the function that releases it; to null if another process has it; to undefined if the
   * store has no lock or fails.
   * @param {string} key
   * @param {number} ttl  in ms
   * @returns {Promise<Release | null | undefined>}
   */
  async lock(key, ttl) {
    if (!this.canLock) return undefined;
    let isLate = false;
    const release = await this.run("lock", async (store) => {
      const release = (await store.lock?.(key, ttl)) || null;
      // A Redis client sends a waiting command after it has reconnected. Release a lock that came too late to be used.
      if (isLate) await release?.();
      return release;
    });
    isLate = release === undefined;
    // Also during a pause, because other processes wait for the lock. A store that fails to set may still release it.
    return release && (() => this.attempt("unlock", release));
  }

  /** Remembers a value of the store, in order to remove it from its errors. @param {unknown} value */
  remember(value) {
    if (typeof value !== "string" || this.#values.includes(value)) return;
    this.#values = [value, ...this.#values].slice(0, MAX_VALUES);
  }

  /**
   * @template T
   * @param {StoreErrorEvent["operation"]} operation
   * @param {(store: Store) => T | Promise<T>} run
   * @returns {Promise<T | undefined>}  undefined after a failure, and in the pause that follows it
   */
  async run(operation, run) {
    return elapsed() < this.#pauseEnd ? undefined : this.attempt(operation, run);
  }

  /**
   * Like `run`, but also during a pause.
   * @template T
   * @param {StoreErrorEvent["operation"]} operation
   * @param {(store: Store) => T | Promise<T>} run
   * @returns {Promise<T | undefined>}  undefined after a failure
   */
  async attempt(operation, run) {
    try {
      // The inner function turns what is thrown at once into a rejection.
      return await raceTimeout(this.#timeout, (async () => run(this.#store))(), () => {
        throw new StoreTimeout(this.#timeout);
      });
    } catch (error) {
      this.#pauseEnd = elapsed() + PAUSE;
      this.#report({
        operation,
        error: error instanceof StoreTimeout ? error : copyStoreError(error, this.#values),
      });
      return undefined;
    }
  }

  /** Calls `onStoreError`. Its errors are ignored. @param {StoreErrorEvent} event */
  #report(event) {
    (async () => this.#onStoreError?.(event))().catch(() => {});
  }
}

class StoreTimeout extends Error {
  /** @param {number} ms */
  constructor(ms) {
    super(`the store has not answered within ${ms} ms`);
  }
}
