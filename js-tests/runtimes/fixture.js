// A fresh project that has installed the packed package, the suite beside it, and a server of its own.

import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { serve } from "./server.js";
import { commands, home, node } from "./tools.js";

/** @import { ChildProcess } from "node:child_process" */
/** @import { Report } from "./suite.js" */
/** @import { Tarball } from "./tarball.js" */

/**
 * @typedef {object} Fixture
 * @property {string} dir
 * @property {string} server  origin of its server, which serves `dir` too
 * @property {(command: string, args: string[]) => Promise<string>} run  gives what the command printed
 * @property {(command: string, args: string[]) => Promise<Report>} report  the same, of which the last line is a report
 * @property {(command: string, args: string[]) => Promise<string>} start  gives the origin that the command serves
 */

/**
 * @template T
 * @param {string} name  of a folder in fixtures
 * @param {Tarball} tarball
 * @param {(fixture: Fixture) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withFixture(name, tarball, use) {
  const dir = join(home, "places", name);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  cpSync(`js-tests/runtimes/fixtures/${name}`, dir, { recursive: true });
  writeSuite(dir);
  const manifest = join(dir, "package.json");
  if (!existsSync(manifest)) writeFileSync(manifest, JSON.stringify({ private: true, type: "module" }));
  await ended(
    spawnIn(dir, "npm", ["install", "--no-package-lock", "--offline", "--no-audit", "--no-fund", tarball.file]),
  );
  const server = await serve(tarball.data, dir);
  // For the suite; for the recipes.
  const environment = {
    SERVER: server.url,
    BAIDU_URL: server.url,
    BAIDU_APP_KEY: server.client_id,
    BAIDU_APP_SECRET: server.sk,
    PORT: "0",
  };
  /** @type {ChildProcess[]} */
  const started = [];
  const launch = (/** @type {string} */ command, /** @type {string[]} */ args) =>
    spawnIn(dir, command, args, environment);
  const run = (/** @type {string} */ command, /** @type {string[]} */ args) => ended(launch(command, args));
  try {
    return await use({
      dir,
      server: server.url,
      run,
      report: async (command, args) =>
        JSON.parse((await run(command, [...args, server.url])).trim().split("\n").at(-1) ?? ""),
      start: (command, args) => {
        const child = launch(command, args);
        started.push(child);
        return announced(child);
      },
    });
  } finally {
    started.forEach(kill);
    await server.close();
  }
}

/** The suite in one file, as an ES module and for require. @param {string} dir */
function writeSuite(dir) {
  for (const [format, file] of /** @type {const} */ ([
    ["esm", "suite.js"],
    ["cjs", "suite.cjs"],
  ])) {
    buildSync({ entryPoints: ["js-tests/runtimes/suite.js"], bundle: true, format, outfile: join(dir, file) });
  }
}

/**
 * Tools ask for a newer Node than the package does.
 * @param {string} dir
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [environment]
 */
function spawnIn(dir, command, args, environment) {
  const env = {
    ...process.env,
    ...QUIET,
    ...environment,
    DENO_DIR: join(dir, ".deno"),
    PATH: [dirname(node(24)), commands, process.env.PATH].join(delimiter),
  };
  // In a group of its own, for some tools start others.
  const child = spawn(command, args, { cwd: dir, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const stop = () => kill(child);
  const timer = setTimeout(stop, 600_000);
  process.once("exit", stop);
  child.once("close", () => {
    clearTimeout(timer);
    process.off("exit", stop);
  });
  return child;
}

/** @param {ChildProcess} child */
function kill(child) {
  if (child.pid && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, "SIGKILL");
}

/** @param {ReturnType<typeof spawnIn>} child @returns {Promise<string>}  what it printed */
function ended(child) {
  const { spawnargs } = child;
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status, signal) => {
      if (status === 0) return resolve(stdout);
      reject(new Error(`${spawnargs.join(" ")} ended with ${signal ?? status}:\n${stdout}${stderr}`));
    });
  });
}

/** @param {ReturnType<typeof spawnIn>} child @returns {Promise<string>}  the first origin that it printed */
function announced(child) {
  return new Promise((resolve, reject) => {
    let output = "";
    const listen = (/** @type {string} */ text) => {
      output += text;
      const [origin] = /http:\/\/(127\.0\.0\.1|localhost):\d+/.exec(output) ?? [];
      if (origin) resolve(origin);
    };
    child.stdout.setEncoding("utf8").on("data", listen);
    child.stderr.setEncoding("utf8").on("data", listen);
    child.once("error", reject);
    child.once("close", () => reject(new Error(`${child.spawnargs.join(" ")} ended:\n${output}`)));
  });
}

/** No tool reports home, asks, or colours. */
const QUIET = {
  CI: "1",
  NO_COLOR: "1",
  DENO_NO_UPDATE_CHECK: "1",
  ASTRO_TELEMETRY_DISABLED: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  WRANGLER_SEND_METRICS: "false",
  PARCEL_DISABLE_TELEMETRY: "1",
};
