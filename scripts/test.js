// All tests: the Rust core, then everything that runs the package from JavaScript, and the documentation site.

import { run, step } from "./run.js";

step("cargo test");
run("cargo", ["test", "--quiet", "--locked"]);

step("JavaScript tests");
run(process.execPath, ["scripts/test-js.js"]);

step("types");
run("npx", ["--no", "tsc"]);

run(process.execPath, ["scripts/docs.js"]);

step("the packed package, in every place it is for");
run(process.execPath, ["js-tests/runtimes/run.js"]);
