// Runs the packed package in every place it is for, and prints how many conformance vectors hold in each.
//
//   npm run matrix [place...]

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { step } from "../../scripts/run.js";
import { contents, pack } from "./tarball.js";
import { home, installBrowsers, installTools } from "./tools.js";

/** @import { Report } from "./suite.js" */
/** @import { Tarball } from "./tarball.js" */

/** A line of the matrix; without a report for what runs nothing. @typedef {{ place: string, version: string, report?: Report }} Row */
/** What each file in places exports as `run`. @typedef {(tarball: Tarball) => Promise<Row[]>} Place */

const PLACES = [
  "reproducible",
  "tarball",
  "types",
  "node",
  "deno",
  "jsr",
  "bun",
  "workerd",
  "cloudflare",
  "edge-runtime",
  "next",
  "nitro",
  "frameworks",
  "recipes",
  "browsers",
  "studio",
  "bundlers",
  "jest",
  "vitest",
  "environments",
];
const isCI = process.env.CI === "true";

if (process.platform !== "linux" || process.arch !== "x64") {
  console.error("NOT RUN: the runtimes come as binaries for Linux on x64, and this machine is another.");
  process.exit(isCI ? 1 : 0);
}
// Whatever was started ends with this process.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
installTools();
const missing = installBrowsers();
const tarball = await pack();
const rows = await matrix(process.argv.length > 2 ? process.argv.slice(2) : PLACES);
print(rows);
for (const name of missing) console.error(`NOT RUN for want of ${name}: install it with apt-get install ${name}.`);
process.exitCode = rows.some(({ report }) => report && !isGreen(report)) || (isCI && missing.length > 0) ? 1 : 0;

/** Three at a time: much of it is waiting. @param {string[]} places @returns {Promise<Row[]>} */
async function matrix(places) {
  /** @type {Row[][]} */
  const results = [];
  const queue = places.entries();
  const work = async () => {
    for (const [index, place] of queue) results[index] = await rowsOf(place);
  };
  await Promise.all([work(), work(), work()]);
  return results.flat();
}

/**
 * What has passed need not run again while nothing changed; where changes are judged, everything runs.
 * @param {string} place
 * @returns {Promise<Row[]>}
 */
async function rowsOf(place) {
  const file = join(home, "results", `${place}.json`);
  const key = inputs();
  const known = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  if (known.key === key && !isCI) return known.rows;
  const begin = performance.now();
  /** @type {{ run: Place }} */
  const { run } = await import(`./places/${place}.js`);
  const rows = await run(tarball).catch((error) => [
    { place, version: "", report: { passed: 0, total: 0, failures: [explain(error)] } },
  ]);
  step(`${place}: ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  if (rows.every(({ report }) => !report || isGreen(report)) && missing.length === 0) {
    mkdirSync(join(home, "results"), { recursive: true });
    writeFileSync(file, JSON.stringify({ key, rows }));
  }
  return rows;
}

/** All that decides on a result. The commit, which the package names, does not. */
function inputs() {
  const hash = createHash("sha256");
  for (const { file, digest } of contents(tarball.unpacked))
    if (!file.endsWith("version.js")) hash.update(`${file}\0${digest}\0`);
  for (const { file, digest } of [...contents("js-tests"), ...contents("examples")])
    hash.update(`${file}\0${digest}\0`);
  return hash.digest("hex");
}

/** @param {unknown} error @returns {string} */
function explain(error) {
  if (!(error instanceof Error)) return String(error);
  return [error.stack, ...(error.cause ? [explain(error.cause)] : [])].join("\n");
}

/** @param {Report} report */
function isGreen({ passed, total, failures }) {
  return failures.length === 0 && passed === total && total > 0;
}

/** @param {Row[]} rows */
function print(rows) {
  console.log("| place | version | vectors |\n|---|---|---|");
  for (const { place, version, report } of rows)
    console.log(`| ${place} | ${version} | ${report ? `${report.passed} of ${report.total}` : "holds"} |`);
  for (const { place, report } of rows)
    for (const failure of report?.failures ?? []) console.error(`\n✗ ${place}: ${failure}`);
}
