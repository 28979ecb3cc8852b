// The package as it would be published, and what must hold for the file itself.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../scripts/run.js";
import { home } from "./tools.js";

/**
 * @typedef {object} Tarball
 * @property {string} file
 * @property {string} unpacked  the folder with its contents
 * @property {object} data  what the suite needs
 */

/** @returns {Promise<Tarball>} */
export async function pack() {
  const folder = join(home, "tarball");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { quiet: true });
  const [name] = readdirSync(folder);
  run("tar", ["-xzf", join(folder, name), "-C", folder]);
  const { version } = await import("../../pkg/wasm/version.js");
  return { file: join(folder, name), unpacked: join(folder, "package"), data: { version, vectors: vectors() } };
}

function vectors() {
  const folder = "js-tests/vectors";
  return readdirSync(folder).flatMap((file) => JSON.parse(readFileSync(join(folder, file), "utf8")).vectors);
}

/**
 * What the package consists of: neither its commit nor the time it was packed.
 * @param {string} unpacked
 */
export function contents(unpacked) {
  const files = readdirSync(unpacked, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map((file) => ({
      file: file.slice(unpacked.length + 1),
      digest: createHash("sha256").update(readFileSync(file)).digest("hex"),
    }));
}
