// The recipes of frameworks that compile or build their servers, from their very files, on Node.

import { join } from "node:path";
import { withFixture } from "../fixture.js";
import { assertLogin, copyRecipe } from "../recipe.js";
import { home, manifest, node } from "../tools.js";

/** @import { Fixture } from "../fixture.js" */

const tool = (/** @type {string} */ path) => join(home, "node_modules", path);

const TYPESCRIPT = "--strict --experimentalDecorators --target es2022 --module nodenext --skipLibCheck --types node";

/** Each starts its server and gives the origin. @type {{ recipe: string, framework: string, tool: string, hasParser?: boolean, start: (fixture: Fixture) => Promise<string> }[]} */
const RECIPES = [
  {
    recipe: "nestjs.ts",
    framework: "NestJS",
    tool: "@nestjs/core",
    start: async (fixture) => {
      await fixture.run(node(24), [tool("typescript-5.9/bin/tsc"), "nestjs.ts", ...TYPESCRIPT.split(" ")]);
      return fixture.start(node(24), ["nestjs.js"]);
    },
  },
  {
    recipe: "midway",
    framework: "Midway",
    tool: "@midwayjs/core",
    hasParser: true,
    start: async (fixture) => {
      await fixture.run(node(24), [tool("typescript-5.9/bin/tsc"), "-p", "midway"]);
      return fixture.start("env", ["-C", "midway", "COOKIE_KEY=of the test", node(24), "bootstrap.js"]);
    },
  },
  {
    recipe: "nuxt",
    framework: "Nuxt",
    tool: "nuxt",
    start: async (fixture) => {
      await fixture.run(node(24), [tool("nuxt/bin/nuxt.mjs"), "build", "nuxt"]);
      return fixture.start("env", ["HOST=127.0.0.1", node(24), "nuxt/.output/server/index.mjs"]);
    },
  },
  {
    recipe: "sveltekit",
    framework: "SvelteKit",
    tool: "@sveltejs/kit",
    start: async (fixture) => {
      await fixture.run("env", ["-C", "sveltekit", node(24), tool("vite/bin/vite.js"), "build"]);
      return fixture.start("env", ["HOST=127.0.0.1", node(24), "sveltekit.mjs"]);
    },
  },
];

/** @type {import("../run.js").Place} */
export const run = (tarball) =>
  withFixture("recipes", tarball, async (fixture) => {
    const rows = [];
    for (const { recipe, framework, tool, hasParser, start } of RECIPES) {
      copyRecipe(fixture, recipe);
      await assertLogin(fixture, await start(fixture), { hasParser });
      rows.push({ place: `examples/${recipe}`, version: `${framework} ${manifest(tool).version}` });
    }
    return rows;
  });
