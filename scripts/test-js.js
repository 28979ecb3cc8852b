// The JavaScript tests: npm run test:js [-- name...]. A name is a part of a file's path under js-tests/, so "unit",
// "client" and "faults/retry" are names; no name means all. Arguments that begin with - go to `node --test`.

import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { installRedis } from "./redis.js";
import { attempt } from "./run.js";

const args = process.argv.slice(2);
const options = args.filter((arg) => arg.startsWith("-"));
const names = args.filter((arg) => !arg.startsWith("-"));

const files = readdirSync("js-tests", { recursive: true, encoding: "utf8" })
  // Those of runtimes/ are for other test runners.
  .filter((file) => file.endsWith(".test.js") && !file.startsWith("runtimes"))
  .sort();
const chosen = files.filter((file) => names.length === 0 || names.some((name) => `js-tests/${file}`.includes(name)));

if (chosen.length === 0) {
  console.error(`No test file matches ${names.join(" ")}. There are:\n  ${files.join("\n  ")}`);
  process.exit(1);
}
if (names.length === 0) installRedis();
const concurrency = `--test-concurrency=${availableParallelism()}`;
const paths = chosen.map((file) => `js-tests/${file}`);
const { ok } = attempt(process.execPath, ["--test", concurrency, ...options, ...paths], { quiet: false });
process.exitCode = ok ? 0 : 1;
