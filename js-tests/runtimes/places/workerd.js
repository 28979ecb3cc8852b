import { readdirSync } from "node:fs";
import { join } from "node:path";
import { assertEdgeBundle } from "../edge-bundle.js";
import { withFixture } from "../fixture.js";
import { assertLogin, copyRecipe } from "../recipe.js";
import { manifest, node } from "../tools.js";

/** @import { Fixture } from "../fixture.js" */

/** @type {import("../run.js").Place} */
export const run = (tarball) =>
  withFixture("workerd", tarball, async (fixture) => {
    const workerd = manifest("workerd").version;
    // What a workerd is as of is in its version: 1.20261117.1.
    const newest = workerd.replace(/^1\.(\d{4})(\d\d)(\d\d)\..*/, "$1-$2-$3");
    const version = `workerd ${workerd}`;
    const rows = [];
    await bundle(fixture, "worker.js", newest);
    // Older dates refuse more of what fetch takes elsewhere.
    for (const date of ["2022-08-04", "2024-09-23", newest]) {
      const origin = await fixture.start(node(24), ["serve.mjs", "worker.js.bundle", date]);
      const report = await (await fetch(origin)).json();
      rows.push({ place: `Cloudflare Workers, compatibility date ${date}`, version, report });
    }
    copyRecipe(fixture, "hono-workers.ts");
    await bundle(fixture, "hono-workers.ts", newest);
    await assertLogin(fixture, await fixture.start(node(24), ["serve.mjs", "hono-workers.ts.bundle", newest]));
    return [...rows, { place: "examples/hono-workers.ts", version: `Hono ${manifest("hono").version}, ${version}` }];
  });

/** As wrangler deploys it. @param {Fixture} fixture @param {string} worker @param {string} date */
async function bundle(fixture, worker, date) {
  const options = ["--dry-run", "--outdir", `${worker}.bundle`, "--name", "fixture", "--compatibility-date", date];
  await fixture.run("wrangler", ["deploy", worker, ...options]);
  const folder = join(fixture.dir, `${worker}.bundle`);
  assertEdgeBundle(readdirSync(folder).map((file) => join(folder, file)));
}
