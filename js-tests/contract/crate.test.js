/** The Rust crate with an HTTP client of its own: the example of its README logs in at the mock. */

import "../support/assert-built.js";
import "../support/assert-built.js";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createMockBaidu } from "swan-login/mock";
import { listen } from "swan-login/mock/node";

const root = new URL("../../", import.meta.url);
const mock = createMockBaidu();
const server = await listen(mock);
test.after(server.close);
const [{ client_id, sk }] = mock.apps;

/** @param {string} code */
function login(code) {
  const manifest = fileURLToPath(new URL("examples/reqwest/Cargo.toml", root));
  const env = {
    ...process.env,
    BAIDU_URL: server.url,
    BAIDU_APP_KEY: client_id,
    BAIDU_APP_SECRET: sk,
    CARGO_TARGET_DIR: fileURLToPath(new URL("target/examples", root)),
  };
  return promisify(execFile)("cargo", ["run", "--quiet", "--locked", "--manifest-path", manifest, "--", code], { env });
}

test("the example logs in; a used code is an error without secrets", async () => {
  const code = mock.issueCode();
  const { stdout } = await login(code);
  assert.equal(stdout.trim(), mock.openid());
  await assert.rejects(login(code), ({ code: status, stdout, stderr }) => {
    assert.deepEqual({ status, stdout }, { status: 1, stdout: "" });
    assert.match(stderr, /jscode2sessionkey.*CodeInvalid|CodeInvalid.*jscode2sessionkey/s);
    assert.ok(![code, sk].some((secret) => stderr.includes(secret)), stderr);
    return true;
  });
});

test("the README of the crate shows the example as it is", () => {
  const readme = readFileSync(new URL("src/README.md", root), "utf8");
  const example = readFileSync(new URL("examples/reqwest/src/main.rs", root), "utf8");
  assert.equal(/```rust\n(.*?)```/s.exec(readme)?.[1], example);
});
