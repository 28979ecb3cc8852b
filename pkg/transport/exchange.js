/**
 * The traffic of one call. What is sent, and what an answer means, the core says.
 *
 * Every closure and every promise here is paid for in each call: between two requests a processor's caches are cold.
 * @import { Endpoint } from "../types/index.d.cts"
 * @import { CheckedOptions } from "../api/options.js"
 */

import { Answer, checkedText, headOf, Malformed, readBody } from "./answer.js";
import { Deadline } from "./deadline.js";
import { wordsOf } from "../api/errors.js";
import { requestInit } from "./request-init.js";

/**
 * What came of sending a request: an answer with its body; or what is malformed about it; or the failure of the
 * platform in its words; or the caller's abort; or none of these, for the deadline passed.
 * @typedef {Answer | Malformed | { failure: string } | { isAborted: true, reason: unknown } | {}} Outcome
 */

export class Exchange {
  #deadline;
  /** Where it stands until it ends. @type {Set<Exchange> | undefined} */
  #inFlight;
  /** Why the call was given up. @type {{ reason: unknown } | undefined} */
  #end;
  /** Of the promise that `send` gave. @type {((reason: unknown) => void) | undefined} */
  #reject;
  /** Who waits for an outcome. @type {((outcome?: any) => void) | undefined} */
  #settle;
  /** What is being read. @type {Response | undefined} */
  #response;
  /** What holds its body. @type {{ cancel(): unknown } | undefined} */
  #reader;
  /** Of a wait. @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * Starts the clock. Throws what a signal throws that is none.
   * @param {Endpoint} endpoint
   * @param {CheckedOptions} options
   */
  constructor(endpoint, options) {
    this.endpoint = endpoint;
    this.options = options;
    this.#deadline = new Deadline(options.timeout, options.signal);
    this.#deadline.onEnd = () => this.#over();
  }

  /** Milliseconds left; `Infinity` without a timeout. */
  get remaining() {
    return this.#deadline.remaining;
  }

  /**
   * Sends the first request, a `GET` or the `POST` of a form. The promise is that of the whole call, and settles as
   * `read` says.
   * @param {string} url
   * @param {string | undefined} form
   * @param {boolean} isOnce  whether it may never be sent twice
   * @param {(outcome: Outcome) => unknown} read  gives the result, or the promise of what comes of sending again
   * @returns {Promise<unknown>}
   */
  send(url, form, isOnce, read) {
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      this.#exchange(url, form, isOnce, (outcome) => {
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
   * @param {string} url
   * @param {string | undefined} form
   * @param {boolean} isOnce
   * @returns {Promise<Outcome>}
   */
  again(url, form, isOnce) {
    return new Promise((resolve) => this.#exchange(url, form, isOnce, resolve));
  }

  /**
   * Waits; gives an outcome when the call ends before.
   * @param {number} ms
   * @returns {Promise<Outcome | undefined>}
   */
  sleep(ms) {
    return new Promise((resolve) => {
      if (!this.#await(resolve)) return;
      this.#timer = setTimeout(() => this.#taken()?.(), ms);
    });
  }

  /** The call begins. @param {Set<Exchange>} inFlight  where it stands until it ends */
  begin(inFlight) {
    this.#inFlight = inFlight.add(this);
  }

  /** The call has ended. */
  end() {
    this.#inFlight?.delete(this);
    this.#deadline.clear();
  }

  /**
   * Rejects the call, and lets nothing that it has begun go on.
   * @param {unknown} reason
   */
  abandon(reason) {
    this.#end = { reason };
    this.#settle = undefined;
    this.#reject?.(reason);
    this.#deadline.abandon();
    this.#letGo();
  }

  /**
   * @param {string} url
   * @param {string | undefined} form
   * @param {boolean} isOnce
   * @param {(outcome: Outcome) => void} settle
   */
  async #exchange(url, form, isOnce, settle) {
    if (!this.#await(settle)) return;
    const { fetch, maxBodyBytes, onResponse } = this.options;
    try {
      const init = requestInit(form, isOnce, this.#deadline.signal);
      // The global one is looked up at each call, so that a replaced one is used.
      const response = (this.#response = await (fetch ? fetch(url, init) : globalThis.fetch(url, init)));
      // Left unread, a body that nobody waits for any more would hold the connection.
      if (!this.#settle) return this.#letGo();
      const { status, headers, isKnownToFit } = headOf(response, maxBodyBytes, !fetch);
      const text = isKnownToFit
        ? response.text()
        : readBody(response, status, maxBodyBytes, (reader) => (this.#reader = reader));
      const answer = new Answer(status, headers, checkedText(await text, status, maxBodyBytes));
      const settle = this.#taken();
      if (settle && onResponse) observe(onResponse, { endpoint: this.endpoint, status, headers, body: answer.body });
      settle?.(answer);
    } catch (reason) {
      this.#letGo();
      this.#taken()?.(Malformed.is(reason) ? reason : { failure: wordsOf(reason) });
    }
  }

  /**
   * Notes who waits for what begins now; or, if the call has ended, tells that at once.
   * @param {(outcome: any) => void} settle
   */
  #await(settle) {
    if (this.#end) {
      this.#reject?.(this.#end.reason);
      return false;
    }
    this.#settle = settle;
    this.#response = this.#reader = undefined;
    if (this.#deadline.state) this.#over();
    return this.#settle !== undefined;
  }

  #over() {
    const { state, reason } = this.#deadline;
    this.#letGo();
    this.#taken()?.(state === "abort" ? { isAborted: true, reason } : {});
  }

  /** Who waits, to be told once. Whatever comes later, nobody waits for. */
  #taken() {
    const settle = this.#settle;
    this.#settle = undefined;
    return settle;
  }

  /** Ends a wait, and cancels the body that is being read. Whether that succeeds concerns nobody. */
  #letGo() {
    clearTimeout(this.#timer);
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
