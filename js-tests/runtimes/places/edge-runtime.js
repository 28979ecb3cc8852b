import { join } from "node:path";
import { assertEdgeBundle } from "../edge-bundle.js";
import { withFixture } from "../fixture.js";
import { manifest, node } from "../tools.js";

/** @type {import("../run.js").Place} */
export const run = (tarball) =>
  withFixture("edge-runtime", tarball, async (fixture) => {
    const report = await fixture.report(node(24), ["serve.mjs"]);
    assertEdgeBundle([join(fixture.dir, "bundle.js")]);
    return [{ place: "Vercel Edge", version: `edge-runtime ${manifest("edge-runtime").version}`, report }];
  });
