/**
 * Ends a call: at its timeout or at its caller's abort, whichever comes first. Works even if fetch ignores its signal.
 */
export class Deadline {
  /** @type {"" | "timeout" | "abort"} */
  state = "";
  /** The caller's reason to abort. Kept here, because our own signal would replace an undefined one. @type {unknown} */
  reason;
  /** Called once, on expiry or abort. @type {(() => void) | undefined} */
  onEnd;
  #controller = typeof AbortController === "function" ? new AbortController() : undefined;
  /** @type {AbortSignal | undefined} */
  #caller;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #end = Infinity;

  /**
   * Starts the clock.
   * @param {number} timeout  in ms; 0 means none
   * @param {AbortSignal} [caller]
   */
  constructor(timeout, caller) {
    this.#caller = caller;
    if (caller?.aborted) this.abort();
    else if (caller) watch(caller, this);
    if (timeout && !this.state) {
      this.#end = now() + timeout;
      this.#timer = setTimeout(() => this.#stop("timeout", timeoutReason()), timeout);
    }
  }

  /** The signal for fetch; undefined if the runtime has no AbortController. */
  get signal() {
    return this.#controller?.signal;
  }

  /** Milliseconds left. */
  get remaining() {
    return this.#end - now();
  }

  /** Stops the clock and removes the listener from the caller's signal. */
  clear() {
    clearTimeout(this.#timer);
    if (this.#caller) unwatch(this.#caller, this);
    this.onEnd = undefined;
  }

  /** Stops the clock and aborts the request. */
  abandon() {
    this.clear();
    this.#controller?.abort();
  }

  /** Ends the call because the caller has aborted. */
  abort() {
    this.reason = abortReason(this.#caller);
    this.#stop("abort", this.reason);
  }

  /**
   * @param {"timeout" | "abort"} state
   * @param {unknown} reason
   */
  #stop(state, reason) {
    if (this.state) return;
    this.state = state;
    this.#controller?.abort(reason);
    this.onEnd?.();
  }
}

/** Milliseconds. Some embedded engines have no `performance`. */
const now = () => (globalThis.performance ?? Date).now();

/** The same reason as that of `AbortSignal.timeout`. */
const timeoutReason = () => domException("The deadline passed", "TimeoutError");

/**
 * Before Node 17.2 a signal has no reason.
 * @param {AbortSignal | undefined} signal
 */
function abortReason(signal) {
  return signal && "reason" in signal ? signal.reason : domException("This operation was aborted", "AbortError");
}

/** Before Node 17 there is no global DOMException. @param {string} message @param {string} name */
function domException(message, name) {
  if (typeof DOMException === "function") return new DOMException(message, name);
  return Object.assign(new Error(message), { name });
}

/**
 * The calls in flight for each signal. All calls of a signal share one listener, because Node warns about more than
 * ten.
 * @type {WeakMap<AbortSignal, { calls: Set<Deadline>, listener: () => void }>}
 */
const watched = new WeakMap();

/** @param {AbortSignal} signal @param {Deadline} call */
function watch(signal, call) {
  const known = watched.get(signal);
  if (known) return void known.calls.add(call);
  const calls = new Set([call]);
  const listener = () => {
    for (const call of calls) call.abort();
  };
  signal.addEventListener("abort", listener, { once: true });
  watched.set(signal, { calls, listener });
}

/** @param {AbortSignal} signal @param {Deadline} call */
function unwatch(signal, call) {
  const watch = watched.get(signal);
  if (!watch?.calls.delete(call) || watch.calls.size > 0) return;
  watched.delete(signal);
  signal.removeEventListener("abort", watch.listener);
}

/**
 * Settles like `promise`, or like the result of `onTimeout` if `promise` takes longer than `ms`.
 * @template T
 * @param {number} ms
 * @param {Promise<T>} promise
 * @param {() => T | Promise<T>} onTimeout
 * @returns {Promise<T>}
 */
export async function raceTimeout(ms, promise, onTimeout) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const timeout = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  }).then(() => onTimeout);
  try {
    const first = await Promise.race([promise, timeout]);
    return first === onTimeout ? await onTimeout() : /** @type {T} */ (first);
  } finally {
    clearTimeout(timer);
  }
}
