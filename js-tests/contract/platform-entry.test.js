// The platform is an entry of its own, and has its core from the main entry: in one program there is one core.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import { buildSync } from "esbuild";
import * as swan from "swan-login";
import { SwanPlatform } from "swan-login/platform";
import { sizeOf } from "../../bench/sizes.js";
import { deflated } from "../../pkg/wasm/inlined.js";
import { CLIENT_ID, PUSH } from "../support/platform-baidu.js";
import { rejectsWith } from "../support/rejects.js";

const require = createRequire(import.meta.url);
const MAIN = 'import * as swan from "swan-login"; globalThis.swan = swan;';
const PLATFORM = 'import * as platform from "swan-login/platform"; globalThis.platform = platform;';

/** @param {string} contents @param {import("esbuild").BuildOptions} options */
function bundle(contents, options) {
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    platform: "neutral",
    external: ["*.wasm", "*.wasm?module"],
    ...options,
  });
  return /** @type {import("esbuild").OutputFile} */ (outputFiles?.[0]);
}

/** How often the core is in a bundle: its bytes, or the import of its module. @param {string} text */
const cores = (text) => text.split(deflated()).length - 1 + [...text.matchAll(/core\.wasm(\?module)?"/g)].length;

for (const [condition, options] of Object.entries({
  workerd: { format: "esm", conditions: ["workerd"] },
  "edge-light": { format: "esm", conditions: ["edge-light"] },
  default: { format: "esm", conditions: ["import"] },
  require: { format: "cjs", conditions: ["require"] },
})) {
  test(`a bundle with main entry and platform has one core: ${condition}`, (t) => {
    const build = /** @type {import("esbuild").BuildOptions} */ (options);
    const [main, platform, both] = [MAIN, PLATFORM, MAIN + PLATFORM].map((contents) => bundle(contents, build));
    for (const { text } of [main, platform, both]) assert.equal(cores(text), 1);
    assert.ok(!main.text.includes("swan-app1"), "the main entry holds the platform");
    const [alone, together] = [main, both].map(({ contents }) => sizeOf(contents).gzip);
    t.diagnostic(`the platform adds ${((together - alone) / 1024).toFixed(1)} KB of gzip`);
    assert.ok(together - alone < 12 * 1024);
  });
}

test("ES modules: errors of the platform are of the main entry's class, and the core is the same", async () => {
  const platform = new SwanPlatform({ client_id: CLIENT_ID, push: PUSH, store: new Map() });
  const error = await rejectsWith(platform.app("1").login("c"), { code: "platform_not_ready" });
  assert.ok(error instanceof swan.SwanLoginError);
  const bundled = bundle(MAIN + PLATFORM, { format: "esm" });
  const url = new URL("../../target/platform-entry.mjs", import.meta.url);
  writeFileSync(url, bundled.contents);
  await import(url.href);
  const app = new globalThis.platform.SwanPlatform({ client_id: CLIENT_ID, push: PUSH, store: new Map() }).app("1");
  const bundledError = await rejectsWith(app.login("c"), { code: "platform_not_ready" });
  assert.ok(bundledError instanceof globalThis.swan.SwanLoginError);
});

test("CommonJS: the same", async () => {
  const { SwanLoginError } = require("swan-login");
  const { SwanPlatform } = require("swan-login/platform");
  const platform = new SwanPlatform({ client_id: CLIENT_ID, push: PUSH, store: new Map() });
  const error = await rejectsWith(platform.app("1").login("c"), { code: "platform_not_ready" });
  assert.ok(error instanceof SwanLoginError);
  const path = require.resolve("swan-login/platform");
  assert.ok(path.endsWith("pkg/cjs/platform.cjs"), path);
  assert.equal(cores(readFileSync(path, "utf8")), 0);
});
