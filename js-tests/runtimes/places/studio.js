// The studio of the packed package in each browser, used by the keyboard alone, and how it looks.

import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { withFixture } from "../fixture.js";
import { browsers, node } from "../tools.js";

/** @type {import("../run.js").Place} */
export const run = (tarball) =>
  withFixture("studio", tarball, async (fixture) => {
    copyHelpers(fixture);
    const rows = [];
    for (const { name, browser, executable } of browsers) {
      if (!browser || !existsSync(executable)) continue;
      const driven = await fixture.run(node(24), ["drive.mjs", browser, executable]);
      rows.push({ place: `studio, ${name}`, ...JSON.parse(driven) });
    }
    return rows;
  });

/** @param {import("../fixture.js").Fixture} fixture */
export function copyHelpers({ dir }) {
  cpSync("js-tests/runtimes/fixtures/browsers/launch.mjs", join(dir, "launch.mjs"));
  // The source of the page is not in the package.
  cpSync("pkg/studio/page/texts", join(dir, "texts"), { recursive: true });
}
