// The CommonJS files: what require gives, and what others find in the files.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";

const require = createRequire(import.meta.url);
const manifest = JSON.parse(readFileSync("package.json", "utf8"));
/** @type {[string, any][]} */
const entries = Object.entries(manifest.exports);
const names = entries.filter(([, target]) => target.require).map(([subpath]) => `swan-login${subpath.slice(1)}`);
assert.ok(names.length >= 8);

for (const name of names) {
  test(`each export of require("${name}") can be replaced, as jest.spyOn and sinon.stub do`, () => {
    const exports = require(name);
    assert.ok(Object.keys(exports).length > 0);
    for (const key of Object.keys(exports)) {
      const { writable, configurable } = Object.getOwnPropertyDescriptor(exports, key) ?? {};
      assert.deepEqual({ key, writable, configurable }, { key, writable: true, configurable: true });
    }
  });

  test(`import finds the same names in ${name} and in its CommonJS file`, async () => {
    const own = Object.keys(await import(name));
    const found = Object.keys(await import(require.resolve(name)));
    const additions = ["__esModule", "default", "module.exports"];
    assert.deepEqual(found.filter((key) => !additions.includes(key)).sort(), own.sort());
  });
}

test("no string goes on in the next line, where a tool that indents would change it", () => {
  for (const folder of ["pkg/cjs", "pkg/esm", "pkg/wasm"])
    for (const file of readdirSync(folder).filter((name) => /\.c?js$/.test(name)))
      assert.doesNotMatch(readFileSync(`${folder}/${file}`, "utf8"), /\\\r?\n/, file);
});
