/**
 * @import { CheckedOptions } from "../api/options.js"
 * @import { Endpoint } from "../types/index.d.cts"
 */

import { Answer, readBody, toBytes } from "../transport/body.js";
import { Deadline } from "../transport/deadline.js";
import { Failure } from "../transport/failure.js";
import { hasRefusedSignal, requestInit } from "../transport/request-init.js";

/**
 * One call in flight: its promise, its deadline, and the requests that the core sends through it.
 *
 * Hot path: every closure and every promise costs time in each call.
 */
export class PendingCall {
  /** Called once, when the call has ended. @type {(() => void) | undefined} */
  onEnd;
  #options;
  #onRepetition;
  #deadline;
  /** Rejects the promise that the core awaits. @type {((failure: Failure) => void) | undefined} */
  #rejectStep;
  /** Passes the next request to `#sendAll`, if there is one. @type {((request?: PendingRequest) => void) | undefined} */
  #sendNext;
  /** The response that is being read. @type {Response | undefined} */
  #response;
  /** The reader that locks its body. @type {ReadableStreamDefaultReader<Uint8Array> | undefined} */
  #reader;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #sleepTimer;

  /**
   * Starts the clock.
   * @param {Endpoint} endpoint
   * @param {CheckedOptions} options
   * @param {() => void} [onRepetition]
   */
  constructor(endpoint, options, onRepetition) {
    this.endpoint = endpoint;
    this.#onRepetition = onRepetition;
    this.#options = options;
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.#deadline = new Deadline(options.timeout, options.signal);
    this.#deadline.onEnd = () => this.#onDeadline();
  }

  /** Milliseconds until the deadline; `Infinity` without one. */
  get remaining() {
    return this.#deadline.remaining;
  }

  /**
   * Sends a `GET`, or a `POST` with a form, and reads the response.
   * @param {string} url
   * @param {string | undefined} form  for a `POST`
   * @param {boolean} singleUse  whether the request must not be sent twice
   * @returns {Promise<Answer>}  rejects with a `Failure`
   */
  send(url, form, singleUse) {
    return this.#untilDeadline((resolve, reject) => {
      const request = { url, form, singleUse, resolve, reject };
      if (!this.#sendNext) return void this.#sendAll(request);
      this.#onRepetition?.();
      this.#sendNext(request);
    });
  }

  /**
   * Waits before a repetition.
   * @param {number} ms
   * @returns {Promise<void>}  rejects with a `Failure`
   */
  sleep(ms) {
    return this.#untilDeadline((resolve) => {
      this.#sleepTimer = setTimeout(resolve, ms);
    });
  }

  /** Stops the clock and removes the call from the instance. Called when the call has settled. */
  end() {
    this.#deadline.clear();
    this.#sendNext?.();
    this.onEnd?.();
  }

  /**
   * Rejects the call and aborts its request.
   * @param {unknown} reason
   */
  abandon(reason) {
    this.reject?.(reason);
    this.#rejectStep = undefined;
    this.#deadline.abandon();
    this.#release();
  }

  /**
   * A promise that rejects at the deadline, even if fetch never settles.
   * @template T
   * @param {(resolve: (value: T) => void, reject: (failure: Failure) => void) => void} start
   * @returns {Promise<T>}
   */
  #untilDeadline(start) {
    return new Promise((resolve, reject) => {
      this.#rejectStep = reject;
      if (this.#deadline.state) this.#onDeadline();
      else start(resolve, reject);
    });
  }

  /**
   * Sends the requests of the call, one after another. One async function sends them all, so that repetitions keep the
   * caller's AsyncLocalStorage context. It ends with the call: garbage collectors take long over functions that await
   * forever.
   * @param {PendingRequest | undefined} request
   */
  async #sendAll(request) {
    while (request) {
      const init = requestInit(request.form, request.singleUse, this.#deadline.signal);
      try {
        this.#response = this.#reader = undefined;
        const response = await this.#fetch(request.url, init);
        this.#response = response;
        // The deadline has passed: cancel the body of a late response.
        if (!this.#rejectStep) return this.#release();
        const read = await readBody(response, this.#options, (reader) => {
          this.#reader = reader;
        });
        if (!this.#rejectStep) return;
        const body = toBytes(read, response.status);
        request.resolve(new Answer(response, body));
        this.#observe(response, body);
      } catch (reason) {
        this.#release();
        const failure = Failure.from(reason, this.#options, request.url);
        const isUnsent = init.signal && !this.#response && hasRefusedSignal(reason);
        if (isUnsent && this.#rejectStep) continue;
        request.reject(failure);
      }
      request = await new Promise((resolve) => {
        this.#sendNext = resolve;
      });
    }
  }

  /**
   * @param {string} url
   * @param {RequestInit} init
   * @returns {Promise<Response>}
   */
  #fetch(url, init) {
    const { fetch } = this.#options;
    // Looked up at each call, so that a replaced global fetch is used.
    return fetch ? fetch(url, init) : globalThis.fetch(url, init);
  }

  /** Calls `onResponse`. Its errors are ignored. @param {Response} response @param {Uint8Array} bytes */
  #observe({ status, headers }, bytes) {
    const { onResponse } = this.#options;
    if (!onResponse) return;
    const body = new TextDecoder().decode(bytes);
    (async () => onResponse({ endpoint: this.endpoint, status, headers, body }))().catch(() => {});
  }

  #onDeadline() {
    const { state, reason } = this.#deadline;
    this.#release();
    this.#rejectStep?.(state === "abort" ? Failure.aborted(reason) : Failure.timeout());
    this.#rejectStep = undefined;
  }

  /** Ends a wait and cancels the body that is being read. An unread body would keep the connection open. */
  #release() {
    clearTimeout(this.#sleepTimer);
    const cancel = async () => (this.#reader ?? this.#response?.body)?.cancel();
    cancel().catch(() => {});
  }
}

/**
 * @typedef {object} PendingRequest
 * @property {string} url
 * @property {string | undefined} form
 * @property {boolean} singleUse
 * @property {(answer: Answer) => void} resolve
 * @property {(failure: Failure) => void} reject
 */
