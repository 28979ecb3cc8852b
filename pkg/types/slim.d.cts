import type { WebAssemblyModule } from "./platform-types.cjs";

export * from "./index.cjs";

/**
 * Gives the module that the calls run on: `swan-login/core.wasm`, compiled. To be called before the first call.
 *
 * @example
 * const file = new URL(import.meta.resolve("swan-login/core.wasm"));
 * useModule(await WebAssembly.compile(await readFile(file)));
 */
export declare function useModule(module: WebAssemblyModule): void;
