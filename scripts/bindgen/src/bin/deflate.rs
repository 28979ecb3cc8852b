//! `deflate INPUT OUTPUT` compresses a file as raw DEFLATE, as small as it gets.

use std::fs::{File, read};
use std::io::Result;
use std::process::ExitCode;
use zopfli::{Format, Options, compress};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output] = arguments.as_slice() else {
        eprintln!("usage: deflate INPUT OUTPUT");
        return ExitCode::from(2);
    };
    match deflate(input, output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("deflate: {error}");
            ExitCode::FAILURE
        }
    }
}

fn deflate(input: &str, output: &str) -> Result<()> {
    compress(Options::default(), Format::Deflate, read(input)?.as_slice(), File::create(output)?)
}
