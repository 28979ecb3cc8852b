// A Redis server for the tests: Debian's, installed if it is missing.

import { attempt, step } from "./run.js";

/** @returns {boolean} whether there is one */
export function installRedis() {
  const isThere = () => attempt("redis-server", ["--version"]).ok;
  if (!isThere() && process.getuid?.() === 0 && attempt("apt-get", ["--version"]).ok) {
    step("installing Debian's redis-server");
    attempt("apt-get", ["update"]);
    // In this run level its service is not started: the tests start a server of their own.
    attempt("apt-get", ["install", "-y", "--no-install-recommends", "redis-server"], { env: { RUNLEVEL: "1" } });
  }
  return isThere();
}
