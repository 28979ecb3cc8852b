// Takes the pictures of docs/studio/ in Chromium, while the tests of the studio run there: npm run screenshots.

import { mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { attempt, run, step } from "../../scripts/run.js";
import { withFixture } from "./fixture.js";
import { copyHelpers } from "./places/studio.js";
import { pack } from "./tarball.js";
import { browsers, installBrowsers, installTools, node } from "./tools.js";

const FOLDER = resolve("docs/studio");

/** Debian's: one makes files small, the other has the Chinese characters. */
const PACKAGES = ["pngquant", "fonts-noto-cjk"];

installTools();
installBrowsers();
if (!PACKAGES.every((name) => attempt("dpkg", ["-s", name]).ok)) {
  step(`installing Debian's ${PACKAGES.join(" and ")}`);
  run("apt-get", ["install", "-y", "--no-install-recommends", ...PACKAGES], { quiet: true });
}
const [{ executable }] = browsers;
await withFixture("studio", await pack(), async (fixture) => {
  copyHelpers(fixture);
  const { report } = JSON.parse(await fixture.run(node(24), ["drive.mjs", "chrome", executable, "screenshots"]));
  for (const failure of report.failures) console.error(`✗ ${failure}`);
  if (report.failures.length > 0) process.exit(1);
  mkdirSync(FOLDER, { recursive: true });
  const taken = join(fixture.dir, "screenshots");
  for (const name of readdirSync(taken))
    run("pngquant", ["--force", "--strip", "--speed", "1", "--output", join(FOLDER, name), "48", join(taken, name)]);
});
