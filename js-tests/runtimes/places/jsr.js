// The package as JSR gets it: the dry run of its publication, which checks all types, and the suite on Deno.

import { join } from "node:path";
import { stage } from "../../../scripts/jsr.js";
import { withFixture } from "../fixture.js";
import { executables, manifest } from "../tools.js";

/** @type {import("../run.js").Place} */
export const run = (tarball) =>
  withFixture("jsr", tarball, async (fixture) => {
    const { version } = manifest("deno");
    stage(join(fixture.dir, "package"));
    await fixture.run(executables.deno, ["publish", "--dry-run", "--allow-dirty", "--config", "package/jsr.json"]);
    const report = await fixture.report(executables.deno, ["run", "--allow-net", "--allow-env", "main.js"]);
    return [
      { place: "JSR: deno publish --dry-run", version },
      { place: "JSR: the staged package on Deno", version, report },
    ];
  });
