// Stages the package for JSR: the modules and types of the npm package, in the form that JSR accepts.
// node scripts/jsr.js && cd target/jsr && deno publish

import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const NAME = "@swan-login/swan-login";

/** @param {string} folder  is replaced */
export function stage(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "types"), { recursive: true });
  const manifest = JSON.parse(readFileSync("package.json", "utf8"));
  const entries = entriesOf(manifest.exports);
  bundle(entries, folder);
  for (const file of readdirSync("pkg/types").filter((name) => name.endsWith(".d.cts"))) {
    const types = readFileSync(`pkg/types/${file}`, "utf8").replaceAll(/(from "\.\/[\w-]+)\.cjs"/g, '$1.d.ts"');
    writeFileSync(join(folder, "types", file.replace(".d.cts", ".d.ts")), types);
  }
  for (const file of ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"])
    copyFileSync(file, join(folder, file));
  const config = {
    name: NAME,
    version: manifest.version,
    license: manifest.license,
    exports: Object.fromEntries(entries.map(({ subpath, name }) => [subpath, `./${name}.js`])),
    // The folder is in .gitignore.
    publish: { exclude: ["!**"] },
  };
  writeFileSync(join(folder, "jsr.json"), `${JSON.stringify(config, null, 2)}\n`);
}

/** @typedef {{ subpath: string, name: string, module: string, types: string }} Entry */

/**
 * The ES modules that the package exports where no condition of a platform applies.
 * @param {Record<string, string | { default: string | { types: string, default: string } }>} exports
 * @returns {Entry[]}
 */
function entriesOf(exports) {
  return Object.entries(exports).flatMap(([subpath, target]) => {
    if (typeof target === "string" || typeof target.default === "string") return [];
    const name = subpath === "." ? "index" : subpath.slice(2).replaceAll("/", "-");
    const types = target.default.types.replace("./pkg/", "./");
    return [{ subpath, name, module: target.default.default, types }];
  });
}

/** @param {Entry[]} entries @param {string} folder */
function bundle(entries, folder) {
  buildSync({
    entryPoints: Object.fromEntries(entries.map(({ name, module }) => [name, module])),
    outdir: folder,
    bundle: true,
    splitting: true,
    chunkNames: "shared/[hash]",
    format: "esm",
    platform: "neutral",
    external: ["node:*"],
    target: "es2022",
    legalComments: "none",
  });
  for (const { name, types } of entries) {
    const file = join(folder, `${name}.js`);
    writeFileSync(file, `/* @ts-self-types="${types}" */\n${readFileSync(file, "utf8")}`);
  }
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) stage("target/jsr");
