/** Vercel Edge and Next.js: compiling from bytes is forbidden, so the module is imported, compiled by the platform. */

import module from "../wasm/core.wasm?module";
import { useModule } from "../core/core.js";

useModule(() => module);

export * from "../api/functions.js";
