/**
 * Cloudflare Workers, Vercel Edge and Next.js: compiling from bytes is forbidden, so the module is imported, compiled by
 * the platform. All of their bundlers know `?module`; some know a bare `.wasm` not at all, or as something else.
 */

import { setModuleProvider } from "../core/instance.js";
import module from "../wasm/core.wasm?module";

setModuleProvider(() => module);

export * from "../api/functions.js";
