/** For those who load the module themselves: nothing is inlined, and nothing is imported that a bundler must know. */

import { setModuleProvider } from "../core/instance.js";

export * from "../api/functions.js";

/** @type {typeof import("../types/slim.cjs").useModule} */
export const useModule = (module) => setModuleProvider(() => module);
