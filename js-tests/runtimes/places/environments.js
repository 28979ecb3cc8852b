// Test environments that bring an AbortSignal, timers and a clock of their own, or lack what Node has.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withFixture } from "../fixture.js";
import { manifest } from "../tools.js";

/** @type {import("../run.js").Place} */
export const run = (tarball) =>
  withFixture("environments", tarball, async (fixture) => {
    const report = (/** @type {string} */ name) => JSON.parse(readFileSync(join(fixture.dir, name), "utf8"));
    await fixture.run("jest", []);
    for (const environment of ["jsdom", "happy-dom"])
      await fixture.run("vitest", ["run", "--environment", environment]);
    return [
      { place: "Jest: fake timers, jsdom without fetch and TextDecoder", version: manifest("jest").version },
      {
        place: "Jest: jsdom with Node's fetch",
        version: `jest-environment-jsdom ${manifest("jest-environment-jsdom").version}`,
        report: report("jest-jsdom.json"),
      },
      { place: "Vitest: jsdom", version: manifest("jsdom").version, report: report("vitest-jsdom.json") },
      { place: "Vitest: happy-dom", version: manifest("happy-dom").version, report: report("vitest-happy-dom.json") },
    ];
  });
