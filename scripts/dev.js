// npm run dev [-- name...]: builds and runs the tests that match, now and after every change of src/, pkg/ or js-tests/.
// Without a name these are the test files that have changed, and otherwise the unit tests.

import { readdirSync, watch } from "node:fs";
import { join } from "node:path";
import { attempt, step } from "./run.js";

const names = process.argv.slice(2);

/** Folders that the build writes, and those of installed packages. */
const IGNORED = /^pkg\/(cjs|esm|wasm|studio\/static)$|\/node_modules$/;

/** How long a file must rest before it is read, in ms: editors write in several steps. */
const PAUSE = 100;

/** @type {Set<string>} */
const watched = new Set();
/** @type {Set<string>} */
const changed = new Set();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

check();

/** What changes meanwhile is reported afterwards, and checked then. */
function check() {
  // Each time, for there may be new folders.
  for (const root of ["src", "pkg", "js-tests"]) watchFolder(root);
  const tests = [...changed].filter((file) => file.endsWith(".test.js"));
  if (changed.size > 0) step(`changed: ${[...changed].join(", ")}`);
  changed.clear();
  const chosen = names.length > 0 ? names : tests.length > 0 ? tests : ["js-tests/unit/"];
  const isGreen = runScript("setup.js") && runScript("test-js.js", "--test-reporter=dot", ...chosen);
  step(isGreen ? "green; waiting for changes" : "RED; waiting for changes");
}

/**
 * Folder by folder: on Linux a recursive watch loses a file that an editor replaces.
 * @param {string} folder
 */
function watchFolder(folder) {
  if (IGNORED.test(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) watchFolder(join(folder, entry.name));
  if (watched.has(folder)) return;
  watched.add(folder);
  watch(folder, (_, name) => {
    const path = join(folder, name ?? "");
    if (IGNORED.test(path)) return;
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  });
}

/** @param {string} script @param {string[]} args */
function runScript(script, ...args) {
  return attempt(process.execPath, [`scripts/${script}`, ...args], { quiet: false }).ok;
}
