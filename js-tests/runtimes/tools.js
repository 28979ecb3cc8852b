// Installs what the package is run in, and says where it is.

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { attempt, run, step } from "../../scripts/run.js";

/** Fixtures lie below this folder, so they find the tools as any project finds what is installed above it. */
export const home = resolve("target/runtimes");
const modules = join(home, "node_modules");

export function installTools() {
  const from = "js-tests/runtimes/tools";
  const lock = createHash("sha256")
    .update(readFileSync(`${from}/package-lock.json`))
    .digest("hex");
  const stamp = join(home, ".installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  step("installing runtimes, bundlers and test runners (npm install)");
  mkdirSync(home, { recursive: true });
  for (const name of ["package.json", "package-lock.json"]) copyFileSync(`${from}/${name}`, join(home, name));
  copyFileSync(".npmrc", join(home, ".npmrc"));
  // Not npm ci, which refuses a lock that lacks the binaries of other systems, and a mirror may lack those. No script
  // needs to run: binaries come in packages of their own.
  run("npm", ["install", "--prefix", home, "--ignore-scripts", "--no-audit", "--no-fund"], { quiet: true });
  writeFileSync(stamp, lock);
}

/** Browsers come from the distribution: what the tools would download themselves, a registry does not have. */
export function installBrowsers() {
  const missing = () => browsers.filter(({ executable }) => !existsSync(executable)).map(({ debian }) => debian);
  if (missing().length > 0 && process.getuid?.() === 0 && attempt("apt-get", ["--version"]).ok) {
    step(`installing Debian's ${missing().join(" and ")}`);
    attempt("apt-get", ["update"]);
    // WebKitGTK needs a display.
    attempt("apt-get", ["install", "-y", "--no-install-recommends", ...missing(), "xvfb", "xauth"]);
  }
  return missing();
}

/** Puppeteer drives those with `browser`. @type {{ name: string, browser?: "chrome" | "firefox", debian: string, executable: string }[]} */
export const browsers = [
  { name: "Chromium", browser: "chrome", debian: "chromium", executable: "/usr/bin/chromium" },
  { name: "Firefox", browser: "firefox", debian: "firefox-esr", executable: "/usr/bin/firefox-esr" },
  { name: "WebKitGTK", debian: "webkit2gtk-driver", executable: "/usr/bin/WebKitWebDriver" },
];

/** @param {string} name  a package of the tools @returns {{ version: string }} */
export function manifest(name) {
  return JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
}

/** @param {number} major */
export const node = (major) => join(modules, `node-${major}/bin/node`);

/** The folder with the tools' commands. */
export const commands = join(modules, ".bin");

/** Where an executable is that comes in a package of its own. */
export const executables = {
  bun: join(modules, "@oven/bun-linux-x64/bin/bun"),
  deno: join(modules, "@deno/linux-x64-glibc/deno"),
};
