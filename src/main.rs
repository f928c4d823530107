//! Reads the arguments, does what they ask for, says in one sentence what went wrong.

use std::io::{self, Write};
use std::process::ExitCode;

use overfit::cli::{self, Invocation};
use overfit::error::Error;
use overfit::tui;

fn main() -> ExitCode {
    match run() {
        Ok(code) => ExitCode::from(code),
        Err(fault) => {
            // Not eprintln!, which panics if nobody is left to read.
            let _ = writeln!(io::stderr(), "overfit: {fault}");
            ExitCode::from(fault.exit_code())
        }
    }
}

fn run() -> Result<u8, Error> {
    match cli::parse(std::env::args_os())? {
        Invocation::Print(text) => {
            let _ = io::stdout().write_all(text.as_bytes());
            Ok(0)
        }
        Invocation::Train { setup, json } => {
            cli::train(setup, json, &mut io::stdout().lock()).map(cli::Outcome::exit_code)
        }
        Invocation::Screen(start) => tui::show(start),
    }
}
