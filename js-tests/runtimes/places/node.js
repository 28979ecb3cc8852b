import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withFixture } from "../fixture.js";
import { assertLogin, copyRecipe } from "../recipe.js";
import { manifest, node } from "../tools.js";

/** @import { Fixture } from "../fixture.js" */

/** @type {import("../run.js").Place} */
export const run = (tarball) =>
  withFixture("node", tarball, async (fixture) => {
    const rows = [];
    rows.push({
      place: "Node, import, with node-fetch 3",
      version: versionOf(16),
      report: await fixture.report(node(16), ["node-16.mjs"]),
    });
    rows.push({
      place: "Node, require, with node-fetch 2",
      version: versionOf(16),
      report: await fixture.report(node(16), ["node-16.cjs"]),
    });
    await fixture.run(node(18), ["floor.mjs"]);
    for (const major of [18, 20, 22, 24, 26]) {
      const version = versionOf(major);
      rows.push({ place: "Node, import", version, report: await fixture.report(node(major), ["main.mjs"]) });
      rows.push({ place: "Node, require", version, report: await fixture.report(node(major), ["main.cjs"]) });
      await fixture.run(node(major), ["copies.mjs"]);
    }
    await fixture.run(node(24), ["spied.cjs"]);
    const version = versionOf(24);
    rows.push({
      place: "Node, another realm (node:vm)",
      version,
      report: await fixture.report(node(24), ["realm.cjs"]),
    });
    for (const when of ["before", "after"]) {
      rows.push({
        place: `Node, bluebird as Promise ${when} loading`,
        version,
        report: await fixture.report(node(24), ["bluebird.cjs", when]),
      });
    }
    rows.push({ place: "Node, swan-login/slim", version, report: await fixture.report(node(24), ["slim.mjs"]) });
    rows.push({
      place: "Node, a worker thread",
      version,
      report: await fixture.report(node(24), ["worker-thread.mjs"]),
    });
    const elsewhere = mkdtempSync(join(tmpdir(), "swan-login-"));
    try {
      const bundle = join(elsewhere, "bundle.mjs");
      await fixture.run("esbuild", ["main.mjs", "--bundle", "--platform=node", "--format=esm", `--outfile=${bundle}`]);
      rows.push({ place: "Node, one file by esbuild", version, report: await fixture.report(node(24), [bundle]) });
      const executable = join(elsewhere, "executable");
      await buildExecutable(fixture, executable);
      rows.push({ place: "Node, single executable", version, report: await fixture.report(executable, []) });
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
    copyRecipe(fixture, "express.js");
    await assertLogin(fixture, await fixture.start(node(24), ["express.js"]));
    return [...rows, { place: "examples/express.js", version: `Express ${manifest("express").version}` }];
  });

/**
 * As Node's documentation of single executable applications says.
 * @param {Fixture} fixture
 * @param {string} executable
 */
async function buildExecutable(fixture, executable) {
  await fixture.run("esbuild", ["main.cjs", "--bundle", "--platform=node", "--outfile=executable.cjs"]);
  await fixture.run(node(24), ["--experimental-sea-config", "executable.json"]);
  copyFileSync(node(24), executable);
  const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";
  await fixture.run("postject", [executable, "NODE_SEA_BLOB", "executable.blob", "--sentinel-fuse", fuse]);
}

/** @param {number} major */
const versionOf = (major) => manifest(`node-${major}`).version.replace("v", "");
