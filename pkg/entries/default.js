/** Node, Deno, Bun, browsers and their bundlers: the module travels inside the JavaScript, so there is no file to find. */

import { inflate } from "../core/inflate.js";
import { setModuleProvider } from "../core/instance.js";
import { deflated, size } from "../wasm/inlined.js";

setModuleProvider(() => new WebAssembly.Module(inflate(deflated(), size)));

export * from "../api/functions.js";
