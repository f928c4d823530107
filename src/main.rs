//! Parses the arguments, runs the command and prints any error as one sentence.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;
use std::time::Instant;

use overfit::cli::{self, Blocking, Invocation};
use overfit::error::Error;
use overfit::launch::InitialScreen;
use overfit::memory::Allocator;
use overfit::run_file::{Keeping, SessionFiles};
use overfit::tui;

#[global_allocator]
static ALLOCATOR: Allocator = Allocator;

fn main() -> ExitCode {
    match run() {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            // `eprintln!` would panic if stderr is closed.
            let _ = writeln!(io::stderr(), "overfit: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}

fn run() -> Result<u8, Error> {
    let start = Instant::now();
    // Do not lock stdout: a panic in another thread would wait for it.
    let mut out = Blocking(io::stdout());
    match cli::parse(std::env::args_os())? {
        Invocation::Print(text) => match text.print() {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Error::Output(error)),
            _ => Ok(0),
        },
        Invocation::Train { data, options } => {
            let setup = cli::read(data)?;
            cli::train(setup, &options, start, &mut out).map(cli::Outcome::exit_code)
        }
        Invocation::Continue { run, options } => {
            cli::go_on(run, &options, start, &mut out).map(cli::Outcome::exit_code)
        }
        Invocation::Export(export) => {
            cli::export(&export, tui::picture, &mut out).map(cli::Outcome::exit_code)
        }
        Invocation::Sweep { sweep, display_options } => {
            let show = |pending, threads| {
                let files = SessionFiles { keeping: Keeping::new(None)?, recording: None };
                tui::show(InitialScreen::Sweep(pending), threads, display_options, files)
            };
            cli::sweep(&sweep, &show, &mut out)
        }
        Invocation::Check(check) => cli::check(check, &mut out).map(cli::Outcome::exit_code),
        Invocation::Watch { options, display_options } if options.wants_screen() => {
            let start = InitialScreen::Logs { sources: options.sources, chosen: options.chosen };
            tui::show(start, 1, display_options, SessionFiles::NONE)
        }
        Invocation::Watch { options, .. } => cli::watch(&options, &mut out).map(cli::Outcome::exit_code),
        Invocation::Bench(options) => cli::bench(&options, start, &mut out).map(cli::Outcome::exit_code),
        Invocation::Interactive { start, threads, display_options, save, recording } => {
            let files = SessionFiles { keeping: Keeping::new(save)?, recording };
            tui::show(*start, threads, display_options, files)
        }
    }
}
