// What a user's bundle grows by: each import minified by esbuild.

import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { buildSync } from "esbuild";

/** @typedef {{ raw: number, gzip: number, brotli: number }} Size */

/** @param {Uint8Array} bytes @returns {Size} */
export const sizeOf = (bytes) => ({
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  brotli: brotliCompressSync(bytes).length,
});

/** @param {string} file */
export const sizeOfFile = (file) => sizeOf(readFileSync(new URL(file, import.meta.url)));

/**
 * @param {string} code  a module that imports
 * @param {string[]} conditions
 * @param {string} [resolveDir]  from where
 */
export function sizeOfBundle(code, conditions, resolveDir = import.meta.dirname) {
  const { outputFiles } = buildSync({
    stdin: { contents: code, resolveDir },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    platform: "browser",
    conditions,
    external: ["*.wasm", "*.wasm?module", "node:*"],
    logLevel: "error",
  });
  return sizeOf(outputFiles[0].contents);
}
