/** The SBOM names what is in the package: npm's dependencies (none) and the crates compiled into core.wasm. */

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import test from "node:test";

const root = new URL("../..", import.meta.url);
const read = (/** @type {string} */ file) => readFileSync(new URL(file, root), "utf8");
const bom = JSON.parse(execFileSync(process.execPath, ["scripts/sbom.js"], { cwd: root, encoding: "utf8" }));

test("it describes this package in this version", () => {
  const { name, version } = JSON.parse(read("package.json"));
  assert.equal(bom.specVersion, "1.5");
  assert.equal(bom.metadata.component.name, name);
  assert.equal(bom.metadata.component.purl, `pkg:npm/${name}@${version}`);
});

test("every crate of Cargo.toml is in it, with the version and the checksum of Cargo.lock", () => {
  const lock = read("Cargo.lock");
  const manifest = read("Cargo.toml").match(/^\[(target\..*\.)?dependencies\]\n(.*\n)*?(?=\n|\[)/gm) ?? [];
  const names = manifest.flatMap((table) => [...table.matchAll(/^([\w-]+) = /gm)].map(([, name]) => name));
  assert.ok(names.includes("aes") && names.includes("wasm-bindgen"), names.join());
  for (const name of names) {
    const crate = bom.components.find((/** @type {{ name: string }} */ component) => component.name === name);
    assert.ok(crate, `${name} is missing`);
    const entry = `name = "${name}"\nversion = "${crate.version}"\n`;
    assert.ok(lock.includes(entry), `${name} ${crate.version} is not in Cargo.lock`);
    assert.ok(lock.slice(lock.indexOf(entry)).includes(`checksum = "${crate.hashes[0].content}"`));
  }
});

test("Preact, which is in the page of the studio, is in it with the version of the lock file", () => {
  const { version } = JSON.parse(read("package-lock.json")).packages["node_modules/preact"];
  const purls = bom.components.map((/** @type {{ purl: string }} */ { purl }) => purl);
  assert.ok(purls.includes(`pkg:npm/preact@${version}`));
  assert.ok(read("pkg/studio/static/studio.js").includes("The MIT License (MIT)"), "its licence goes with it");
});

test("what only tests and builds need is not in it", () => {
  const names = bom.components.map((/** @type {{ name: string }} */ { name }) => name);
  for (const name of ["proptest", "serde_json", "wasm-bindgen-macro", "syn", "esbuild"])
    assert.ok(!names.includes(name), name);
});

test("every component has a package URL and a licence, and the package depends on it", () => {
  const [own] = bom.dependencies;
  for (const { purl, licenses, "bom-ref": ref } of bom.components) {
    assert.match(purl, /^pkg:(cargo|generic|npm)\/[\w-]+@\d+\.\d+\.\d+/);
    assert.match(licenses[0].expression, /MIT|Apache-2\.0/);
    assert.ok(own.dependsOn.includes(ref), ref);
  }
});
