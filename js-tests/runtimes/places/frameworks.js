// Frameworks that build for Cloudflare Workers: each by its own adapter or plugin, and run by Wrangler.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { withFixture } from "../fixture.js";
import { manifest } from "../tools.js";

/** `module`: whether the framework's own build leaves core.wasm; otherwise Wrangler bundles it. */
const FRAMEWORKS = [
  {
    name: "SvelteKit, adapter-cloudflare",
    folder: "sveltekit",
    tool: "@sveltejs/kit",
    build: ["vite", "build"],
    config: "wrangler.json",
  },
  {
    name: "Astro, @astrojs/cloudflare",
    folder: "astro",
    tool: "astro",
    build: ["astro", "build"],
    config: "dist/server/wrangler.json",
    module: true,
  },
  {
    name: "React Router, Cloudflare's Vite plugin",
    folder: "react-router",
    tool: "react-router",
    build: ["react-router", "build"],
    config: "build/server/wrangler.json",
    module: true,
  },
];

const WRANGLER = ["--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0", "--show-interactive-dev-session=false"];

/** @type {import("../run.js").Place} */
export const run = async (tarball) => {
  const rows = [];
  for (const { name, folder, tool, build, config, module } of FRAMEWORKS) {
    const report = await withFixture(folder, tarball, async (fixture) => {
      const [command, ...args] = build;
      await fixture.run(command, args);
      if (module) assertHasModule(join(fixture.dir, config, ".."));
      const origin = await fixture.start("wrangler", ["dev", "--config", config, ...WRANGLER]);
      return (await fetch(`${origin}/?server=${fixture.server}`)).json();
    });
    rows.push({ place: `${name}, on workerd`, version: manifest(tool).version, report });
  }
  return rows;
};

/** @param {string} folder */
function assertHasModule(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  assert.equal(files.filter((file) => file.endsWith(".wasm")).length, 1, `${folder} has its module as a file`);
}
