// Installs and builds whatever is missing, says what it does, and does nothing when nothing changed. Needs only Node,
// npm and Rust; everything else it gets itself.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { run, step } from "./run.js";
import { digest } from "./stamp.js";

if (isStale("target/.node-modules", ["package-lock.json"]) || !existsSync("node_modules")) {
  step("installing the development dependencies (npm ci)");
  run("npm", ["ci", "--no-audit", "--no-fund"]);
  remember("target/.node-modules", ["package-lock.json"]);
}

const { build } = await import("./build.js");
build();

/** @param {string} stamp @param {string[]} files */
function isStale(stamp, files) {
  return !existsSync(stamp) || readFileSync(stamp, "utf8") !== digest(files);
}

/** @param {string} stamp @param {string[]} files */
function remember(stamp, files) {
  mkdirSync("target", { recursive: true });
  writeFileSync(stamp, digest(files));
}
