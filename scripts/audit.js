// What the package depends on: nothing at run time; otherwise code whose licences allow ours, without known advisories.
// npm run audit [-- --strict]: with --strict it fails where advisories cannot be fetched; otherwise it warns.

import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { attempt, step } from "./run.js";

/** The licences that let anybody use the package under its own. */
const LICENCES = [
  "0BSD",
  "Apache-2.0",
  "Apache-2.0 WITH LLVM-exception",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "Unicode-3.0",
  "Unlicense",
  "Zlib",
];

const isStrict = process.argv.includes("--strict");
/** @type {string[]} */
const problems = [];
/** What could not be checked here. @type {string[]} */
const unchecked = [];

step("dependencies at run time");
const manifest = JSON.parse(readFileSync("package.json", "utf8"));
for (const kind of ["dependencies", "optionalDependencies", "bundleDependencies"])
  if (manifest[kind]) problems.push(`package.json has ${kind}`);
const peers = Object.keys(manifest.peerDependencies ?? {});
for (const name of peers)
  if (!manifest.peerDependenciesMeta?.[name]?.optional) problems.push(`the peer dependency ${name} is not optional`);
// The page of the studio is bundled, with what it imports.
const isPublished = (/** @type {string} */ name) => /\.c?js$/.test(name) && !name.startsWith("studio/page/");
for (const file of readdirSync("pkg", { recursive: true, encoding: "utf8" }).filter(isPublished)) {
  const source = readFileSync(`pkg/${file}`, "utf8");
  for (const [, module] of source.matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*"([^"]+)"/g))
    if (!isAvailable(module)) problems.push(`pkg/${file} imports ${module}`);
}

step("licences");
for (const [name, licence] of [...crates(), ...npmPackages()])
  if (!isAllowed(licence)) problems.push(`the licence of ${name} is ${licence || "not given"}`);

step("advisories");
const npm = attempt("npm", ["audit", "--json"]);
judge("npm audit", npm.ok, /"auditReportVersion"/.test(npm.output), npm.output);
if (attempt("cargo", ["deny", "--version"]).ok) {
  const deny = attempt("cargo", ["deny", "--locked", "check", "advisories", "bans", "sources", "licenses"]);
  judge("cargo deny", deny.ok, !/failed to fetch advisory database/.test(deny.output), deny.output);
} else judge("cargo deny", false, false, "cargo deny is not installed; cargo install --locked cargo-deny does it");

for (const problem of problems) console.error(`✗ ${problem}`);
if (unchecked.length > 0)
  console.error(
    [
      "",
      "!!! ADVISORIES WERE NOT CHECKED: this run says nothing about known vulnerabilities.",
      ...unchecked.map((reason) => `!!! ${reason}`),
      "!!! Run this where the registry answers audits and GitHub can be reached, as the audit job of test.yml does.",
    ].join("\n"),
  );
process.exitCode = problems.length > 0 ? 1 : 0;

/**
 * @param {string} name  of the tool that fetches advisories
 * @param {boolean} isClean
 * @param {boolean} hasRun  whether it reached its advisories
 * @param {string} output
 */
function judge(name, isClean, hasRun, output) {
  if (isClean) return;
  if (hasRun || isStrict) problems.push(`${name}:\n${output}`);
  else unchecked.push(`${name}: ${output.replace(/\s+/g, " ").slice(0, 200)}`);
}

/** Files of the package, modules of the runtime, and optional peers. @param {string} module */
function isAvailable(module) {
  return (
    /^\.\.?\//.test(module) ||
    builtinModules.includes(module.replace(/^node:/, "")) ||
    peers.some((name) => module === name || module.startsWith(`${name}/`))
  );
}

/** The crates that are compiled, for tests too. @returns {[string, string][]} */
function crates() {
  const { stdout } = attempt("cargo", ["metadata", "--format-version=1", "--locked", "--quiet"]);
  /** @type {{ packages: { name: string, license?: string, publish?: string[] }[] }} */
  const { packages } = JSON.parse(stdout);
  return packages
    .filter(({ publish }) => publish?.length !== 0)
    .map(({ name, license = "" }) => [`the crate ${name}`, license]);
}

/** @returns {[string, string][]} */
function npmPackages() {
  /** @type {{ packages: Record<string, { license?: string }> }} */
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
  return Object.entries(packages).map(([path, { license = "" }]) => [path || "this package", license]);
}

/** Of an SPDX expression: all parts of an AND, one of an OR. @param {string} expression */
function isAllowed(expression) {
  const alternatives = (/** @type {string} */ part) =>
    part
      .replace(/[()]/g, "")
      .split(/ OR |\//)
      .some((licence) => LICENCES.includes(licence.trim()));
  return expression.split(" AND ").every(alternatives);
}
