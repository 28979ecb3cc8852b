/**
 * The end of a call, whichever comes first of its timeout and its caller's abort. It holds for a fetch that does not
 * heed its signal, too.
 */
export class Deadline {
  /** @type {"" | "timeout" | "abort"} */
  state = "";
  #controller = new AbortController();
  /** @type {AbortSignal | undefined} */
  #caller;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #end = Infinity;
  /** @type {((reason: unknown) => void) | undefined} */
  #interrupt;

  /**
   * @param {number} timeout  in ms; 0 means none
   * @param {AbortSignal} [caller]
   */
  constructor(timeout, caller) {
    this.#caller = caller;
    if (timeout) {
      this.#end = performance.now() + timeout;
      this.#timer = setTimeout(() => this.#stop("timeout", new DOMException("The deadline passed", "TimeoutError")), timeout);
    }
    if (caller?.aborted) this.#abort();
    else caller?.addEventListener("abort", this.#abort, { once: true });
  }

  get signal() {
    return this.#controller.signal;
  }

  /** Milliseconds left. */
  get remaining() {
    return this.#end - performance.now();
  }

  /**
   * Settles as `promise` does, or rejects when the call ends before it. One race at a time.
   * @template T
   * @param {Promise<T>} promise
   * @returns {Promise<T>}
   */
  race(promise) {
    return new Promise((resolve, reject) => {
      promise.then(resolve, reject);
      if (this.state) reject(this.signal.reason);
      this.#interrupt = reject;
    });
  }

  /**
   * @param {number} ms
   * @returns {Promise<void>}
   */
  sleep(ms) {
    /** @type {ReturnType<typeof setTimeout>} */
    let timer;
    const slept = new Promise((resolve) => (timer = setTimeout(resolve, ms)));
    return this.race(slept).finally(() => clearTimeout(timer));
  }

  /** Stops the clock and takes the listener off the caller's signal. */
  clear() {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener("abort", this.#abort);
    this.#interrupt = undefined;
  }

  #abort = () => this.#stop("abort", this.#caller?.reason);

  /**
   * @param {"timeout" | "abort"} state
   * @param {unknown} reason
   */
  #stop(state, reason) {
    this.state = state;
    this.#controller.abort(reason);
    this.#interrupt?.(reason);
  }
}
