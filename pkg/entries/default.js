/** Node, Deno, Bun, browsers and their bundlers: the module travels inside the JavaScript, so there is no file to find. */

import { useModule } from "../core/instance.js";
import { bytes } from "../wasm/bytes.js";

useModule(() => new WebAssembly.Module(bytes()));

export * from "../api/functions.js";
