/**
 * The traffic of one call. What is sent, and what an answer means, the core says.
 * @import { CheckedOptions } from "./options.js"
 */

import { Malformed, readAnswer } from "./answer.js";
import { Deadline } from "./deadline.js";
import { wordsOf } from "./error.js";
import { requestInit } from "./request-init.js";

/**
 * What came of sending a request: an answer with its body; or what is malformed about it; or the failure of the
 * platform in its words; or the caller's abort; or none of these, for the deadline passed.
 * @typedef {object} Outcome
 * @property {number} [status]
 * @property {string} [body]
 * @property {number} [retryAfter]  in ms
 * @property {string} [malformed]
 * @property {string} [failure]
 * @property {boolean} [isAborted]
 * @property {unknown} [reason]  of the abort
 */

export class Exchange {
  #endpoint;
  #options;
  #deadline;
  /** Lets go of the answer that is being read. @type {(() => unknown) | undefined} */
  #cancel;

  /**
   * Starts the clock.
   * @param {string} endpoint
   * @param {CheckedOptions} options
   */
  constructor(endpoint, options) {
    this.#endpoint = endpoint;
    this.#options = options;
    this.#deadline = new Deadline(options.timeout, options.signal);
  }

  get spapi() {
    return this.#options.spapi;
  }

  get openapi() {
    return this.#options.openapi;
  }

  get retries() {
    return this.#options.retries;
  }

  /** Milliseconds left; `Infinity` without a timeout. */
  get remaining() {
    return this.#deadline.remaining;
  }

  /**
   * @param {string} method
   * @param {string} url
   * @param {string | undefined} contentType
   * @param {string | undefined} body
   * @param {boolean} isOnce  whether it may never be sent twice
   * @param {(outcome: Outcome) => unknown} [read]  what to make of the outcome
   */
  async send(method, url, contentType, body, isOnce, read = (outcome) => outcome) {
    const init = requestInit(method, contentType, body, isOnce, this.#deadline.signal);
    return read(await this.#inTime(() => this.#exchange(url, init)));
  }

  /**
   * Waits; gives an outcome when the call ends before.
   * @param {number} ms
   */
  async sleep(ms) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    /** @returns {Promise<undefined>} */
    const slept = () => new Promise((resolve) => (timer = setTimeout(() => resolve(undefined), ms)));
    const end = await this.#inTime(slept);
    clearTimeout(timer);
    return end;
  }

  /** The call has ended. */
  end() {
    this.#deadline.clear();
  }

  /** Gives the call up: nothing that it has begun goes on. */
  abandon() {
    this.#deadline.abandon();
    this.#letGo();
  }

  /**
   * Never rejects.
   * @template T
   * @param {() => Promise<T>} begin
   * @returns {Promise<T | Outcome>}
   */
  async #inTime(begin) {
    const deadline = this.#deadline;
    try {
      if (!deadline.state) return await deadline.race(begin());
    } catch {
      this.#letGo();
    }
    return deadline.state === "abort" ? { isAborted: true, reason: deadline.reason } : {};
  }

  /**
   * Never rejects.
   * @param {string} url
   * @param {RequestInit} init
   * @returns {Promise<Outcome>}
   */
  async #exchange(url, init) {
    const { fetch, maxBodyBytes, onResponse } = this.#options;
    try {
      // The global one is looked up at each call, so that a replaced one is used.
      const answer = await (fetch ? fetch(url, init) : globalThis.fetch(url, init));
      this.#cancel = () => answer.body?.cancel();
      // Nobody waits any more; left unread, its body would hold the connection.
      if (this.#deadline.state) throw undefined;
      const read = await readAnswer(answer, { maxBodyBytes, isPlatforms: !fetch, hold: (cancel) => (this.#cancel = cancel) });
      if (onResponse) observe(onResponse, { endpoint: this.#endpoint, status: read.status, headers: read.headers, body: read.body });
      return read;
    } catch (reason) {
      this.#letGo();
      return Malformed.is(reason) ? reason : { failure: wordsOf(reason) };
    }
  }

  /** Cancels the body that is being read. Whether that succeeds concerns nobody. */
  #letGo() {
    const cancel = async () => this.#cancel?.();
    cancel().catch(() => {});
  }
}

/**
 * An observer that throws, or rejects, does not undo a login.
 * @param {(event: any) => unknown} observer
 * @param {object} event
 */
function observe(observer, event) {
  const hear = async () => observer(event);
  hear().catch(() => {});
}
