// Workers in workerd, bundled as wrangler does.

import { join } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

const here = import.meta.dirname;

/**
 * @param {string} entry
 * @param {{ define?: Record<string, string>, alias?: Record<string, string>, bindings?: Record<string, string> }} [options]
 */
export async function worker(entry, { define, alias, bindings } = {}) {
  const bundle = await build({
    // Aliases are looked up from here.
    absWorkingDir: here,
    entryPoints: [join(here, entry)],
    bundle: true,
    format: "esm",
    outdir: "/",
    write: false,
    define,
    alias,
    platform: "browser",
    conditions: ["workerd", "worker", "browser"],
    external: ["node:*", "cloudflare:*"],
    loader: { ".wasm": "copy" },
    assetNames: "[name]",
    logLevel: "error",
  });
  const modules = bundle.outputFiles.map(({ path, contents }) => ({
    type: path.endsWith(".wasm") ? /** @type {const} */ ("CompiledWasm") : /** @type {const} */ ("ESModule"),
    path: path.slice(1),
    contents: path.endsWith(".wasm") ? contents : new TextDecoder().decode(contents),
  }));
  modules.sort((a) => (a.type === "ESModule" ? -1 : 1));
  return {
    modules,
    modulesRoot: "/",
    compatibilityDate: "2026-04-01",
    compatibilityFlags: ["nodejs_compat"],
    bindings,
  };
}

/** @param {Awaited<ReturnType<typeof worker>>} options */
export const start = (options) => new Miniflare(options);
