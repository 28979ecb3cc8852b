//! `bindgen INPUT.wasm OUT_DIR` runs wasm-bindgen on the compiled module.
//!
//! The `bundler` target is the plainest of its outputs: the imports as exported functions, and nothing that loads
//! a file. `scripts/build.js` wraps it into a factory, one copy of the glue for each instance.

use std::process::ExitCode;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, out_dir] = arguments.as_slice() else {
        eprintln!("usage: bindgen INPUT.wasm OUT_DIR");
        return ExitCode::from(2);
    };
    let mut bindgen = Bindgen::new();
    let generated = bindgen
        .bundler(true)
        .map(|bindgen| bindgen.input_path(input).out_name("core").typescript(false))
        .map(|bindgen| bindgen.remove_name_section(false).remove_producers_section(true))
        .and_then(|bindgen| bindgen.generate(out_dir));
    match generated {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bindgen: {error:?}");
            ExitCode::FAILURE
        }
    }
}
