import type { WebAssemblyModule } from "./platform-types.cjs";

export * from "./index.cjs";

/**
 * Provides the compiled module `swan-login/core.wasm`. Call this before any other function.
 *
 * @example
 * const file = new URL(import.meta.resolve("swan-login/core.wasm"));
 * useModule(await WebAssembly.compile(await readFile(file)));
 */
export declare function useModule(module: WebAssemblyModule): void;
