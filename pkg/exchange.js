/**
 * The traffic of one call. What is sent, and what an answer means, the core says.
 *
 * Every closure and every promise here is paid for in each call: between two requests a processor's caches are cold.
 * @import { CheckedOptions } from "./options.js"
 */

import { Answer, headOf, Malformed, readBody } from "./answer.js";
import { Deadline } from "./deadline.js";
import { wordsOf } from "./error.js";
import { requestInit } from "./request-init.js";

/**
 * What came of sending a request: an answer with its body; or what is malformed about it; or the failure of the
 * platform in its words; or the caller's abort; or none of these, for the deadline passed.
 * @typedef {Answer | Malformed | { failure: string } | { isAborted: true, reason: unknown } | {}} Outcome
 */

export class Exchange {
  #options;
  #deadline;
  /** Of the promise that `send` gave. @type {((reason: unknown) => void) | undefined} */
  #reject;
  /** Who waits for an outcome. @type {((outcome: Outcome) => void) | undefined} */
  #settle;
  /** What is being read. @type {Response | undefined} */
  #response;
  /** What holds its body. @type {{ cancel(): unknown } | undefined} */
  #reader;

  /**
   * Starts the clock.
   * @param {string} endpoint
   * @param {CheckedOptions} options
   */
  constructor(endpoint, options) {
    this.endpoint = endpoint;
    this.#options = options;
    this.#deadline = new Deadline(options.timeout, options.signal);
    this.#deadline.onEnd = () => this.#over();
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
   * Sends the first request, a `GET` or the `POST` of a form. The promise is that of the whole call, and settles as `read` says.
   * @param {string} url
   * @param {string | undefined} form
   * @param {boolean} isOnce  whether it may never be sent twice
   * @param {(outcome: Outcome) => unknown} read  gives the result, or the promise of what comes of sending again
   * @returns {Promise<unknown>}
   */
  send(url, form, isOnce, read) {
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      this.#settle = (outcome) => {
        try {
          const result = read(outcome);
          // Not by resolving with it: it could not be rejected any more.
          if (result instanceof Promise) result.then(resolve, reject);
          else resolve(result);
        } catch (failure) {
          reject(failure);
        }
      };
      this.#exchange(url, form, isOnce);
    });
  }

  /**
   * Sends a request again.
   * @param {string} url
   * @param {string | undefined} form
   * @param {boolean} isOnce
   * @returns {Promise<Outcome>}
   */
  again(url, form, isOnce) {
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#exchange(url, form, isOnce);
    });
  }

  /**
   * Waits; gives an outcome when the call ends before.
   * @param {number} ms
   * @returns {Promise<Outcome | undefined>}
   */
  sleep(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#settle = (end) => (clearTimeout(timer), resolve(end));
      if (this.#deadline.state) this.#over();
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
    this.#settle = undefined;
    this.#reject?.(reason);
    this.#deadline.abandon();
    this.#letGo();
  }

  /**
   * @param {string} url
   * @param {string | undefined} form
   * @param {boolean} isOnce
   */
  async #exchange(url, form, isOnce) {
    const deadline = this.#deadline;
    if (deadline.state) return this.#over();
    const { fetch, maxBodyBytes, onResponse } = this.#options;
    try {
      const init = requestInit(form, isOnce, deadline.signal);
      // The global one is looked up at each call, so that a replaced one is used.
      const response = (this.#response = await (fetch ? fetch(url, init) : globalThis.fetch(url, init)));
      // Nobody waits any more; left unread, its body would hold the connection.
      if (deadline.state) return this.#letGo();
      const { status, headers, isKnownToFit } = headOf(response, maxBodyBytes, !fetch);
      const text = isKnownToFit ? response.text() : readBody(response, status, maxBodyBytes, (reader) => (this.#reader = reader));
      const answer = new Answer(status, headers, await text);
      if (onResponse) observe(onResponse, { endpoint: this.endpoint, status, headers, body: answer.body });
      this.#finish(answer);
    } catch (reason) {
      this.#letGo();
      this.#finish(Malformed.is(reason) ? reason : { failure: wordsOf(reason) });
    }
  }

  #over() {
    const { state, reason } = this.#deadline;
    this.#letGo();
    this.#finish(state === "abort" ? { isAborted: true, reason } : {});
  }

  /** Tells who waits; whatever comes later, nobody does. @param {Outcome} outcome */
  #finish(outcome) {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(outcome);
  }

  /** Cancels the body that is being read. Whether that succeeds concerns nobody. */
  #letGo() {
    const cancel = async () => (this.#reader ?? this.#response?.body)?.cancel();
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
