import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { withFixture } from "../fixture.js";
import { home, manifest, node } from "../tools.js";

/** What each compiler knows; `bare` is a project with nothing but ECMAScript. */
const COMPILERS = [
  { name: "typescript-4.7", resolutions: ["node10", "node16", "nodenext"], libraries: ["bare", "dom"] },
  {
    name: "typescript-5.9",
    resolutions: ["node10", "node16", "nodenext", "bundler"],
    libraries: ["bare", "dom", "node"],
  },
  { name: "typescript", resolutions: ["node16", "nodenext", "bundler"], libraries: ["bare", "dom", "node"] },
];

/** @type {import("../run.js").Place} */
export const run = (tarball) =>
  withFixture("types", tarball, async (fixture) => {
    const rows = [];
    for (const { name, resolutions, libraries } of COMPILERS) {
      for (const resolution of resolutions) {
        for (const library of libraries) {
          writeFileSync(join(fixture.dir, "tsconfig.json"), JSON.stringify(project(resolution, library)));
          await fixture.run(node(24), [join(home, "node_modules", name, "bin/tsc")]).catch((error) => {
            throw new Error(`${name}, ${resolution}, ${library}`, { cause: error });
          });
        }
      }
      rows.push({
        place: `TypeScript: ${resolutions.join(", ")}; ${libraries.join(", ")}`,
        version: manifest(name).version,
      });
    }
    return rows;
  });

/** @param {string} resolution @param {string} library */
function project(resolution, library) {
  const isNode = resolution === "node16" || resolution === "nodenext";
  return {
    compilerOptions: {
      strict: true,
      noEmit: true,
      target: "es2022",
      lib: library === "dom" ? ["es2022", "dom"] : ["es2022"],
      types: library === "node" ? ["node"] : [],
      // The name that node10 had when it was the only one.
      moduleResolution: resolution === "node10" ? "node" : resolution,
      module: isNode ? resolution : resolution === "bundler" ? "esnext" : "commonjs",
    },
    files: [
      "login.ts",
      ...(library === "bare" ? [] : ["platform.ts"]),
      ...(library === "node" ? ["fetches.ts"] : []),
      ...(isNode ? ["login.cts"] : []),
    ],
  };
}
