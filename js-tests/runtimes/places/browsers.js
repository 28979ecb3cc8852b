// One page, made by each bundler and by none, and workers, in each browser, under a Content-Security-Policy.

import { existsSync } from "node:fs";
import { withFixture } from "../fixture.js";
import { copyRecipe } from "../recipe.js";
import { browsers, manifest, node } from "../tools.js";

/** Each leaves a page in a folder of its name. @type {Record<string, string[]>} */
const BUILDS = {
  vite: ["build", "--base", "./", "--outDir", "vite"],
  webpack: ["./main.js", "--mode", "production", "--output-path", "webpack"],
  rollup: ["main.js", "--plugin", "node-resolve", "--file", "rollup/main.js"],
  esbuild: ["main.js", "--bundle", "--format=esm", "--outfile=esbuild/main.js"],
  parcel: ["build", "index.html", "--no-cache", "--dist-dir", "parcel", "--public-url", "./"],
};

/** @type {import("../run.js").Place} */
export const run = (tarball) =>
  withFixture("browsers", tarball, async (fixture) => {
    for (const [bundler, args] of Object.entries(BUILDS)) await fixture.run(bundler, args);
    // Not every browser has service workers that are modules.
    const bundled = ["--bundle", "--format=iife", "--allow-overwrite", "--outfile=workers/worker.js"];
    await fixture.run("esbuild", ["workers/worker.js", ...bundled]);
    const development = await fixture.start("vite", ["--host", "127.0.0.1", "--port", "0"]);
    const pages = [
      ...Object.keys(BUILDS).map((name) => ({
        place: `${name} ${manifest(name).version}`,
        url: `${fixture.server}/${name}/`,
      })),
      { place: "vite, development server", url: `${development}?server=${fixture.server}` },
      { place: "no bundler, import map", url: `${fixture.server}/importmap/` },
      { place: "a web worker", url: `${fixture.server}/workers/web.html` },
      { place: "a service worker", url: `${fixture.server}/workers/service.html` },
    ];
    const installed = browsers.filter(({ executable }) => existsSync(executable));
    const urls = pages.map((page) => page.url);
    const visits = installed.map(async ({ name, browser, executable }) => {
      const visit = browser ? ["visit.mjs", browser, executable] : ["webkit.mjs"];
      const { version, reports } = JSON.parse(await fixture.run(node(24), [...visit, ...urls]));
      return pages.map((page, i) => ({ place: `${name}, ${page.place}`, version, report: reports[i] }));
    });
    const rows = (await Promise.all(visits)).flat();
    copyRecipe(fixture, "vite", "recipe");
    const recipe = await fixture.start("vite", ["recipe", "--host", "127.0.0.1", "--port", "0"]);
    for (const { browser, executable } of installed)
      if (browser) await fixture.run(node(24), ["exchange.mjs", browser, executable, recipe]);
    return rows.length > 0 ? [...rows, { place: "examples/vite", version: `Vite ${manifest("vite").version}` }] : [];
  });
