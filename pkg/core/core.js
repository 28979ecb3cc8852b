/**
 * The one place where the WebAssembly module comes to life: at the first call, and again after a trap.
 * @import { Calls, Endpoint, Options } from "../types/index.d.cts"
 * @import { Glue } from "../wasm/glue.js"
 */

import { Failure, spending, wordsOf } from "../api/errors.js";
import { Exchange } from "../transport/exchange.js";
import { readOptions, wrongOption } from "../api/options.js";
import { textOf } from "./property.js";
import { createGlue } from "../wasm/glue.js";

/** @type {() => WebAssembly.Module} */
let provideModule = () => {
  const message = "there is no module to run on";
  const hint = "Compile swan-login/core.wasm and call useModule(module) before anything else.";
  throw new Failure({ code: "invalid_argument", endpoint: "swan-login/slim", message, retryable: false, hint });
};
/** @type {WebAssembly.Module | undefined} */
let compiled;
/** @type {Instance | undefined} */
let current;

/**
 * Says where the module comes from; each entry of the package does so in its own way.
 * @param {() => WebAssembly.Module} provide  called at the first use
 */
export function useModule(provide) {
  provideModule = provide;
  compiled = current = undefined;
}

/**
 * Calls a function of the core that answers at once.
 * @template T
 * @param {(core: Glue) => T} use
 * @returns {T}
 */
export function callSync(use) {
  try {
    return instance().enter(use);
  } catch (failure) {
    throw Failure.is(failure) ? failure.toError() : failure;
  }
}

/**
 * Makes a call to Baidu.
 * @template {Endpoint} E
 * @param {E} endpoint
 * @param {Calls[E]["params"]} params
 * @param {Options} [options]
 * @returns {Promise<Calls[E]["result"]>}
 */
export async function call(endpoint, params, options) {
  try {
    const exchange = open(endpoint, options);
    try {
      // Only now: a getter of the options may have called the core, and ended it.
      return await unsent(endpoint, instance).call(exchange, params);
    } finally {
      exchange.end();
    }
  } catch (failure) {
    throw Failure.is(failure) ? failure.toError() : failure;
  }
}

function instance() {
  try {
    compiled ??= provideModule();
    return (current ??= new Instance(compiled));
  } catch (cause) {
    if (Failure.is(cause)) throw cause;
    const message = "the WebAssembly module does not run here";
    const hint =
      "In a browser, let the Content-Security-Policy have script-src 'wasm-unsafe-eval'; useModule takes the compiled swan-login/core.wasm.";
    throw new Failure({ code: "internal", endpoint: "swan-login", message, retryable: false, hint }, wordsOf(cause));
  }
}

/**
 * What fails in `begin` fails before anything is sent.
 * @template T
 * @param {string} endpoint
 * @param {() => T} begin
 * @returns {T}
 */
function unsent(endpoint, begin) {
  try {
    return begin();
  } catch (failure) {
    throw Failure.is(failure)
      ? new Failure({ ...failure.fields, ...spending(endpoint, "no") }, failure.words)
      : failure;
  }
}

/** What a dead instance gives: the glue takes a look at the elements. */
const NOTHING = /** @type {unknown[]} */ ([]);

/** An instance of the module, with glue of its own: after a trap both are dropped, and nothing of them is used again. */
class Instance {
  /** Of the calls in flight. @type {Set<Exchange>} */
  #exchanges = new Set();
  #glue = createGlue({ Failure, textOf });
  /** How many calls from JavaScript are on the stack; 0 in a callback of the event loop. */
  #depth = 0;
  #dead = false;

  /** @param {WebAssembly.Module} module */
  constructor(module) {
    const imports = /** @type {WebAssembly.ModuleImports} */ (/** @type {unknown} */ (this.#glue));
    const { exports } = new WebAssembly.Instance(module, { a: imports });
    const guarded = Object.entries(exports).map(([name, value]) => [
      name,
      typeof value === "function" ? this.#guard(value) : value,
    ]);
    this.enter(() => this.#glue.start(Object.fromEntries(guarded)));
  }

  /**
   * @template T
   * @param {(core: Glue) => T} use
   * @returns {T}
   */
  enter(use) {
    this.#depth++;
    try {
      const result = use(this.#glue);
      if (!this.#dead) return result;
      // A getter of the caller's has ended the core beneath, and what it still said is worth nothing.
      Promise.resolve(result).catch(() => {});
      throw trapped("swan-login");
    } finally {
      this.#depth--;
    }
  }

  /**
   * Makes a call, whose promise rejects when the core traps.
   * @param {Exchange} exchange
   * @param {any} params
   * @returns {Promise<any>}
   */
  call(exchange, params) {
    exchange.begin(this.#exchanges);
    try {
      return this.enter((core) => core.call(exchange.endpoint, params, exchange.options, exchange));
    } catch (failure) {
      throw this.#dead ? trapped(exchange.endpoint) : failure;
    }
  }

  /**
   * Nothing leaves the core by throwing but a trap: memory is then in no known state, and a promise that waits for the
   * core would wait for ever.
   * @param {Function} run
   * @returns {(...args: unknown[]) => unknown}
   */
  #guard(run) {
    return (...args) => {
      if (this.#dead) return NOTHING;
      try {
        return run(...args);
      } catch {
        this.#die();
        if (this.#depth > 0) throw trapped("swan-login");
        return NOTHING;
      }
    };
  }

  #die() {
    this.#dead = true;
    if (current === this) current = undefined;
    for (const exchange of this.#exchanges) exchange.abandon(trapped(exchange.endpoint));
  }
}

/**
 * @param {Endpoint} endpoint
 * @param {Options} [options]
 */
function open(endpoint, options) {
  return unsent(endpoint, () => {
    const checked = readOptions(endpoint, options);
    try {
      return new Exchange(endpoint, checked);
    } catch {
      // What a signal throws that is none.
      throw wrongOption(endpoint, "signal", "an AbortSignal");
    }
  });
}

/** @param {string} endpoint */
function trapped(endpoint) {
  const message = "a bug in swan-login";
  const hint = "Report it; the next call works on a fresh instance.";
  return new Failure({ code: "internal", endpoint, message, retryable: false, ...spending(endpoint, "unknown"), hint });
}
