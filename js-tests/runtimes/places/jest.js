import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withFixture } from "../fixture.js";
import { manifest } from "../tools.js";

/** @type {import("../run.js").Place} */
export const run = (tarball) =>
  withFixture("jest", tarball, async (fixture) => {
    await fixture.run("jest", []);
    const report = JSON.parse(readFileSync(join(fixture.dir, "report.json"), "utf8"));
    return [{ place: "Jest, CommonJS", version: manifest("jest").version, report }];
  });
