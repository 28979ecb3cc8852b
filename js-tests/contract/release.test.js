/** What a release needs, checked before anything is packed. */

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("../../scripts/release.js", import.meta.url));
const repository = { type: "git", url: "git+https://github.com/owner/swan-login.git" };
const homepage = "https://owner.github.io/swan-login/";
const lock = '[[package]]\nname = "serde"\nversion = "1.0.0"\n\n[[package]]\nname = "swan-login"\nversion = "0.2.0"\n';
const ready = {
  "package.json": JSON.stringify({ version: "0.2.0", homepage, repository }),
  "Cargo.toml":
    '[package]\nversion = "0.2.0"\nrepository = "https://github.com/owner/swan-login"\nlicense = "MIT"\n\n[dependencies.aes]\nversion = "0.9"\n',
  "Cargo.lock": lock,
  "fuzz/Cargo.lock": lock,
  "examples/reqwest/Cargo.lock": lock,
  "README.md": "# swan-login\n\n[中文](README.zh-CN.md) · [Documentation](https://owner.github.io/swan-login/)\n",
  "README.zh-CN.md": "# swan-login\n\n[English](README.md) · [文档](https://owner.github.io/swan-login/zh/)\n",
  "CHANGELOG.md":
    "# Changelog\n\n## [Unreleased]\n\n- Later.\n\n## [0.2.0] - 2026-12-01\n\n- Now.\n\n## [0.1.0] - 2026-11-01\n\n- Before.\n",
};

/** Runs the script among these files. @param {Record<string, string>} files @param {string[]} args */
function release(files, ...args) {
  const cwd = mkdtempSync(join(tmpdir(), "swan-login-release-"));
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, file)), { recursive: true });
      writeFileSync(join(cwd, file), text);
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd, encoding: "utf8" });
    const after = Object.fromEntries(Object.keys(files).map((file) => [file, readFileSync(join(cwd, file), "utf8")]));
    return { status, stdout, stderr, after };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

const check = (/** @type {object} */ changes, tag = "v0.2.0", place = "owner/swan-login") =>
  release({ ...ready, ...changes }, "--check", tag, place);

test("a release that is ready passes, and its notes are the section of the changelog", () => {
  const { status, stdout, stderr } = check({});
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "- Now.\n", stderr: "" });
});

test("each thing that is missing or differs is named", () => {
  /** @type {[RegExp, ReturnType<typeof check>][]} */
  const refused = [
    [/no repository/, check({ "package.json": JSON.stringify({ version: "0.2.0", homepage }) })],
    [/no homepage/, check({ "package.json": JSON.stringify({ version: "0.2.0", repository }) })],
    [/README\.md differs/, check({ "README.md": "[Documentation](docs/README.md)\n" })],
    [/repository owner\/swan-login, but this is other\/fork/, check({}, "v0.2.0", "other/fork")],
    [/the tag is v0\.3\.0/, check({}, "v0.3.0")],
    [/Cargo\.toml differs/, check({ "Cargo.toml": ready["Cargo.toml"].replace("0.2.0", "0.1.0") })],
    [/fuzz\/Cargo\.lock differs/, check({ "fuzz/Cargo.lock": lock.replace("0.2.0", "0.1.0") })],
    [/CHANGELOG\.md has no section/, check({ "CHANGELOG.md": "# Changelog\n\n## [0.2.0]\n\n- No date.\n" })],
    [
      /CHANGELOG\.md has no section/,
      check({ "CHANGELOG.md": "## [0.2.0] - 2026-12-01\n\n## [0.1.0] - 2026-11-01\n- x\n" }),
    ],
  ];
  for (const [reason, { status, stdout, stderr }] of refused) {
    assert.match(stderr, reason);
    assert.deepEqual({ status, stdout }, { status: 1, stdout: "" });
  }
});

test("it writes version, repository and documentation where they must be repeated, and nothing else", () => {
  const manifest = ready["Cargo.toml"].replace("0.2.0", "0.1.0").replace(/^repository.*\n/m, "");
  const old = lock.replace("0.2.0", "0.1.0");
  const locks = { "Cargo.lock": old, "fuzz/Cargo.lock": old, "examples/reqwest/Cargo.lock": old };
  const readmes = {
    "README.md": ready["README.md"].replace(/https:[^)]*/, "docs/README.md"),
    "README.zh-CN.md": ready["README.zh-CN.md"].replace(/https:[^)]*/, "docs/README.zh-CN.md"),
  };
  const { status, after } = release({ ...ready, "Cargo.toml": manifest, ...locks, ...readmes });
  assert.equal(status, 0);
  assert.deepEqual(after, ready);
});
