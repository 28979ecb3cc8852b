// The software bill of materials (CycloneDX 1.5) of the npm package: npm's part, the crates inside core.wasm, and the library in the page of the studio.
// node scripts/sbom.js > swan-login.cdx.json

import { readFileSync } from "node:fs";
import { attempt, run } from "./run.js";
import { wasmToolchain } from "./toolchain.js";

/**
 * @typedef {{ id: string, name: string, version: string, license?: string, targets: { kind: string[] }[] }} Crate
 * @typedef {{ id: string, deps: { pkg: string, dep_kinds: { kind: string | null }[] }[] }} Node
 */

const bom = JSON.parse(
  run("npm", ["sbom", "--omit=dev", "--sbom-format=cyclonedx", "--package-lock-only"], { quiet: true }),
);
// npm takes the name of the folder.
bom.metadata.component.name = JSON.parse(readFileSync("package.json", "utf8")).name;
const parts = [...cratesInModule(), standardLibrary(), libraryOfStudio()];
bom.components.push(...parts);
const own = bom.dependencies.find(
  (/** @type {{ ref: string }} */ { ref }) => ref === bom.metadata.component["bom-ref"],
);
own.dependsOn.push(...parts.map((part) => part["bom-ref"]));
console.log(JSON.stringify(bom, null, 2));

/** What is compiled into the module: procedural macros and what they need run at build time only. */
function cratesInModule() {
  const target = "--filter-platform=wasm32-unknown-unknown";
  const metadata = run("cargo", ["metadata", "--format-version=1", "--locked", "--quiet", target], { quiet: true });
  /** @type {{ packages: Crate[], resolve: { nodes: Node[] }, workspace_default_members: string[] }} */
  const { packages, resolve, workspace_default_members } = JSON.parse(metadata);
  const crates = new Map(packages.map((crate) => [crate.id, crate]));
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  /** @type {Set<string>} */
  const found = new Set();
  const visit = (/** @type {string} */ id) => {
    if (found.has(id) || crates.get(id)?.targets.some(({ kind }) => kind.includes("proc-macro"))) return;
    found.add(id);
    for (const { pkg, dep_kinds } of nodes.get(id)?.deps ?? [])
      if (dep_kinds.some(({ kind }) => kind === null)) visit(pkg);
  };
  workspace_default_members.forEach(visit);
  const checksums = checksumsOf(readFileSync("Cargo.lock", "utf8"));
  return [...found]
    .filter((id) => !workspace_default_members.includes(id))
    .map((id) => {
      const { name, version, license = "" } = /** @type {Crate} */ (crates.get(id));
      const content = checksums.get(`${name} ${version}`);
      return component(`pkg:cargo/${name}@${version}`, name, version, license, content);
    });
}

/** The build bundles Preact into the page of the studio. */
function libraryOfStudio() {
  const { version, license } = JSON.parse(readFileSync("package-lock.json", "utf8")).packages["node_modules/preact"];
  return component(`pkg:npm/preact@${version}`, "preact", version, license);
}

/** The build compiles the standard library into the module, too. */
function standardLibrary() {
  const rustc = wasmToolchain().env.RUSTC ?? "rustc";
  const [version = "unknown"] = /\d+\.\d+\.\d+\S*/.exec(attempt(rustc, ["--version"]).stdout) ?? [];
  return component(`pkg:generic/rust-std@${version}`, "rust-std", version, "MIT OR Apache-2.0");
}

/**
 * @param {string} purl
 * @param {string} name
 * @param {string} version
 * @param {string} license  an SPDX expression
 * @param {string} [sha256]
 */
function component(purl, name, version, license, sha256) {
  const expression = license.replaceAll("/", " OR ");
  const hashes = sha256 && { hashes: [{ alg: "SHA-256", content: sha256 }] };
  return { "bom-ref": purl, type: "library", name, version, ...hashes, licenses: [{ expression }], purl };
}

/** By name and version. @param {string} lock  the text of a Cargo.lock @returns {Map<string, string>} */
function checksumsOf(lock) {
  const crates = lock.matchAll(/name = "(.*)"\nversion = "(.*)"\nsource = ".*"\nchecksum = "(.*)"/g);
  return new Map([...crates].map(([, name, version, checksum]) => [`${name} ${version}`, checksum]));
}
