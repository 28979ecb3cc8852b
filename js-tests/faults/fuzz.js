// Fuzzes the core: npm run fuzz [-- --seconds 300 --replies 1000000 --target name]. First the core against the reference
// on generated replies, then each target of fuzz/ for so many seconds, beginning with the conformance vectors.
//
// What cargo-fuzz adds to cargo is a handful of flags, so it need not be installed. They work with a stable compiler;
// AddressSanitizer, which does not, would find nothing: the crate forbids unsafe code.

import { spawn } from "node:child_process";
import { createHash, randomInt } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { attempt, run, step } from "../../scripts/run.js";
import { agree } from "../contract/agreement.js";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "300" },
    replies: { type: "string", default: "1000000" },
    target: { type: "string", multiple: true, default: ["replies", "requests", "redaction", "user_data", "push"] },
  },
});

const seed = randomInt(2 ** 32);
step(`the core and the reference on ${values.replies} generated replies, seed ${seed}`);
console.log(JSON.stringify(agree(Number(values.replies), seed).outcomes));

const folder = build();
seedCorpus();
let failed = false;
for (const target of values.target) failed = !(await fuzz(target)) || failed;
process.exitCode = failed ? 1 : 0;

/** @returns {string} where the targets are */
function build() {
  needCompiler();
  const host = /host: (\S+)/.exec(attempt("rustc", ["-vV"]).output)?.[1] ?? "";
  const coverage = ["level=4", "inline-8bit-counters", "pc-table", "trace-compares"].map(
    (flag) => `-Cllvm-args=-sanitizer-coverage-${flag}`,
  );
  step("building the fuzz targets");
  // With a target named, build scripts and macros go without the flags.
  run(
    "cargo",
    [
      "build",
      "--release",
      "--quiet",
      "--locked",
      "--manifest-path",
      "fuzz/Cargo.toml",
      "--target",
      host,
      "--target-dir",
      "target/fuzz",
    ],
    {
      env: {
        RUSTFLAGS: [
          "-Cpasses=sancov-module",
          ...coverage,
          "--cfg fuzzing",
          "-Cdebug-assertions",
          "-Coverflow-checks",
        ].join(" "),
      },
    },
  );
  return `target/fuzz/${host}/release`;
}

/** libFuzzer itself is C++. */
function needCompiler() {
  const has = () => ["c++", "g++", "clang++"].some((compiler) => attempt(compiler, ["--version"]).ok);
  if (!has() && process.getuid?.() === 0 && attempt("apt-get", ["--version"]).ok) {
    step("installing Debian's g++, for libFuzzer");
    run("apt-get", ["update"], { quiet: true });
    run("apt-get", ["install", "-y", "--no-install-recommends", "g++"], { quiet: true });
  }
  if (has()) return;
  console.error("libFuzzer needs a C++ compiler, and this machine has none: install g++ or clang.");
  process.exit(1);
}

/** Begins with the conformance vectors. */
function seedCorpus() {
  for (const file of readdirSync("js-tests/vectors")) {
    for (const { kind, status, body, params, baseUrl } of JSON.parse(readFileSync(`js-tests/vectors/${file}`, "utf8"))
      .vectors) {
      const texts = Object.values(params ?? {}).filter((value) => typeof value === "string");
      if (kind === "reply")
        seedWith("replies", Buffer.concat([Buffer.from(Uint16Array.of(status).buffer), Buffer.from(body)]));
      if (kind === "reply") seedWith("redaction", Buffer.from(`${String(body).slice(10, 20)}\n${body}`));
      if (kind === "request") seedWith("requests", Buffer.from([String(baseUrl ?? ""), ...texts].join("\n")));
      if (kind === "userData") seedWith("user_data", Buffer.from(texts.join("\n")));
      if (kind === "push" && typeof params.body === "string")
        seedWith("push", Buffer.from(`${params.aesKey}\n${params.body}`));
    }
  }
  for (const content of ['{"mobile":"13800000000"}', '{"openid":"o","nickname":"\\u5c0f","sex":1}', "[]"]) {
    seedWith("user_data", plaintext(content, "app"));
    seedWith("push", plaintext(content, "platform"));
  }
}

/** @param {string} content @param {string} owner */
function plaintext(content, owner) {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const plain = Buffer.concat([Buffer.from("0123456789abcdef"), length, Buffer.from(`${content}${owner}`)]);
  const padding = 32 - (plain.length % 32);
  return Buffer.concat([plain, Buffer.alloc(padding, padding)]);
}

/** @param {string} target @param {Buffer} input */
function seedWith(target, input) {
  mkdirSync(`target/fuzz/corpus/${target}`, { recursive: true });
  const file = `target/fuzz/corpus/${target}/${createHash("sha256").update(input).digest("hex").slice(0, 16)}`;
  if (!existsSync(file)) writeFileSync(file, input);
}

/**
 * @param {string} target
 * @returns {Promise<boolean>}  whether nothing was found
 */
async function fuzz(target) {
  step(`fuzzing ${target} for ${values.seconds} s`);
  const limits = [
    `-max_total_time=${values.seconds}`,
    "-max_len=8192",
    "-timeout=10",
    "-rss_limit_mb=1024",
    "-print_final_stats=1",
  ];
  const child = spawn(`${folder}/${target}`, [
    `target/fuzz/corpus/${target}`,
    `-artifact_prefix=target/fuzz/${target}-`,
    ...limits,
  ]);
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (output = (output + text).slice(-20_000)));
  const [status] = await once(child, "close");
  const figure = (/** @type {RegExp} */ pattern) => pattern.exec(output)?.[1] ?? "?";
  const executions = figure(/number_of_executed_units: +(\d+)/);
  const edges = figure(/cov: (\d+)(?![\s\S]*cov: )/);
  console.log(
    `${target}: ${executions} executions, ${edges} edges, peak ${figure(/peak_rss_mb: +(\d+)/)} MiB${status === 0 ? "" : ", FAILED"}`,
  );
  if (status !== 0) console.error(output);
  return status === 0;
}
