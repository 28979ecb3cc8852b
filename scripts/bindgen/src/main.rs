//! `bindgen INPUT.wasm OUT_DIR` runs wasm-bindgen on the compiled module, and writes the table of calls.
//!
//! The `bundler` target is the plainest of its outputs: the imports as exported functions, and nothing that loads
//! a file. `scripts/build.js` wraps it into a factory, one copy of the glue for each instance.

use std::fmt::Write as _;
use std::process::ExitCode;
use swan_login::Host;
use swan_login::endpoints::CALLS;
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
        .and_then(|bindgen| bindgen.generate(out_dir))
        .and_then(|()| Ok(std::fs::write(format!("{out_dir}/calls.js"), calls())?));
    match generated {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bindgen: {error:?}");
            ExitCode::FAILURE
        }
    }
}

/// What JavaScript knows about each call, by its name. `index` is how the core names it. Without a prototype, whose
/// members would pass for calls.
fn calls() -> String {
    let mut module = String::from("export const calls = {\n  __proto__: null,\n");
    for (index, call) in CALLS.iter().enumerate() {
        let host = match call.host {
            Host::Spapi => "spapi",
            Host::Openapi => "openapi",
        };
        let params: Vec<_> = call.params.iter().map(|param| param.name).collect();
        let (name, spends_code) = (call.name, call.credential.is_single_use());
        let _ = writeln!(
            module,
            r#"  {name}: {{ index: {index}, host: "{host}", spendsCode: {spends_code}, params: {params:?} }},"#
        );
    }
    module + "};\n"
}
