// Whether the build still matches its sources: the build leaves a digest of what it read, and every test compares it.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const root = join(import.meta.dirname, "..");
const stamp = join(root, "target/.build");

/** What the compiled core depends on. */
export const CORE_SOURCES = [
  "src",
  "Cargo.toml",
  "Cargo.lock",
  "package-lock.json",
  "scripts/build.js",
  "scripts/bindgen",
  "scripts/toolchain.js",
];

/** Folders of pkg/ that hold no source of the bundles: the build writes four of them, and types are only checked. */
const NOT_BUNDLED = ["pkg/cjs", "pkg/esm", "pkg/studio/static", "pkg/types", "pkg/wasm"];

export function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === digestSources();
}

/** @param {string} sources  what `digestSources` gave before the build began */
export function markBuilt(sources) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, sources);
}

export function digestSources() {
  return digest([...CORE_SOURCES, "package.json", "pkg"]);
}

/**
 * @param {string[]} paths  files, and folders with everything in them, relative to the root of the repository
 * @param {string} [salt]  whatever else the result depends on
 */
export function digest(paths, salt = "") {
  const hash = createHash("sha256").update(salt);
  for (const file of paths.flatMap((path) => filesOf(join(root, path))).sort())
    hash.update(`${relative(root, file)}\0`).update(readFileSync(file));
  return hash.digest("hex");
}

/** @param {string} path @returns {string[]} */
function filesOf(path) {
  if (NOT_BUNDLED.includes(relative(root, path))) return [];
  return statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => filesOf(join(path, name))) : [path];
}
