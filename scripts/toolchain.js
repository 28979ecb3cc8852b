// Where the compiler for WebAssembly comes from. The standard library is compiled along with the core, for size and
// without panic messages; that takes its source and, on a stable compiler, RUSTC_BOOTSTRAP.

import { existsSync } from "node:fs";
import { attempt, run, step } from "./run.js";

/**
 * @typedef {object} Toolchain
 * @property {string} name  said when it is used, and part of what a build depends on
 * @property {string} cargo
 * @property {Record<string, string>} env
 */

/** @returns {Toolchain} */
export function wasmToolchain() {
  const found = rustup() ?? debian();
  if (found) return found;
  console.error(
    "No way to compile for wasm32-unknown-unknown. Install Rust with rustup (https://rustup.rs) and run\n" +
      "  rustup target add wasm32-unknown-unknown && rustup component add rust-src\n" +
      "or, on Debian, apt-get install rustc-web cargo-web rust-web-src lld-22 as root.",
  );
  process.exit(1);
}

const TARGET = "wasm32-unknown-unknown";
const COMMON = {
  RUSTC_BOOTSTRAP: "1",
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: [
    "-Zunstable-options -Cpanic=immediate-abort",
    // Without the locations of panics, which nobody would read, no path of this machine ends up in the module.
    "-Zlocation-detail=none",
    // Node 16 has no reference types. Without them the module is smaller and as fast.
    "-Ctarget-feature=-reference-types",
    // With what opt-level 2 inlines by itself the module would be 3.6 KB of gzip larger, and no call would be faster.
    "-Cllvm-args=-inline-threshold=15",
    // The compact AES is 0.3 KB of gzip smaller than the default one, and as fast.
    '--cfg aes_backend_soft="compact"',
  ].join(" "),
};

/** @returns {Toolchain | undefined} */
function rustup() {
  const sysroot = attempt("rustc", ["--print", "sysroot"]).output.trim();
  const isWhole = () =>
    existsSync(`${sysroot}/lib/rustlib/${TARGET}/lib`) && existsSync(`${sysroot}/lib/rustlib/src/rust/library`);
  if (!isWhole() && attempt("rustup", ["--version"]).ok) {
    step("adding wasm32-unknown-unknown and rust-src to the Rust toolchain (rustup)");
    attempt("rustup", ["target", "add", TARGET]);
    attempt("rustup", ["component", "add", "rust-src"]);
  }
  return isWhole() ? { name: `rustup's ${version("rustc")}`, cargo: "cargo", env: COMMON } : undefined;
}

/** @returns {Toolchain | undefined} */
function debian() {
  const packages = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "lld-22"];
  const isWhole = () =>
    ["/usr/bin/rustc", "/usr/bin/cargo-clippy", "/usr/bin/wasm-ld-22", "/usr/lib/rustlib/src"].every(existsSync);
  if (!isWhole() && process.getuid?.() === 0 && attempt("apt-get", ["--version"]).ok) {
    step(`installing Debian's ${packages.join(", ")}`);
    run("apt-get", ["update"], { quiet: true });
    run("apt-get", ["install", "-y", "--no-install-recommends", ...packages], { quiet: true });
  }
  if (!isWhole()) return undefined;
  const env = {
    ...COMMON,
    RUSTC: "/usr/bin/rustc",
    PATH: `/usr/bin:${process.env.PATH}`,
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: "wasm-ld-22",
  };
  return { name: `Debian's ${version("/usr/bin/rustc")}`, cargo: "/usr/bin/cargo", env };
}

/** @param {string} rustc */
const version = (rustc) => attempt(rustc, ["--version"]).output.trim();

/** Compiles the standard library too. */
export const buildStd = ["--target", TARGET, "-Zbuild-std=std,panic_abort"];
