// Formatting and lints of the JavaScript and of the Rust, for this machine and for WebAssembly; warnings are errors.

import { run, step } from "./run.js";
import { buildStd, wasmToolchain } from "./toolchain.js";

step("biome");
run("npx", ["--no", "biome", "--", "ci", "--error-on-warnings", "."]);

step("cargo fmt --check");
run("cargo", ["fmt", "--all", "--check"]);
run("cargo", ["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"]);

step("clippy");
run("cargo", ["clippy", "--quiet", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]);

step("clippy for wasm32");
const { cargo, env } = wasmToolchain();
run(cargo, ["clippy", "--quiet", "--locked", "--release", "--all-features", ...buildStd, "--", "-D", "warnings"], {
  env,
});

step("supply chain and release");
run(process.execPath, ["scripts/supply-chain.js"]);
run(process.execPath, ["scripts/release.js", "--check"]);
run("cargo", ["fmt", "--manifest-path", "examples/reqwest/Cargo.toml", "--check"]);
