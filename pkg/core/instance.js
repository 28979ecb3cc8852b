/**
 * Creates the instance of the WebAssembly module: at the first call, and again after a trap.
 * @import { Glue } from "../wasm/glue.js"
 * @import { PendingCall } from "./pending-call.js"
 */

import { textOf } from "../api/params.js";
import { describeCauseChain } from "../transport/cause-chain.js";
import { callbacks, createGlue } from "../wasm/glue.js";
import { CoreError, internal } from "./core-error.js";

/** @type {() => WebAssembly.Module} */
let provideModule = () => {
  const hint = "Compile swan-login/core.wasm and call useModule(module) before anything else.";
  throw new CoreError({
    code: "invalid_argument",
    endpoint: "swan-login/slim",
    param: "module",
    message: "there is no module to run on",
    retryable: false,
    hint,
  });
};
/** @type {WebAssembly.Module | undefined} */
let compiled;
/** @type {Instance | undefined} */
let current;

/**
 * Sets where the module comes from. Each entry of the package calls this.
 * @param {() => WebAssembly.Module} provide  called at the first call
 */
export function setModuleProvider(provide) {
  provideModule = provide;
  compiled = current = undefined;
}

/** The current instance, created if there is none. Throws a `CoreError` if the module cannot run. */
export function instance() {
  try {
    compiled ??= provideModule();
    current ??= new Instance(compiled);
    return current;
  } catch (cause) {
    if (cause instanceof CoreError) throw cause;
    const { message, hint } = whyModuleFails(cause);
    const fields = { code: /** @type {const} */ ("internal"), endpoint: "swan-login", message, retryable: false, hint };
    throw new CoreError(fields, describeCauseChain(cause));
  }
}

/** An instance of the module, with its own copy of the glue. After a trap both are discarded. */
class Instance {
  /** The calls in flight; a trap rejects them. @type {Set<PendingCall>} */
  #pending = new Set();
  #glue = createGlue({ CoreError, textOf, queueMicrotask: queueNativeMicrotask });
  #isDead = false;

  /** @param {WebAssembly.Module} module */
  constructor(module) {
    const imports = /** @type {WebAssembly.ModuleImports} */ (/** @type {unknown} */ (this.#glue));
    const { exports } = new WebAssembly.Instance(module, { a: imports });
    const guarded = { ...exports };
    // All of them: even what takes memory for a text may trap.
    for (const [name, run] of Object.entries(exports))
      if (typeof run === "function") guarded[name] = this.#guard(run, callbacks.includes(name) ? undefined : internal);
    this.#glue.start(guarded);
  }

  /**
   * Calls a synchronous function of the core.
   * @template T
   * @param {(core: Glue) => T} use
   * @returns {T}
   */
  use(use) {
    return use(this.#glue);
  }

  /**
   * Starts a call. A trap rejects it.
   * @param {PendingCall} call
   * @param {number} endpoint
   * @param {unknown} params
   * @param {string | undefined} base
   * @param {number} retries
   */
  start(call, endpoint, params, base, retries) {
    this.#pending.add(call);
    try {
      this.#glue.call(endpoint, params, base, retries, call);
    } catch (error) {
      // A trap has rejected the call already.
      if (!this.#isDead) throw error;
    }
  }

  /** Forgets a call. @param {PendingCall} call */
  end(call) {
    this.#pending.delete(call);
    call.end();
  }

  /**
   * Wraps an export of the module. Only a trap makes an export throw. The memory is then in an unknown state, so the
   * instance is discarded, and all calls in flight are rejected: otherwise they would never settle.
   * @param {any} run
   * @param {((endpoint: string) => unknown) | undefined} reason  makes the error to throw after a trap
   * @returns {(...args: unknown[]) => unknown}
   */
  #guard(run, reason) {
    return (...args) => {
      // An array, because the glue destructures results.
      if (this.#isDead) return [];
      try {
        return run(...args);
      } catch {
        this.#die();
        if (reason) throw reason("swan-login");
        return [];
      }
    };
  }

  #die() {
    this.#isDead = true;
    if (current === this) current = undefined;
    for (const call of this.#pending) call.abandon(internal(call.endpoint));
  }
}

/** A promise of the engine, even where the global Promise is replaced. */
const settled = (async () => {})();

/**
 * Replaces queueMicrotask in the glue: test environments put fakes in its place that run callbacks later, or never.
 * @param {() => void} callback
 */
const queueNativeMicrotask = (callback) => void settled.then(callback);

/**
 * @param {unknown} cause
 * @returns {{ message: string, hint: string }}
 */
function whyModuleFails(cause) {
  if (typeof WebAssembly === "undefined")
    return {
      message: "this runtime has no WebAssembly",
      hint: "Run Node without --jitless and the browser without lockdown mode: the core is a WebAssembly module.",
    };
  if (typeof TextDecoder === "undefined" || typeof TextEncoder === "undefined")
    return {
      message: "this runtime has no TextDecoder",
      hint: "Jest's jsdom environment lacks it: run these tests in the node environment, or set global.TextDecoder and TextEncoder from node:util.",
    };
  if (cause instanceof RangeError)
    return {
      message: "there is no memory for the WebAssembly module",
      hint: "The core needs about 1.2 MB of memory and 10 GB of address space: raise the limits of the process (ulimit -v, container).",
    };
  if (globalThis.navigator?.userAgent === "Cloudflare-Workers" || "EdgeRuntime" in globalThis)
    return {
      message: "this edge platform compiles no WebAssembly from bytes",
      hint: "Let the bundler apply the condition workerd or edge-light, which import core.wasm; Nitro 2 and Nuxt also need experimental.wasm: true.",
    };
  return {
    message: "the WebAssembly module does not run here",
    hint: "In a browser, the Content-Security-Policy needs script-src 'wasm-unsafe-eval'; useModule takes the compiled swan-login/core.wasm of the same version.",
  };
}
