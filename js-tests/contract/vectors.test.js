import "../support/assert-built.js";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import * as esm from "swan-login";
import { check } from "./vectors.js";

const folder = new URL("../vectors/", import.meta.url);
const vectors = readdirSync(folder).flatMap((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")).vectors);
/** @type {typeof esm} */
const cjs = createRequire(import.meta.url)("swan-login");

for (const [name, api] of /** @type {const} */ ([
  ["ES module", esm],
  ["CommonJS", cjs],
])) {
  test(`every vector holds through the ${name}`, () => {
    const failures = vectors.flatMap((vector) => check(api, vector)?.replace(/^/, `${vector.name}: `) ?? []);
    assert.deepEqual(failures, []);
    assert.ok(vectors.length >= 1_300, `${vectors.length} vectors`);
  });
}
