/**
 * The end of a call: its timeout or its caller's abort, whichever comes first. It holds for a fetch that ignores its
 * signal, too.
 */
export class Deadline {
  /** @type {"" | "timeout" | "abort"} */
  state = "";
  /** Why the caller has aborted. Not that of `signal`, which knows no undefined reason. @type {unknown} */
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
      this.#end = performance.now() + timeout;
      this.#timer = setTimeout(() => this.#stop("timeout", timeoutReason()), timeout);
    }
  }

  /** For fetch; undefined where the runtime has no AbortController. */
  get signal() {
    return this.#controller?.signal;
  }

  /** Milliseconds left. */
  get remaining() {
    return this.#end - performance.now();
  }

  /** Stops the clock and removes the listener from the caller's signal. */
  clear() {
    clearTimeout(this.#timer);
    if (this.#caller) unwatch(this.#caller, this);
    this.onEnd = undefined;
  }

  /** Stops the clock and aborts what has begun. */
  abandon() {
    this.clear();
    this.#controller?.abort();
  }

  /** The caller has aborted. */
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

/** As `AbortSignal.timeout` gives it. */
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
 * The calls in flight by the signal that aborts them. A signal has one listener for all of them: Node warns of more than
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
 * Settles as `promise` does, or as `late` says when `ms` pass before.
 * @template T
 * @param {number} ms
 * @param {Promise<T>} promise
 * @param {() => T | Promise<T>} late
 * @returns {Promise<T>}
 */
export async function within(ms, promise, late) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const passed = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  }).then(() => late);
  try {
    const first = await Promise.race([promise, passed]);
    return first === late ? await late() : /** @type {T} */ (first);
  } finally {
    clearTimeout(timer);
  }
}
