import { foreignRecord, storeUnavailable } from "./errors.js";

/** @import { Store } from "../types/index.d.cts" */
/** @import { GuardedStore } from "../token/stores/guarded.js" */

/**
 * The content of an entry when it was read or written.
 * @template T
 * @typedef {object} Snapshot
 * @property {string} [text]  undefined if there is no entry
 * @property {T} [value]
 */

/**
 * One entry of the store. Its text is a word with kind and version, and JSON. Change the word when you change the format:
 * a process of another version then throws instead of overwriting the entry.
 * @template {object} T
 */
export class StoredRecord {
  #store;
  #key;
  #version;

  /** @param {GuardedStore} store @param {string} key @param {string} version */
  constructor(store, key, version) {
    this.#store = store;
    this.#key = key;
    this.#version = version;
  }

  /**
   * @param {{ inPause?: boolean }} [options]  whether to read also in the pause after a failure of the store; default: true
   * @returns {Promise<Snapshot<T> | undefined>}  undefined if the store cannot be read
   */
  async read({ inPause = true } = {}) {
    const get = async (/** @type {Store} */ store) => ({ text: await store.get(this.#key) });
    const read = await (inPause ? this.#store.attempt("get", get) : this.#store.run("get", get));
    this.#store.remember(read?.text);
    return read && this.#parse(read.text);
  }

  /**
   * Replaces the entry, unless another process has changed it since the snapshot.
   * @param {Snapshot<T>} snapshot
   * @param {T} value
   * @param {number} [ttl]  in ms; without it, the entry does not expire
   * @returns {Promise<Snapshot<T> | undefined>}  undefined if another process has changed it; rejects if the store fails
   */
  async replace(snapshot, value, ttl) {
    const text = `${this.#version} ${JSON.stringify(value)}`;
    if (await this.#compareAndSet(snapshot.text, text, ttl)) return { text, value };
    // After a timeout the write may have succeeded. A Redis client may also send a command twice when a connection breaks.
    const found = await this.read();
    if (found?.text === text) return { text, value };
    if (!found || found.text === snapshot.text) throw storeUnavailable();
    return undefined;
  }

  async delete() {
    await this.#store.delete(this.#key);
  }

  /**
   * Also in the pause after a failure, because the text may contain a token that Baidu gives only once.
   * @param {string | undefined} expected
   * @param {string} text
   * @param {number} [ttl]
   */
  #compareAndSet(expected, text, ttl) {
    this.#store.remember(text);
    return this.#store.attempt("compareAndSet", async (store) => {
      if (store.compareAndSet) return store.compareAndSet(this.#key, expected, text, ttl);
      if (((await store.get(this.#key)) ?? undefined) !== expected) return false;
      await store.set(this.#key, text, ttl);
      // A Keyv does not reject when its adapter fails.
      return (await store.get(this.#key)) === text;
    });
  }

  /** @param {unknown} text @returns {Snapshot<T>} */
  #parse(text) {
    if (text === undefined || text === null) return {};
    const begin = `${this.#version} `;
    try {
      if (typeof text === "string" && text.startsWith(begin))
        return { text, value: JSON.parse(text.slice(begin.length)) };
    } catch {
      // The error below reports it.
    }
    throw foreignRecord(this.#key);
  }
}
