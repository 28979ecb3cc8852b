import { readdirSync } from "node:fs";
import { join } from "node:path";
import { assertEdgeBundle } from "../edge-bundle.js";
import { withFixture } from "../fixture.js";
import { manifest, node } from "../tools.js";

/** @type {import("../run.js").Place} */
export const run = (tarball) =>
  withFixture("workerd", tarball, async (fixture) => {
    const { version } = manifest("workerd");
    // What a workerd is as of is in its version: 1.20261117.1.
    const newest = version.replace(/^1\.(\d{4})(\d\d)(\d\d)\..*/, "$1-$2-$3");
    const bundle = ["--outdir", "bundle", "--name", "fixture", "--compatibility-date", newest];
    await fixture.run("wrangler", ["deploy", "worker.js", "--dry-run", ...bundle]);
    const folder = join(fixture.dir, "bundle");
    assertEdgeBundle(readdirSync(folder).map((file) => join(folder, file)));
    const rows = [];
    // Older dates refuse more of what fetch takes elsewhere.
    for (const date of ["2022-08-04", "2024-09-23", newest]) {
      const report = await fixture.report(node(24), ["serve.mjs", "bundle", date]);
      rows.push({ place: `Cloudflare Workers, compatibility date ${date}`, version: `workerd ${version}`, report });
    }
    return rows;
  });
