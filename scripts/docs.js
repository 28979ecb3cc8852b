// Builds the documentation site into target/site/dist, and checks every link of it and its search.
//
//   npm run docs

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { run, step } from "./run.js";
import { digest } from "./stamp.js";

const LOCK = "site/package-lock.json";
const stamp = "target/site/.installed";

if (!existsSync("site/node_modules") || !existsSync(stamp) || readFileSync(stamp, "utf8") !== digest([LOCK])) {
  step("installing what builds the documentation site");
  // No script needs to run: binaries come in packages of their own.
  run("npm", ["ci", "--prefix", "site", "--ignore-scripts"], { quiet: true });
  mkdirSync("target/site", { recursive: true });
  writeFileSync(stamp, digest([LOCK]));
}

step("the documentation site, in target/site/dist");
run(process.execPath, ["site/build.js"], { quiet: true });
run(process.execPath, ["--test", "--test-reporter=spec", "site/site.test.js"], { quiet: true });
