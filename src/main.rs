//! Reads the arguments, does what they ask for, says in one sentence what went wrong.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;
use std::time::Instant;

use overfit::cli::{self, Blocking, Invocation};
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
    let start = Instant::now();
    // Not locked, which would have a panic of another thread wait for it.
    let mut out = Blocking(io::stdout());
    match cli::parse(std::env::args_os())? {
        Invocation::Print(text) => match text.print() {
            Err(fault) if fault.kind() != ErrorKind::BrokenPipe => Err(Error::Output(fault)),
            _ => Ok(0),
        },
        Invocation::Train { data, threads, format } => {
            let setup = cli::read(data)?;
            cli::train(setup, threads, format, start, &mut out).map(cli::Outcome::exit_code)
        }
        Invocation::Bench(asked) => cli::bench(&asked, start, &mut out).map(cli::Outcome::exit_code),
        Invocation::Interactive { start, threads, display_options } => {
            tui::show(start, threads, display_options)
        }
    }
}
