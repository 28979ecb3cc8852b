// Rules of this repository: a test never runs against a stale build, and imports go in one direction.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { CORE_SOURCES } from "../../scripts/stamp.js";
import { runNode } from "../support/run-node.js";

const root = join(import.meta.dirname, "../..");

test("every test file checks first that the build is not stale", () => {
  const files = filesOf("js-tests").filter((file) => file.endsWith(".test.js") && !file.includes("/runtimes/"));
  assert.ok(files.length > 15);
  for (const file of files)
    assert.match(
      readFileSync(join(root, file), "utf8"),
      /^(\/\/.*\n|\/\*.*\*\/\n|\n)*import "\.\.\/support\/assert-built\.js";\n/,
      file,
    );
});

test("the check fails after a source of the core or of the bundles has changed, and passes after a build", async (t) => {
  const copy = mkdtempSync(join(tmpdir(), "swan-login-"));
  t.after(() => rmSync(copy, { recursive: true }));
  for (const path of [
    ...CORE_SOURCES,
    "package.json",
    "pkg/api",
    "js-tests/support/assert-built.js",
    "scripts/stamp.js",
  ])
    cpSync(join(root, path), join(copy, path), { recursive: true });
  mkdirSync(join(copy, "pkg/esm"));
  const stamp = JSON.stringify(join(copy, "scripts/stamp.js"));
  const build = `import { digestSources, markBuilt } from ${stamp}; markBuilt(digestSources());`;
  const check = `import ${JSON.stringify(join(copy, "js-tests/support/assert-built.js"))};`;
  const isStale = async () => (await runNode(check)).status !== 0;

  assert.equal(await isStale(), true, "nothing is built");
  for (const source of ["pkg/api/client.js", "src/lib.rs"]) {
    await runNode(build);
    assert.equal(await isStale(), false);
    appendFileSync(join(copy, source), "// changed\n");
    assert.equal(await isStale(), true, source);
  }
  await runNode(build);
  appendFileSync(join(copy, "pkg/esm/index.js"), "// written by the build\n");
  assert.equal(await isStale(), false);
});

test("nothing in pkg/, bench/ or scripts/ imports from js-tests/", () => {
  for (const folder of ["pkg", "bench", "scripts"]) {
    for (const file of filesOf(folder).filter((file) => file.endsWith(".js")))
      assert.doesNotMatch(readFileSync(join(root, file), "utf8"), /\b(from|import)\s*\(?\s*"[^"]*js-tests\//, file);
  }
});

/** @param {string} folder @returns {string[]}  its files, without installed packages, which may link back to this folder */
function filesOf(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [`${folder}/${entry.name}`];
    return entry.name === "node_modules" ? [] : filesOf(`${folder}/${entry.name}`);
  });
}
