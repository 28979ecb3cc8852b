import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listen } from "swan-login/mock/node";
import { withFixture } from "../fixture.js";
import { assertLogin, copyRecipe } from "../recipe.js";
import { executables, manifest } from "../tools.js";

/** @type {import("../run.js").Place} */
export const run = (tarball) =>
  withFixture("deno", tarball, async (fixture) => {
    const { version } = manifest("deno");
    const allow = ["run", "--allow-net", "--allow-env"];
    const registry = await serveRegistry(tarball.file);
    writeFileSync(join(fixture.dir, ".npmrc"), `registry=${registry.url}/\n`);
    const report = (/** @type {string[]} */ args) => fixture.report(executables.deno, [...allow, ...args]);
    try {
      copyRecipe(fixture, "deno.ts");
      await fixture.run(executables.deno, ["check", "--node-modules-dir=none", "deno.ts"]);
      await assertLogin(
        fixture,
        await fixture.start(executables.deno, [...allow, "--node-modules-dir=none", "deno.ts"]),
      );
      return [
        { place: "Deno, node_modules", version, report: await report(["main.js"]) },
        {
          place: "Deno, npm: from a registry",
          version,
          report: await report(["--node-modules-dir=none", "registry/main.js"]),
        },
        { place: "examples/deno.ts", version },
      ];
    } finally {
      await registry.close();
    }
  });

/** An npm registry that has this one package. @param {string} file */
function serveRegistry(file) {
  const tarball = readFileSync(file);
  const { name, version, exports } = JSON.parse(readFileSync("package.json", "utf8"));
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  return listen({
    async fetch(input) {
      const { origin, pathname } = new URL(String(input));
      if (pathname.endsWith(".tgz")) return new Response(tarball);
      if (pathname !== `/${name}`) return new Response(null, { status: 404 });
      const dist = { tarball: `${origin}/${name}.tgz`, integrity };
      return Response.json({
        name,
        "dist-tags": { latest: version },
        versions: { [version]: { name, version, exports, dist } },
      });
    },
  });
}
