import { withFixture } from "../fixture.js";
import { assertLogin, copyRecipe } from "../recipe.js";
import { executables, manifest } from "../tools.js";

/** @type {import("../run.js").Place} */
export const run = (tarball) =>
  withFixture("bun", tarball, async (fixture) => {
    const { version } = manifest("bun");
    copyRecipe(fixture, "bun.ts");
    await assertLogin(fixture, await fixture.start(executables.bun, ["bun.ts"]));
    await fixture.run(executables.bun, ["build", "main.js", "--compile", "--outfile", "executable"]);
    return [
      { place: "Bun, import", version, report: await fixture.report(executables.bun, ["main.js"]) },
      { place: "Bun, require", version, report: await fixture.report(executables.bun, ["main.cjs"]) },
      { place: "Bun, single executable", version, report: await fixture.report("./executable", []) },
      { place: "examples/bun.ts", version },
    ];
  });
