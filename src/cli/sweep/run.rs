//! Carries out a sweep, or puts one together, and prints it.

use std::io::{self, ErrorKind, Write};
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

use indicatif::ProgressBar;

use super::arguments::{Merge, NewSweep, Sweep};
use super::lines::Head;
use super::merge::merged;
use super::plan::Plan;
use super::print::{Printer, print};
use super::results::Results;
use super::screen::{self, Show};
use super::summary::table;
use super::work::{RunEvent, carry_out};
use crate::cli::outcome::Outcome;
use crate::cli::progress::style;
use crate::cli::signals::watch_signals;
use crate::cli::train::Format;
use crate::error::Error;

/// Carries out a sweep, or puts one together, and writes it to `out`. On a terminal, `show` shows it meanwhile. A run that
/// diverges is a result like others. Returns the exit code.
///
/// # Errors
/// When a file or the data cannot be read, a set-up does not work, or something cannot be written.
pub fn sweep(sweep: &Sweep, show: Show, out: &mut (dyn Write + Send)) -> Result<u8, Error> {
    let code = match sweep {
        Sweep::New(new) if screen::is_wanted(new) => screen::run(new, show, out),
        Sweep::New(new) => run(new, out).map(Outcome::exit_code),
        Sweep::Merge(merge) => put_together(merge, out).map(|()| 0),
    };
    match code {
        Err(Error::Output(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(0),
        code => code,
    }
}

fn put_together(merge: &Merge, out: &mut dyn Write) -> Result<(), Error> {
    let merged = merged(&merge.files)?;
    match merge.format {
        Format::Text => print(out, &table(&merged.sweep, merged.runs.iter())),
        Format::Json => {
            print(out, &merged.head)?;
            merged.runs.iter().try_for_each(|line| print(out, &line.text))
        }
    }
}

fn run(sweep: &NewSweep, out: &mut (dyn Write + Send)) -> Result<Outcome, Error> {
    let plan = Plan::new(sweep)?;
    let head = Head::of(&plan);
    let mut results = Results::of(sweep, &plan, &head)?;
    let is_text = sweep.format == Format::Text;
    let mut printer = Printer::new((!is_text).then_some(&mut *out), results.are_kept());
    printer.print(&head.line())?;
    let signal = carry_out_missing(sweep, &plan, &mut results, printer)?;
    let (is_done, are_kept) = (results.missing().is_empty(), results.are_kept());
    if is_done {
        results.finish(&head)?;
    } else {
        // The exit code says the same if nobody reads this.
        let _ = writeln!(io::stderr(), "{}", results.stopped());
    }
    // What a file keeps is compared when all of it is there.
    if is_text && (is_done || !are_kept && results.count() > 0) {
        print(out, &table(&head, results.lines()))?;
    }
    Ok(if is_done { Outcome::Done } else { Outcome::Signal(signal as u8) })
}

/// Carries out the runs without a result. Returns the signal that ended it, or 0.
fn carry_out_missing(
    sweep: &NewSweep,
    plan: &Plan,
    results: &mut Results,
    mut printer: Printer,
) -> Result<usize, Error> {
    let signal = watch_signals();
    let missing = results.missing();
    let bar = progress_bar(plan.steps(&missing)?);
    let say = |results: &Results| {
        bar.set_message(format!("{} of {} runs", results.count(), results.wanted()));
    };
    say(results);
    results.print(&mut printer)?;
    let shared = Mutex::new((results, printer));
    let is_stopped = || signal.load(Ordering::Relaxed) != 0;
    let done = carry_out(plan, &missing, sweep.threads, is_stopped, |event| {
        match event {
            RunEvent::Steps(steps) => bar.inc(steps),
            RunEvent::Ended(line) => {
                let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
                let (results, printer) = &mut *shared;
                results.take(*line)?;
                say(results);
                bar.suspend(|| results.print(printer))?;
            }
        }
        Ok(())
    });
    bar.finish_and_clear();
    done.map(|()| signal.load(Ordering::Relaxed))
}

/// A bar that counts the steps of all runs. It is hidden if stderr is not a terminal.
fn progress_bar(steps: u64) -> ProgressBar {
    let look = "{percent:>3} % {wide_bar} {msg}, {eta} left";
    ProgressBar::new(steps).with_style(style(look))
}
