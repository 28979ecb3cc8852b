// Workers in workerd, bundled as wrangler does.

import { readFileSync } from "node:fs";
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
    // As wrangler does.
    plugins: [
      {
        name: "?module",
        setup({ onResolve }) {
          onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({
            path: join(resolveDir, path.replace("?module", "")),
          }));
        },
      },
    ],
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

/** The CPU time that the workerd of this process has used so far, in us; 0 where the system does not tell. */
export function cpuOfWorkerd() {
  try {
    const children = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").trim().split(" ");
    return children
      .map((child) => cpuOf(readFileSync(`/proc/${child}/stat`, "utf8")))
      .reduce((sum, cpu) => sum + cpu, 0);
  } catch {
    return 0;
  }
}

/** @param {string} stat  of a process in /proc */
function cpuOf(stat) {
  const name = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
  const [, , , , , , , , , , , user, system] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // In hundredths of a second.
  return name === "workerd" ? (Number(user) + Number(system)) * 10_000 : 0;
}
