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
  #options;
  #deadline;
  /** Lets go of the answer that is being read. @type {(() => unknown) | undefined} */
  #cancel;
  /** Of the promise that `send` gave. @type {((reason: unknown) => void) | undefined} */
  #reject;

  /**
   * Starts the clock.
   * @param {string} endpoint
   * @param {CheckedOptions} options
   */
  constructor(endpoint, options) {
    this.endpoint = endpoint;
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
   * Sends the first request. The promise is that of the whole call, and settles as `read` says.
   * @param {string} method
   * @param {string} url
   * @param {string | undefined} contentType
   * @param {string | undefined} body
   * @param {boolean} isOnce  whether it may never be sent twice
   * @param {(outcome: Outcome) => unknown} read  gives the result, or the promise of what comes of sending again
   * @returns {Promise<unknown>}
   */
  send(method, url, contentType, body, isOnce, read) {
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      this.#inTime(() => this.#exchange(method, url, contentType, body, isOnce), (outcome) => {
        try {
          const result = read(outcome);
          // Not by resolving with it: it could not be rejected any more.
          if (result instanceof Promise) result.then(resolve, reject);
          else resolve(result);
        } catch (failure) {
          reject(failure);
        }
      });
    });
  }

  /**
   * Sends a request again.
   * @param {string} method
   * @param {string} url
   * @param {string | undefined} contentType
   * @param {string | undefined} body
   * @param {boolean} isOnce
   * @returns {Promise<Outcome>}
   */
  again(method, url, contentType, body, isOnce) {
    return new Promise((resolve) => this.#inTime(() => this.#exchange(method, url, contentType, body, isOnce), resolve));
  }

  /**
   * Waits; gives an outcome when the call ends before.
   * @param {number} ms
   * @returns {Promise<Outcome | undefined>}
   */
  sleep(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#inTime(undefined, (end) => (clearTimeout(timer), resolve(end)));
    });
  }

  /** The call has ended. */
  end() {
    this.#deadline.clear();
  }

  /**
   * Gives the call up: nothing that it has begun goes on.
   * @param {unknown} reason
   */
  abandon(reason) {
    this.#reject?.(reason);
    this.#deadline.abandon();
    this.#letGo();
  }

  /**
   * Settles once: with the outcome of what it begins, or with the end of the call if that comes before.
   * @param {(() => Promise<Outcome>) | undefined} begin  must not reject
   * @param {(outcome: Outcome) => void} settle
   */
  #inTime(begin, settle) {
    let isSettled = false;
    const once = (/** @type {Outcome} */ outcome) => {
      if (isSettled) return;
      isSettled = true;
      settle(outcome);
    };
    const deadline = this.#deadline;
    deadline.whenOver(() => {
      this.#letGo();
      once(deadline.state === "abort" ? { isAborted: true, reason: deadline.reason } : {});
    });
    if (!isSettled) begin?.().then(once);
  }

  /**
   * Never rejects.
   * @param {string} method
   * @param {string} url
   * @param {string | undefined} contentType
   * @param {string | undefined} body
   * @param {boolean} isOnce
   * @returns {Promise<Outcome>}
   */
  async #exchange(method, url, contentType, body, isOnce) {
    const { fetch, maxBodyBytes, onResponse } = this.#options;
    try {
      const init = requestInit(method, contentType, body, isOnce, this.#deadline.signal);
      // The global one is looked up at each call, so that a replaced one is used.
      const answer = await (fetch ? fetch(url, init) : globalThis.fetch(url, init));
      this.#cancel = () => answer.body?.cancel();
      // Nobody waits any more; left unread, its body would hold the connection.
      if (this.#deadline.state) throw undefined;
      const read = await readAnswer(answer, { maxBodyBytes, isPlatforms: !fetch, hold: (cancel) => (this.#cancel = cancel) });
      if (onResponse) observe(onResponse, { endpoint: this.endpoint, status: read.status, headers: read.headers, body: read.body });
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
