/** Vercel Edge and Next.js: compiling from bytes is forbidden, so the module is imported, compiled by the platform. */

import { useModule } from "../core/instance.js";
import module from "../wasm/core.wasm?module";

useModule(() => module);

export * from "../api/functions.js";
