// The CommonJS files: what require gives, and what others find in the files.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import { inspect } from "node:util";

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

test("classes and errors keep their names in the bundles, also in what Node prints", () => {
  const classes = [];
  for (const name of names) {
    for (const [key, value] of Object.entries(require(name))) {
      if (typeof value !== "function") continue;
      assert.equal(value.name, key, name);
      if (/^class\b/.test(String(value))) classes.push(key);
    }
  }
  assert.ok(["SwanClient", "SwanLoginError", "SwanPlatform", "SwanTokenObject"].every((key) => classes.includes(key)));
  // Each bundle has its own copy of the error's class.
  const mistakes = {
    "swan-login": ({ decryptUserData }) => decryptUserData(null),
    "swan-login/slim": ({ SwanClient }) => new SwanClient(null),
    "swan-login/handler": ({ createLoginHandler }) => createLoginHandler(null),
    "swan-login/node": ({ toNodeHandler }) => toNodeHandler(null),
    "swan-login/platform": ({ SwanPlatform }) => new SwanPlatform(null),
    "swan-login/redis": ({ redisStore }) => redisStore(null),
    "swan-login/cloudflare": ({ kvStore }) => kvStore(null),
    "swan-login/explain": ({ lookUp }) => lookUp(null),
    "swan-login/mock": ({ createMockBaidu }) => createMockBaidu(1),
  };
  for (const [name, mistake] of Object.entries(mistakes)) {
    assert.throws(
      () => mistake(require(name)),
      (error) => {
        assert.equal(error.constructor.name, "SwanLoginError", name);
        assert.match(inspect(error), /^SwanLoginError: /);
        assert.doesNotMatch(`${inspect(error, { showHidden: true })}${error.stack}`, /_Swan/);
        assert.match(inspect(Object.assign(error, { stack: undefined })), /SwanLoginError/);
        return true;
      },
    );
  }
});

test("no string goes on in the next line, where a tool that indents would change it", () => {
  for (const folder of ["pkg/cjs", "pkg/esm", "pkg/wasm"])
    for (const file of readdirSync(folder).filter((name) => /\.c?js$/.test(name)))
      assert.doesNotMatch(readFileSync(`${folder}/${file}`, "utf8"), /\\\r?\n/, file);
});
