/**
 * The end of a call, whichever comes first of its timeout and its caller's abort. It holds for a fetch that does not
 * heed its signal, too.
 */
export class Deadline {
  /** @type {"" | "timeout" | "abort"} */
  state = "";
  /** Why the caller has aborted. Not that of `signal`, which knows no undefined reason. @type {unknown} */
  reason;
  /** Hears of the end. @type {(() => void) | undefined} */
  onEnd;
  #controller = new AbortController();
  /** @type {AbortSignal | undefined} */
  #caller;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #end = Infinity;

  /**
   * @param {number} timeout  in ms; 0 means none
   * @param {AbortSignal} [caller]
   */
  constructor(timeout, caller) {
    this.#caller = caller;
    if (caller?.aborted) this.abort();
    else if (caller) watch(caller, this);
    if (timeout && !this.state) {
      this.#end = performance.now() + timeout;
      this.#timer = setTimeout(
        () => this.#stop("timeout", new DOMException("The deadline passed", "TimeoutError")),
        timeout,
      );
    }
  }

  /** For fetch. */
  get signal() {
    return this.#controller.signal;
  }

  /** Milliseconds left. */
  get remaining() {
    return this.#end - performance.now();
  }

  /** Stops the clock and takes the listener off the caller's signal. */
  clear() {
    clearTimeout(this.#timer);
    if (this.#caller) unwatch(this.#caller, this);
    this.onEnd = undefined;
  }

  /** Gives the call up: nothing that it has begun goes on. */
  abandon() {
    this.clear();
    this.#controller.abort();
  }

  /** The caller has aborted. */
  abort() {
    try {
      this.reason = this.#caller?.reason;
    } catch {
      // A signal of the caller's own.
    }
    this.#stop("abort", this.reason);
  }

  /**
   * @param {"timeout" | "abort"} state
   * @param {unknown} reason
   */
  #stop(state, reason) {
    if (this.state) return;
    this.state = state;
    this.#controller.abort(reason);
    this.onEnd?.();
  }
}

/**
 * The calls in flight by the signal that ends them. A signal has one listener for all of them: Node warns of more than
 * ten.
 * @type {WeakMap<AbortSignal, { calls: Set<Deadline>, listener: () => void }>}
 */
const watched = new WeakMap();

/** @param {AbortSignal} signal @param {Deadline} call */
function watch(signal, call) {
  const calls = watched.get(signal)?.calls ?? new Set();
  calls.add(call);
  if (watched.has(signal)) return;
  const listener = () => calls.forEach((call) => call.abort());
  signal.addEventListener("abort", listener, { once: true });
  watched.set(signal, { calls, listener });
}

/** @param {AbortSignal} signal @param {Deadline} call */
function unwatch(signal, call) {
  const watch = watched.get(signal);
  if (!watch?.calls.delete(call) || watch.calls.size > 0) return;
  watched.delete(signal);
  try {
    signal.removeEventListener("abort", watch.listener);
  } catch {
    // A signal of the caller's own, which need not have that.
  }
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
  const passed = new Promise((resolve) => (timer = setTimeout(resolve, ms))).then(() => late);
  try {
    const first = await Promise.race([promise, passed]);
    return first === late ? await late() : /** @type {T} */ (first);
  } finally {
    clearTimeout(timer);
  }
}
