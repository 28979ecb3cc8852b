import { foreignRecord, storeUnavailable } from "./errors.js";

/** @import { Store } from "../types/index.d.cts" */
/** @import { GuardedStore } from "../token/stores/guarded.js" */

/**
 * An entry of the store as it was read or written. Replaced as a whole, never changed.
 * @template T
 * @typedef {object} Snapshot
 * @property {string} [text]  undefined when there is no entry
 * @property {T} [value]
 */

/**
 * One entry of the store: a word that names its kind and version, and JSON. Whoever changes a format changes its word;
 * a process that does not know the word leaves the entry alone.
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
   * @param {{ inPause?: boolean }} [options]  whether to ask a store that has failed a moment ago; by default it is asked
   * @returns {Promise<Snapshot<T> | undefined>}  undefined when the store cannot be read
   */
  async read({ inPause = true } = {}) {
    const get = async (/** @type {Store} */ store) => ({ text: await store.get(this.#key) });
    const read = await (inPause ? this.#store.attempt("get", get) : this.#store.run("get", get));
    this.#store.remember(read?.text);
    return read && this.#parse(read.text);
  }

  /**
   * Replaces what was read, unless somebody has replaced it since.
   * @param {Snapshot<T>} snapshot
   * @param {T} value
   * @param {number} [ttl]  in ms; for ever without it
   * @returns {Promise<Snapshot<T> | undefined>}  undefined when somebody has; rejects when the store does not keep it
   */
  async replace(snapshot, value, ttl) {
    const text = `${this.#version} ${JSON.stringify(value)}`;
    if (await this.#compareAndSet(snapshot.text, text, ttl)) return { text, value };
    // A timeout leaves the outcome open, and clients of Redis send a command twice when a connection breaks.
    const found = await this.read();
    if (found?.text === text) return { text, value };
    if (!found || found.text === snapshot.text) throw storeUnavailable();
    return undefined;
  }

  async delete() {
    await this.#store.delete(this.#key);
  }

  /**
   * Even in the pause after a failure: the text may hold a token that Baidu gives only once.
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
      // A Keyv reports its failures to listeners only.
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
      // Not ours.
    }
    throw foreignRecord(this.#key);
  }
}
