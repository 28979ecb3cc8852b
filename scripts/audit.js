// What the package depends on: nothing at run time, and otherwise only what its licences allow and no advisory warns of.
// npm run audit [-- --strict]: advisories that cannot be had are a failure then, not only a warning.

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

step("dependencies at run time");
const manifest = JSON.parse(readFileSync("package.json", "utf8"));
for (const kind of ["dependencies", "peerDependencies", "optionalDependencies", "bundleDependencies"])
  if (manifest[kind]) problems.push(`package.json has ${kind}`);
for (const file of readdirSync("pkg", { recursive: true, encoding: "utf8" }).filter((name) => /\.c?js$/.test(name))) {
  const source = readFileSync(`pkg/${file}`, "utf8");
  for (const [, module] of source.matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*"([^"]+)"/g))
    if (!/^\.\.?\//.test(module) && !isBuiltin(module)) problems.push(`pkg/${file} imports ${module}`);
}

step("licences");
for (const [name, licence] of [...crates(), ...npmPackages()])
  if (!isAllowed(licence)) problems.push(`the licence of ${name} is ${licence || "not given"}`);

step("advisories");
const npm = attempt("npm", ["audit", "--json"]);
check("npm audit", npm.ok, /"auditReportVersion"/.test(npm.output), npm.output);
const tool = attempt("cargo", ["deny", "--version"]).ok;
if (tool) {
  const deny = attempt("cargo", ["deny", "--locked", "check", "advisories", "bans", "sources", "licenses"]);
  check("cargo deny", deny.ok, !/failed to fetch advisory database/.test(deny.output), deny.output);
} else check("cargo deny", false, false, "install it with: cargo install --locked cargo-deny");

for (const problem of problems) console.error(`✗ ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;

/**
 * @param {string} name
 * @param {boolean} isClean
 * @param {boolean} hasRun
 * @param {string} output
 */
function check(name, isClean, hasRun, output) {
  if (isClean) return;
  if (hasRun || isStrict) return void problems.push(`${name}:\n${output}`);
  console.error(
    `! NOT CHECKED: ${name} could not run here, so nothing is known of advisories.\n  ${output.replace(/\s+/g, " ").slice(0, 200)}`,
  );
}

/** @param {string} module */
function isBuiltin(module) {
  return builtinModules.includes(module.replace(/^node:/, ""));
}

/** The crates that are compiled, for tests too. @returns {[string, string][]} */
function crates() {
  const { output } = attempt("cargo", ["metadata", "--format-version=1", "--locked", "--quiet"]);
  /** @type {{ packages: { name: string, license?: string, publish?: string[] }[] }} */
  const { packages } = JSON.parse(output.slice(output.indexOf("{")));
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
