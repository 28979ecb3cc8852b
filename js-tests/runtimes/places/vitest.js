import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withFixture } from "../fixture.js";
import { manifest } from "../tools.js";

/** @type {import("../run.js").Place} */
export const run = async (tarball) => {
  const { version } = manifest("vitest");
  const onNode = await withFixture("vitest", tarball, async (fixture) => {
    await fixture.run("vitest", ["run"]);
    return JSON.parse(readFileSync(join(fixture.dir, "report.json"), "utf8"));
  });
  const plugin = manifest("@cloudflare/vitest-plugin").version;
  const onWorkerd = await withFixture("vitest-workers", tarball, async (fixture) => {
    // A Worker has no files: the report is a line of its console.
    const [, report] = /REPORT (.*)/.exec(await fixture.run("vitest", ["run"])) ?? [];
    return JSON.parse(report ?? "");
  });
  return [
    { place: "Vitest", version, report: onNode },
    { place: "Vitest on workerd, @cloudflare/vitest-plugin", version: `${version}, ${plugin}`, report: onWorkerd },
  ];
};
