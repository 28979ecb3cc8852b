// The same source gives the same module, byte for byte, in another folder and from nothing.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);

/** @type {import("../run.js").Place} */
export const run = async () => {
  const { stdout } = await exec("rustc", ["--version"]);
  const rows = [
    {
      place: "the same source in another folder gives the same core.wasm",
      version: stdout.split(" ").slice(0, 2).join(" "),
    },
  ];
  // It takes minutes, and only what the module is built from can change the outcome.
  const stamp = "target/.reproduced";
  const source = readFileSync("target/.core", "utf8");
  if (process.env.CI !== "true" && existsSync(stamp) && readFileSync(stamp, "utf8") === source) return rows;
  const folder = mkdtempSync(join(tmpdir(), "swan-login-elsewhere-"));
  try {
    const { stdout: listed } = await exec("git", [
      "ls-files",
      "-z",
      "--cached",
      "--others",
      "--exclude-standard",
      "--deduplicate",
    ]);
    for (const file of listed.split("\0").filter(existsSync)) cpSync(file, join(folder, file));
    symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
    const build = 'import("./scripts/build.js").then(({ build }) => build())';
    await exec(process.execPath, ["--input-type=module", "--eval", build], { cwd: folder, maxBuffer: 64 << 20 });
    for (const file of ["pkg/wasm/core.wasm", "pkg/wasm/glue.js"])
      assert.ok(
        readFileSync(file).equals(readFileSync(join(folder, file))),
        `${file} differs from one built in ${folder}`,
      );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  writeFileSync(stamp, source);
  return rows;
};
