// Nitro, and Nuxt with it, for each edge platform: built by its preset, and run by the platform's own runtime.

import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { assertEdgeBundle } from "../edge-bundle.js";
import { withFixture } from "../fixture.js";
import { executables, home, manifest, node } from "../tools.js";

/** @import { Fixture } from "../fixture.js" */
/** @import { Report } from "../suite.js" */

/** @typedef {(fixture: Fixture, folder: string) => Promise<Report>} Serve  runs what was built below a folder */

/** @type {Serve} */
async function onWorkerd(fixture, folder) {
  assertEdgeBundle(scripts(join(fixture.dir, folder, ".output/server")));
  return besideVue(fixture, folder);
}

/** The same, in a bundle with Vue, which has an `eval` that workerd does not run. @type {Serve} */
async function besideVue(fixture, folder) {
  const server = join(folder, ".output/server");
  cpSync("js-tests/runtimes/fixtures/workerd/serve.mjs", join(fixture.dir, "workerd.mjs"));
  return ask(fixture, fixture.start(node(24), ["workerd.mjs", server, "2026-11-01", "index.mjs", "nodejs_compat"]));
}

/** @type {(file: string) => Serve} */
const onDeno = (file) => (fixture, folder) =>
  // A server that is deployed to Deno chooses no port of its own.
  ask(
    fixture,
    fixture.start("env", ["DENO_SERVE_ADDRESS=tcp:127.0.0.1:0", executables.deno, "run", "-A", `${folder}/${file}`]),
  );

/** @type {Serve} */
const onNetlify = (fixture, folder) =>
  ask(
    fixture,
    fixture.start(executables.deno, ["run", "-A", "netlify.mjs", `${folder}/.netlify/edge-functions/server/server.js`]),
  );

/** @type {Serve} */
const onVercel = (fixture, folder) =>
  fixture.report(node(24), ["vercel.mjs", `${folder}/.vercel/output/functions/__fallback.func/index.mjs`]);

/** @type {{ name: string, folder: string, tool: string, build: string[], presets: Record<string, Serve> }[]} */
const NITROS = [
  {
    name: "Nitro",
    folder: "two",
    tool: "nitropack",
    build: ["nitropack/dist/cli/index.mjs", "build", "--dir", "two"],
    presets: {
      "cloudflare-module": onWorkerd,
      "vercel-edge": onVercel,
      "netlify-edge": onNetlify,
      "deno-deploy": onDeno(".output/server/index.ts"),
    },
  },
  {
    name: "Nitro",
    folder: "three",
    tool: "nitro",
    build: ["nitro/dist/cli/index.mjs", "build", "--dir", "three"],
    presets: {
      "cloudflare-module": onWorkerd,
      "netlify-edge": onNetlify,
      "deno-deploy": onDeno(".output/server/index.ts"),
    },
  },
  {
    name: "Nuxt",
    folder: "nuxt",
    tool: "nuxt",
    build: ["nuxt/bin/nuxt.mjs", "build", "nuxt"],
    presets: { "cloudflare-module": besideVue },
  },
];

/** @type {import("../run.js").Place} */
export const run = (tarball) =>
  withFixture("nitro", tarball, async (fixture) => {
    const rows = [];
    for (const { name, folder, tool, build, presets } of NITROS) {
      const { version } = manifest(tool);
      const [cli, ...args] = build;
      for (const [preset, serve] of Object.entries(presets)) {
        await fixture.run("env", [`NITRO_PRESET=${preset}`, node(24), join(home, "node_modules", cli), ...args]);
        rows.push({ place: `${name}, ${preset}`, version, report: await serve(fixture, folder) });
      }
    }
    return rows;
  });

/** @param {Fixture} fixture @param {Promise<string>} origin @returns {Promise<Report>} */
async function ask({ server }, origin) {
  return (await fetch(`${await origin}/?server=${server}`)).json();
}

/** @param {string} folder */
const scripts = (folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.m?js$/.test(file))
    .map((file) => join(folder, file));
