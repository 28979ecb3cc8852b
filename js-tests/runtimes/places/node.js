import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withFixture } from "../fixture.js";
import { assertLogin, copyRecipe } from "../recipe.js";
import { manifest, node } from "../tools.js";

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
    const elsewhere = mkdtempSync(join(tmpdir(), "swan-login-"));
    try {
      const bundle = join(elsewhere, "bundle.mjs");
      await fixture.run("esbuild", ["main.mjs", "--bundle", "--platform=node", "--format=esm", `--outfile=${bundle}`]);
      rows.push({ place: "Node, one file by esbuild", version, report: await fixture.report(node(24), [bundle]) });
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
    copyRecipe(fixture, "express.js");
    await assertLogin(fixture, await fixture.start(node(24), ["express.js"]));
    return [...rows, { place: "examples/express.js", version: `Express ${manifest("express").version}` }];
  });

/** @param {number} major */
const versionOf = (major) => manifest(`node-${major}`).version.replace("v", "");
