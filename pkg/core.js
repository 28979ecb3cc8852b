/**
 * The one place where the WebAssembly module comes to life: at the first call, and again after a trap.
 * @import { Calls, Endpoint, Options } from "./index.d.cts"
 * @import { CheckedOptions } from "./options.js"
 * @import { Glue } from "./wasm/glue.js"
 *
 * @typedef {object} Call  one in flight
 * @property {string} endpoint
 * @property {Exchange} exchange
 * @property {(reason: Failure) => void} reject
 */

import { Failure, property, SwanLoginError } from "./error.js";
import { Exchange } from "./exchange.js";
import { readOptions } from "./options.js";
import { createGlue } from "./wasm/glue.js";

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
    throw failure instanceof Failure ? failure.toError() : failure;
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
    return await instance().call(endpoint, params, readOptions(endpoint, options, spending(endpoint, "no")));
  } catch (failure) {
    throw failure instanceof Failure ? failure.toError() : failure;
  }
}

function instance() {
  compiled ??= compile();
  return (current ??= new Instance(compiled));
}

function compile() {
  try {
    return provideModule();
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    const hint = "In a browser, let the Content-Security-Policy have script-src 'wasm-unsafe-eval'.";
    const fields = { code: /** @type {const} */ ("internal"), endpoint: "swan-login", retryable: false, hint };
    throw new SwanLoginError({ ...fields, message: "WebAssembly cannot be compiled here" }, { cause });
  }
}

/** What a dead instance gives: the glue takes a look at the elements. */
const NOTHING = /** @type {unknown[]} */ ([]);

/** An instance of the module, with glue of its own: after a trap both are dropped, and nothing of them is used again. */
class Instance {
  /** @type {Set<Call>} */
  #calls = new Set();
  #glue = createGlue({ Failure, textOf });
  /** How many calls from JavaScript are on the stack; 0 in a callback of the event loop. */
  #depth = 0;
  #dead = false;

  /** @param {WebAssembly.Module} module */
  constructor(module) {
    const imports = /** @type {WebAssembly.ModuleImports} */ (/** @type {unknown} */ (this.#glue));
    const { exports } = new WebAssembly.Instance(module, { a: imports });
    const guarded = Object.entries(exports).map(([name, value]) => [name, typeof value === "function" ? this.#guard(value) : value]);
    this.#glue.start(Object.fromEntries(guarded));
  }

  /**
   * @template T
   * @param {(core: Glue) => T} use
   * @returns {T}
   */
  enter(use) {
    this.#depth++;
    try {
      return use(this.#glue);
    } finally {
      this.#depth--;
    }
  }

  /**
   * Makes a call and follows it to its end, be it a trap.
   * @template {Endpoint} E
   * @param {E} endpoint
   * @param {Calls[E]["params"]} params
   * @param {CheckedOptions} options
   * @returns {Promise<Calls[E]["result"]>}
   */
  call(endpoint, params, options) {
    const exchange = open(endpoint, options);
    return new Promise((resolve, reject) => {
      const call = { endpoint, exchange, reject };
      const end = () => (exchange.end(), this.#calls.delete(call));
      this.#calls.add(call);
      this.enter((core) => core.call(endpoint, params, exchange)).then(
        (result) => (end(), resolve(result)),
        (reason) => (end(), reject(reason)),
      );
    });
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
    for (const { endpoint, exchange, reject } of this.#calls) {
      reject(trapped(endpoint));
      exchange.abandon();
    }
  }
}

/**
 * @param {Endpoint} endpoint
 * @param {CheckedOptions} options
 */
function open(endpoint, options) {
  try {
    return new Exchange(endpoint, options);
  } catch {
    const fields = { endpoint, retryable: false, ...spending(endpoint, "no") };
    const hint = "Pass signal as an AbortSignal, or leave it out.";
    throw new Failure({ code: "invalid_argument", message: "signal is not an AbortSignal", hint, ...fields });
  }
}

/**
 * For the core in one crossing, where looking and asking what it is would be three.
 * @param {unknown} object
 * @param {string} name
 */
function textOf(object, name) {
  const value = property(object, name);
  return typeof value === "string" ? value : undefined;
}

/** @param {string} endpoint */
function trapped(endpoint) {
  const message = "a bug in swan-login";
  const hint = "Report it; the next call works on a fresh instance.";
  return new Failure({ code: "internal", endpoint, message, retryable: false, ...spending(endpoint, "unknown"), hint });
}

/**
 * The calls that spend a login code are those for a session key, and are named after it.
 * @param {string} endpoint
 * @param {"no" | "unknown"} codeConsumed
 */
function spending(endpoint, codeConsumed) {
  return /sessionkey/i.test(endpoint) ? { codeConsumed } : {};
}
