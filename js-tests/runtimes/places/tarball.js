// The file itself: what is in it, and what it promises to those who resolve it.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deflated } from "../../../pkg/wasm/inlined.js";
import { withFixture } from "../fixture.js";
import { contents } from "../tarball.js";
import { manifest } from "../tools.js";

/** @type {import("../run.js").Place} */
export const run = (tarball) =>
  withFixture("tarball", tarball, async (fixture) => {
    assertFiles(tarball.unpacked, readFileSync(join(fixture.dir, "files.txt"), "utf8").trim().split("\n"));
    await assertModule(tarball.unpacked);
    for (const document of ["docs/frameworks.md", "docs/frameworks.zh-CN.md"]) assertVersions(document);
    await fixture.run("publint", ["--strict", tarball.file]);
    // A WebAssembly module is no CommonJS module, and nobody requires it as one. Better Auth is ES modules only.
    await fixture.run("attw", ["--exclude-entrypoints", "./core.wasm", "./better-auth", "--", tarball.file]);
    await fixture.run("attw", ["--profile", "esm-only", "--entrypoints", "./better-auth", "--", tarball.file]);
    return [
      { place: "publint --strict", version: manifest("publint").version },
      { place: "Are the types wrong?", version: manifest("@arethetypeswrong/cli").version },
    ];
  });

/** Where the module's bytes are inlined: in the entries that have no file to load. */
const INLINED = ["pkg/cjs/index.cjs", "pkg/esm/index.js"];

/** @param {string} unpacked @param {string[]} expected */
function assertFiles(unpacked, expected) {
  const files = contents(unpacked);
  const packed = files.map(({ file }) => file);
  const added = packed.filter((file) => !expected.includes(file)).map((file) => `+${file}`);
  const gone = expected.filter((file) => !packed.includes(file)).map((file) => `-${file}`);
  assert.equal(
    [...added, ...gone].join("\n"),
    "",
    "the tarball's files are not those of js-tests/runtimes/fixtures/tarball/files.txt",
  );
  for (const { file, digest } of files) {
    const twin = files.find((other) => other.digest === digest && other.file !== file);
    assert.equal(twin, undefined, `${file} is in the tarball twice`);
  }
  const start = deflated().slice(0, 40);
  const inlined = packed.filter((file) => readFileSync(join(unpacked, file), "latin1").includes(start));
  assert.deepEqual(inlined, INLINED, "the module's bytes are inlined where they need not be");
}

/** @param {string} unpacked */
async function assertModule(unpacked) {
  const bytes = readFileSync(join(unpacked, "pkg/wasm/core.wasm"));
  assert.doesNotMatch(bytes.toString("latin1"), /\w\.rs\b/, "paths of the machine that built it are in the module");
  const { version } = await import(join(unpacked, "pkg/wasm/version.js"));
  assert.equal(version.wasm, createHash("sha256").update(bytes).digest("hex"), "version.wasm");
  // Functions of its own glue, by their short names: no memory, no table, nothing of an environment.
  for (const { module, name, kind } of WebAssembly.Module.imports(await WebAssembly.compile(bytes)))
    assert.match(`${kind} ${module}.${name}`, /^function a\.[\w$]{1,2}$/);
}

/** It names the versions that the matrix runs. @param {string} document */
function assertVersions(document) {
  const text = readFileSync(document, "utf8");
  for (const name of RUN)
    assert.ok(
      text.includes(manifest(name).version.replace("v", "")),
      `${document} does not name ${name} ${manifest(name).version}`,
    );
}

const RUN = [
  ...["node-20", "node-22", "node-24", "node-26", "deno", "bun", "workerd", "edge-runtime", "next"],
  ...[
    "vite",
    "webpack",
    "rollup",
    "esbuild",
    "parcel",
    "jest",
    "vitest",
    "typescript-4.7",
    "typescript-5.9",
    "typescript",
  ],
];
