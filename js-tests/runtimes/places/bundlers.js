// A program for Node by each bundler, in one file that finds nothing else: CommonJS by all of them, and an ES module by
// those that make no page in browsers.js.

import { mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withFixture } from "../fixture.js";
import { manifest, node } from "../tools.js";

/** Each leaves one script in a folder of its name. @type {Record<string, (program: string) => string>} */
const BUILDS = {
  esbuild: (program) => `esbuild ${program} --bundle --platform=node --outdir=esbuild`,
  ncc: (program) => `ncc build ${program} --out ncc`,
  parcel: (program) => `parcel build ${program} --no-cache`,
  rolldown: (program) => `rolldown ${program} --platform node --format cjs --dir rolldown`,
  rollup: (program) => `rollup ${program} --format cjs --dir rollup --plugin commonjs --plugin node-resolve`,
  rspack: (program) => `rspack build --entry ./${program} --output-path rspack`,
  tsup: (program) => `tsup ${program} --out-dir tsup`,
  vite: (program) => `vite build --ssr ${program} --outDir vite`,
  webpack: (program) => `webpack ./${program} --mode production --target node --output-path webpack`,
  "webpack-4": (program) => `node webpack-4.cjs ./${program}`,
};
const PACKAGES = /** @type {Record<string, string>} */ ({ ncc: "@vercel/ncc", rspack: "@rspack/core" });
const MAKE_PAGES = ["vite", "webpack", "rollup", "esbuild", "parcel"];

/** @type {import("../run.js").Place} */
export const run = (tarball) =>
  withFixture("bundlers", tarball, async (fixture) => {
    const rows = [];
    const elsewhere = mkdtempSync(join(tmpdir(), "swan-login-"));
    try {
      for (const [name, command] of Object.entries(BUILDS)) {
        const { version } = manifest(PACKAGES[name] ?? name);
        for (const program of MAKE_PAGES.includes(name) ? ["main.cjs"] : ["main.cjs", "main.js"]) {
          const [tool, ...args] = command(program).split(" ");
          await fixture.run(tool, args);
          const folder = join(fixture.dir, name);
          const [script, ...others] = readdirSync(folder).filter((file) => /\.[cm]?js$/.test(file));
          if (others.length > 0) throw new Error(`${name} wrote more than one script: ${[script, ...others]}`);
          const moved = join(elsewhere, `${name}-${program}-${script}`);
          renameSync(join(folder, script), moved);
          const kind = program.endsWith(".cjs") ? "CommonJS" : "ES module";
          rows.push({ place: `${name}, ${kind} on Node`, version, report: await fixture.report(node(24), [moved]) });
        }
      }
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
    return rows;
  });
