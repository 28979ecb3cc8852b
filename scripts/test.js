// All tests: the Rust core, then everything that runs the package from JavaScript.

import { readdirSync } from "node:fs";
import { installRedis } from "./redis.js";
import { run, step } from "./run.js";

step("cargo test");
run("cargo", ["test", "--quiet", "--locked"]);

installRedis();

step("JavaScript tests");
const files = readdirSync("js-tests").filter((file) => file.endsWith(".test.js"));
run(process.execPath, ["--test", ...files.map((file) => `js-tests/${file}`)]);

step("types");
run("npx", ["--no", "tsc"]);

step("the packed package, in every place it is for");
run(process.execPath, ["js-tests/runtimes/run.js"]);
