// What a bundle for an edge platform must not hold, for it would be refused there.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { deflated } from "../../pkg/wasm/inlined.js";

const FORBIDDEN = {
  "the deflated core": new RegExp(deflated().slice(0, 40).replaceAll("+", "\\+")),
  "WebAssembly in base64": /AGFzbQ/,
  "WebAssembly in hexadecimal": /0061736d/i,
  "compiling from bytes": /\bWebAssembly\.(compile|instantiate|Module\()/,
  eval: /\beval\(|\bFunction\(/,
};

/** @param {string[]} files  the scripts and modules that are deployed */
export function assertEdgeBundle(files) {
  const scripts = files.filter((file) => /\.[cm]?js$/.test(file));
  assert.ok(
    scripts.some((script) => readFileSync(script, "utf8").includes("swan-login")),
    "the package is in none of the scripts",
  );
  for (const script of scripts)
    for (const [what, pattern] of Object.entries(FORBIDDEN))
      assert.doesNotMatch(readFileSync(script, "utf8"), pattern, `${script} holds ${what}`);
}
