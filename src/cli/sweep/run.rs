//! Carries out a sweep, or puts one together, and prints it.

use std::io::{self, ErrorKind, Write};
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

use indicatif::ProgressBar;

use super::arguments::{Merge, NewSweep, Sweep};
use super::lines::Head;
use super::merge::merged;
use super::plan::Plan;
use super::print::print;
use super::results::Results;
use super::screen::{self, Show};
use super::summary::table;
use super::work::{Told, carry_out};
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
    let first = head.line();
    let wanted = plan.runs_of(sweep.shard);
    let mut results = Results::new(&wanted);
    if let Some(path) = &sweep.output {
        results.keep(path, &plan, &first)?;
    }
    let printer = match sweep.format {
        Format::Json => {
            print(out, &first)?;
            Some(out as &mut (dyn Write + Send))
        }
        Format::Text => None,
    };
    let outcome = carry_out_missing(sweep, &plan, &mut results, printer)?;
    if outcome != Outcome::Done {
        let runs = format!("{} of {} runs are done", results.count(), wanted.len());
        let advice =
            if sweep.output.is_some() { ", and the same command goes on with the others" } else { "" };
        // The outcome says the same if nobody reads this.
        let _ = writeln!(io::stderr(), "overfit: stopped: {runs}{advice}");
        return Ok(outcome);
    }
    results.finish(&first)?;
    if sweep.format == Format::Text {
        print(out, &table(&head, results.lines()))?;
    }
    Ok(outcome)
}

/// Carries out the runs without a result.
fn carry_out_missing(
    sweep: &NewSweep,
    plan: &Plan,
    results: &mut Results,
    mut printer: Option<&mut (dyn Write + Send)>,
) -> Result<Outcome, Error> {
    let signal = watch_signals();
    let missing = results.missing();
    let bar = progress_bar(plan.steps(&missing)?);
    let say = |results: &Results| {
        bar.set_message(format!("{} of {} runs", results.count(), results.wanted().len()));
    };
    say(results);
    if let Some(out) = &mut printer {
        results.print(*out)?;
    }
    let shared = Mutex::new((results, printer));
    let is_stopped = || signal.load(Ordering::Relaxed) != 0;
    let done = carry_out(plan, &missing, sweep.threads, is_stopped, |told| {
        match told {
            Told::Steps(steps) => bar.inc(steps),
            Told::Done(line) => {
                let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
                let (results, printer) = &mut *shared;
                results.take(*line)?;
                say(results);
                if let Some(out) = printer {
                    bar.suspend(|| results.print(*out))?;
                }
            }
        }
        Ok(())
    });
    bar.finish_and_clear();
    done?;
    Ok(match signal.load(Ordering::Relaxed) {
        0 => Outcome::Done,
        signal => Outcome::Signal(signal as u8),
    })
}

/// A bar that counts the steps of all runs. It is hidden if stderr is not a terminal.
fn progress_bar(steps: u64) -> ProgressBar {
    let look = "{percent:>3} % {wide_bar} {msg}, {eta} left";
    ProgressBar::new(steps).with_style(style(look))
}
