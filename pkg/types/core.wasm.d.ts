import type { WebAssemblyModule } from "./platform-types.cjs";

/** What `import module from "swan-login/core.wasm"` gives where the platform or the bundler compiles modules. */
declare const module: WebAssemblyModule;
export default module;
