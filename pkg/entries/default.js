/** Node, Deno, Bun, browsers and their bundlers: the module travels inside the JavaScript, so there is no file to find. */

import { setModuleProvider } from "../core/instance.js";
import { bytes } from "../wasm/bytes.js";

setModuleProvider(() => new WebAssembly.Module(bytes()));

export * from "../api/functions.js";
