// Running other programs: what is begun is said, what fails is shown and ends the script.

import { spawnSync } from "node:child_process";

/** @param {string} what */
export function step(what) {
  console.error(`» ${what}`);
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, quiet?: boolean }} [options]  quiet: output only if it fails
 * @returns {string}  the output, if quiet
 */
export function run(command, args, { env = {}, quiet = false } = {}) {
  const result = attempt(command, args, { env, quiet });
  if (result.ok) return result.stdout;
  if (quiet) console.error(result.output);
  console.error(`${[command, ...args].join(" ")} failed${result.error ? `: ${result.error}` : ""}`);
  process.exit(1);
}

/**
 * The same, for what may fail.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, quiet?: boolean }} [options]
 * @returns {{ ok: boolean, stdout: string, output: string, error?: string }}
 */
export function attempt(command, args, { env = {}, quiet = true } = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", quiet ? "pipe" : 2, quiet ? "pipe" : 2],
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
  return { ok: status === 0, stdout: stdout ?? "", output: `${stdout ?? ""}${stderr ?? ""}`, error: error?.message };
}
