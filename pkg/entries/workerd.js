/** Cloudflare Workers: compiling from bytes is forbidden, so the module is imported, compiled by the platform. */

import { useModule } from "../core/instance.js";
import module from "../wasm/core.wasm";

useModule(() => module);

export * from "../api/functions.js";
