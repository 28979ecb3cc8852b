/**
 * The one place where the WebAssembly module comes to life: at the first call, and again after a trap.
 * @import { Glue } from "../wasm/glue.js"
 * @import { PendingCall } from "./pending-call.js"
 */

import { describeCauseChain } from "../transport/cause-chain.js";
import { callbacks, createGlue, functions } from "../wasm/glue.js";
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
 * Says where the module comes from; each entry of the package does so in its own way.
 * @param {() => WebAssembly.Module} provide  called at the first use
 */
export function useModule(provide) {
  provideModule = provide;
  compiled = current = undefined;
}

/** The live instance. Throws a `CoreError` where the module cannot run. */
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

/** An instance of the module with glue of its own: after a trap both are dropped, and nothing of them is used again. */
class Instance {
  /** The calls in flight, which a trap must reject. @type {Set<PendingCall>} */
  #pending = new Set();
  #glue = createGlue({ CoreError, queueMicrotask: queueNativeMicrotask });
  #isDead = false;

  /** @param {WebAssembly.Module} module */
  constructor(module) {
    const imports = /** @type {WebAssembly.ModuleImports} */ (/** @type {unknown} */ (this.#glue));
    const { exports } = new WebAssembly.Instance(module, { a: imports });
    const guarded = { ...exports };
    for (const name of functions) guarded[name] = this.#guard(exports[name], internal);
    // Nobody would catch what a callback throws.
    for (const name of callbacks) guarded[name] = this.#guard(exports[name], undefined);
    this.#glue.start(guarded);
  }

  /**
   * Calls a function of the core that answers at once.
   * @template T
   * @param {(core: Glue) => T} use
   * @returns {T}
   */
  use(use) {
    return use(this.#glue);
  }

  /**
   * Runs a call of which a trap must reject the promise.
   * @param {PendingCall} call
   * @param {(core: Glue) => void} start
   */
  run(call, start) {
    this.#pending.add(call);
    call.onEnd = () => this.#pending.delete(call);
    start(this.#glue);
  }

  /**
   * Nothing leaves the core by throwing but a trap. Memory is then in no known state, and a promise that waits for the
   * core would wait for ever.
   * @param {any} run
   * @param {((endpoint: string) => unknown) | undefined} reason  what to throw after a trap
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

/** A promise of the engine itself. */
const settled = (async () => {})();

/**
 * Test environments replace queueMicrotask and Promise by fakes that run later, or never.
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
