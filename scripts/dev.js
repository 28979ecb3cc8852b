// npm run dev [-- name...]: builds and runs the tests that match, now and after every change of src/, pkg/ or js-tests/.
// Without a name these are the test files that have changed, and otherwise the unit tests.

import { watch } from "node:fs";
import { join } from "node:path";
import { attempt, step } from "./run.js";

const names = process.argv.slice(2);

/** What the build writes; watching it would never end. */
const GENERATED = /^pkg\/(cjs|esm|wasm)\b/;

/** Editors write a file in several steps. In ms. */
const PAUSE = 100;

/** @type {Set<string>} */
const changed = new Set();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

for (const folder of ["src", "pkg", "js-tests"]) {
  watch(folder, { recursive: true }, (_, name) => {
    const file = join(folder, name ?? "");
    if (GENERATED.test(file)) return;
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  });
}
check();

/** Whatever changes meanwhile is reported afterwards, and checked then. */
function check() {
  const tests = [...changed].filter((file) => file.endsWith(".test.js"));
  if (changed.size > 0) step(`changed: ${[...changed].join(", ")}`);
  changed.clear();
  const chosen = names.length > 0 ? names : tests.length > 0 ? tests : ["js-tests/unit/"];
  const isGreen = runScript("setup.js") && runScript("test-js.js", "--test-reporter=dot", ...chosen);
  step(isGreen ? "green; waiting for changes" : "RED; waiting for changes");
}

/** @param {string} script @param {string[]} args */
function runScript(script, ...args) {
  return attempt(process.execPath, [`scripts/${script}`, ...args], { quiet: false }).ok;
}
