// Rules for where things come from: no file names a package registry, and workflows pin what they run.
// node scripts/supply-chain.js: part of the lints.

import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { attempt } from "./run.js";

/** Every problem in the files of this repository, those included that are not committed yet. @returns {string[]} */
export function supplyChainProblems() {
  const listed = attempt("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"]);
  if (!listed.ok) return [`the files are not known, because git ls-files failed: ${listed.output}`];
  const files = listed.stdout.split("\0").filter(existsSync);
  return files.flatMap((file) => problemsIn(file, readFileSync(file, "latin1")));
}

/** @param {string} file  its path @param {string} text @returns {string[]} */
export function problemsIn(file, text) {
  const isWorkflow = /^\.github\/(workflows|actions)\/.*\.ya?ml$/.test(file);
  return [...registryAddresses(text), ...(isWorkflow ? unpinned(text) : [])].map((problem) => `${file}: ${problem}`);
}

/** Package managers know their registry, and users may have a mirror. */
const REGISTRIES = [
  "crates.io",
  "deb.debian.org",
  "jsr.io",
  "npm.pkg.github.com",
  "npmjs.com",
  "npmjs.org",
  "npmmirror.com",
  "proxy.golang.org",
  "pypi.org",
  "pythonhosted.org",
  "yarnpkg.com",
];

/** @param {string} text */
function registryAddresses(text) {
  const hosts = [...text.matchAll(/\/\/([\w.-]+)/g)].map(([, host]) => host.toLowerCase());
  const found = hosts.filter((host) => REGISTRIES.some((name) => host === name || host.endsWith(`.${name}`)));
  return [...new Set(found)].map((host) => `holds the address of a package registry, ${host}`);
}

/** A tag can be moved to other code; a commit and a digest cannot. @param {string} text */
function unpinned(text) {
  const actions = [...text.matchAll(/\buses:\s*(.*)/g)].map(([, action]) => action);
  const images = [...text.matchAll(/\b(?:container|image):[^\S\n]*(\S.*)/g)].map(([, image]) => image);
  return [
    ...actions
      .filter((action) => !/^(\.\/\S+|[\w.-]+(\/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/.test(action))
      .map((action) => `pin "${action}" as owner/name@<40 hex digits of the commit> # v1.2.3`),
    ...images
      .filter((image) => !/^[\w./:-]+@sha256:[0-9a-f]{64}$/.test(image))
      .map((image) => `pin "${image}" as name:tag@sha256:<64 hex digits>`),
  ];
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) {
  const problems = supplyChainProblems();
  for (const problem of problems) console.error(`✗ ${problem}`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
