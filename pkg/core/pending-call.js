/**
 * @import { CheckedOptions } from "../api/options.js"
 * @import { Endpoint } from "../types/index.d.cts"
 * @import { PendingRequest } from "../wasm/glue.js"
 */

import { readBody, toBytes } from "../transport/body.js";
import { Deadline } from "../transport/deadline.js";
import { Failure } from "../transport/failure.js";
import { hasRefusedSignal, requestInit } from "../transport/request-init.js";

/**
 * One call in flight: its promise, its deadline, and the requests that the core sends through it.
 *
 * Hot path: every closure and every promise costs time in each call.
 */
export class PendingCall {
  /** Settles `outcome`. @type {((outcome: unknown) => void) | undefined} */
  resolve;
  /** @type {((reason: unknown) => void) | undefined} */
  reject;
  /** The result of the call, or first a `Repetition`. @type {Promise<any>} */
  outcome = this.#nextOutcome();
  #options;
  #onRepetition;
  #deadline;
  /** The request that is sent, or waits to be sent. @type {PendingRequest | undefined} */
  #request;
  #isInFlight = false;
  /** The timer of the next attempt. @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** The response that is being read. @type {Response | undefined} */
  #response;
  /** The reader that locks its body. @type {ReadableStreamDefaultReader<Uint8Array> | undefined} */
  #reader;

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
   * @param {number | undefined} delay  before a repetition, in ms
   * @param {PendingRequest} request  settled once: with the response, or with a failure, at the deadline at the latest,
   *   even if fetch never settles
   */
  send(url, form, singleUse, delay, request) {
    this.#request = request;
    this.#isInFlight = false;
    if (this.#deadline.state) this.#onDeadline();
    else if (delay === undefined) this.#send(url, form, singleUse, request);
    else this.#timer = setTimeout(() => this.#repeat(() => this.#send(url, form, singleUse, request)), delay);
  }

  /** Stops the clock. Called when the call has settled. */
  end() {
    this.#deadline.clear();
  }

  /**
   * Rejects the call and aborts its request.
   * @param {unknown} reason
   */
  abandon(reason) {
    this.reject?.(reason);
    this.#request = undefined;
    this.#deadline.abandon();
    this.#release();
  }

  /** A promise that `resolve` and `reject` settle. */
  #nextOutcome() {
    return new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  /** Hands a request to `call`, which sends it in the async context of its caller. @param {() => void} send */
  #repeat(send) {
    this.#onRepetition?.();
    const { resolve } = this;
    this.outcome = this.#nextOutcome();
    resolve?.(new Repetition(send));
  }

  /**
   * @param {string} url
   * @param {string | undefined} form
   * @param {boolean} singleUse
   * @param {PendingRequest} request
   * @returns {Promise<void>}
   */
  async #send(url, form, singleUse, request) {
    // The deadline has passed between two requests.
    if (this.#request !== request) return;
    this.#isInFlight = true;
    const init = requestInit(form, singleUse, this.#deadline.signal);
    this.#response = this.#reader = undefined;
    try {
      const response = await this.#fetch(url, init);
      this.#response = response;
      // The deadline has passed: cancel the body of a late response.
      if (this.#request !== request) return this.#release();
      const read = await readBody(response, this.#options, (reader) => {
        this.#reader = reader;
      });
      if (this.#request !== request) return;
      const body = toBytes(read, response.status);
      this.#request = undefined;
      request.answered(response, body);
      this.#observe(response, body);
    } catch (reason) {
      this.#release();
      if (this.#request !== request) return;
      const isUnsent = init.signal && !this.#response && hasRefusedSignal(reason);
      if (isUnsent) return this.#send(url, form, singleUse, request);
      const failure = Failure.from(reason, this.#options, url);
      this.#request = undefined;
      request.failed(failure);
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
    const failure = state === "abort" ? Failure.aborted(reason) : Failure.timeout(!this.#isInFlight);
    const request = this.#request;
    this.#request = undefined;
    this.#release();
    request?.failed(failure);
  }

  /** Ends a wait and cancels the body that is being read. An unread body would keep the connection open. */
  #release() {
    clearTimeout(this.#timer);
    const cancel = async () => (this.#reader ?? this.#response?.body)?.cancel();
    cancel().catch(() => {});
  }
}

/** A request that the call sends again. */
export class Repetition {
  /** @param {() => void} send */
  constructor(send) {
    this.send = send;
  }
}
