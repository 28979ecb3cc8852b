import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assertEdgeBundle } from "../edge-bundle.js";
import { withFixture } from "../fixture.js";
import { assertLogin, copyRecipe } from "../recipe.js";
import { manifest } from "../tools.js";

/** @type {import("../run.js").Place} */
export const run = (tarball) =>
  withFixture("next", tarball, async (fixture) => {
    const { version } = manifest("next");
    const rows = [];
    copyRecipe(fixture, "nextjs-route.js", "app/login/route.js");
    for (const bundler of ["turbopack", "webpack"]) {
      await fixture.run("next", ["build", `--${bundler}`]);
      assertEdgeRoute(join(fixture.dir, ".next"));
      const origin = await fixture.start("next", ["start", "--hostname", "127.0.0.1", "--port", "0"]);
      await assertLogin(fixture, origin);
      for (const route of ["edge", "node"]) {
        const answer = await fetch(`${origin}/${route}?server=${fixture.server}`);
        rows.push({ place: `Next.js, ${route} route, ${bundler}`, version, report: await answer.json() });
      }
    }
    return [...rows, { place: "examples/nextjs-route.js", version }];
  });

/** @param {string} folder  what Next.js has built */
function assertEdgeRoute(folder) {
  const { functions } = JSON.parse(readFileSync(join(folder, "server/middleware-manifest.json"), "utf8"));
  /** @type {{ files: string[], wasm: object[] }} */
  const { files, wasm } = functions["/edge/route"];
  assert.equal(wasm.length, 1, "the edge route has its module as a file");
  // webpack itself asks Function for the global object.
  assertEdgeBundle(files.filter((file) => !file.endsWith("edge-runtime-webpack.js")).map((file) => join(folder, file)));
}
