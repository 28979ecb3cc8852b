/** The lint that keeps registry addresses and moving tags out of the repository. */

import "../support/assert-built.js";
import assert from "node:assert/strict";
import test from "node:test";
import { problemsIn, supplyChainProblems } from "../../scripts/supply-chain.js";

// Put together here, because this file is searched, too.
const url = (/** @type {string[]} */ ...labels) => `https://${labels.join(".")}/swan-login`;
const COMMIT = "3d3c42e5aac5ba805825da76410c181273ba90b1";
const DIGEST = "593db038d36ea0d2e5b22a2e095eb95dbec607d88d658c2f35f65ee880b4f93a";

test("the repository holds no registry address and pins its actions", () => {
  assert.deepEqual(supplyChainProblems(), []);
});

test("addresses of registries are found in any file", () => {
  const addresses = [
    ["registry", "npmjs", "org"],
    ["REGISTRY", "NPMJS", "ORG"],
    ["registry", "npmmirror", "com"],
    ["index", "crates", "io"],
    ["jsr", "io"],
    ["pypi", "org"],
  ];
  for (const labels of addresses) {
    const [problem] = problemsIn("docs/any.md", `See ${url(...labels)}.`);
    assert.match(problem ?? "", /^docs\/any\.md: holds the address of a package registry/, labels.join("."));
  }
  assert.equal(problemsIn(".npmrc", url("registry", "npmjs", "org").replace("https:", "")).length, 1);
});

test("names that only look like registries are allowed", () => {
  const lock = 'source = "registry+https://github.com/rust-lang/crates.io-index"';
  for (const text of [lock, "published on crates.io", "https://docs.rs/swan-login", url("notjsr", "io")]) {
    assert.deepEqual(problemsIn("Cargo.lock", text), []);
  }
});

const workflow = ".github/workflows/test.yml";

test("an action is pinned by commit, with its version beside it", () => {
  for (const action of [`actions/checkout@${COMMIT} # v7.0.1`, "./.github/actions/rust"])
    assert.deepEqual(problemsIn(workflow, `      - uses: ${action}\n`), []);
  const loose = ["actions/checkout@v7", "actions/checkout@main", `actions/checkout@${COMMIT}`, "docker://rust:1"];
  for (const action of loose) assert.equal(problemsIn(workflow, `  - uses: ${action}\n`).length, 1, action);
  assert.equal(problemsIn(".github/actions/rust/action.yml", "uses: actions/checkout@v7").length, 1);
});

test("an image is pinned by digest", () => {
  assert.deepEqual(problemsIn(workflow, `    container: rust:1-bookworm@sha256:${DIGEST}\n`), []);
  assert.equal(problemsIn(workflow, "    container: rust:1-bookworm\n").length, 1);
  assert.equal(problemsIn(workflow, "    container:\n      image: rust:1\n").length, 1);
});
