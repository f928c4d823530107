//! A sweep that is shown while it is carried out.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::arguments::NewSweep;
use super::lines::{Head, RunLine};
use super::plan::Plan;
use super::print::print;
use super::progress::Progress;
use super::results::Results;
use super::summary::table;
use super::work::{RunEvent, carry_out};
use crate::cli::train::Format;
use crate::display::obstacle;
use crate::error::Error;
use crate::launch::{Listener, PendingSweep, SweepReport, SweepRuns};

/// Shows a sweep until a key ends it, trains the run that is opened on so many threads, and returns the exit code.
pub type Show<'a> = &'a dyn Fn(PendingSweep, usize) -> Result<u8, Error>;

/// Whether a sweep is to be shown, and there is a terminal to show it on.
pub fn is_wanted(sweep: &NewSweep) -> bool {
    sweep.format == Format::Text && obstacle().is_none()
}

/// A sweep that is carried out by threads of its own.
struct Shown {
    plan: Plan,
    results: Mutex<Results>,
    /// Why it has failed. Locked while runs are carried out.
    failure: Mutex<Option<Error>>,
    /// Whether the screen is left.
    is_left: AtomicBool,
}

/// Shows a sweep while it is carried out, and leaves its table on the terminal.
///
/// # Errors
/// When the data or the file of results cannot be read, a set-up does not work, the terminal fails, or a result cannot be
/// written.
pub fn run(sweep: &NewSweep, show: Show, out: &mut dyn Write) -> Result<u8, Error> {
    let plan = Plan::new(sweep)?;
    let head = Head::of(&plan);
    let results = Results::of(sweep, &plan, &head)?;
    let is_left = AtomicBool::new(false);
    let shown = Arc::new(Shown { plan, results: Mutex::new(results), failure: Mutex::default(), is_left });
    let code = show(pending(&shown, sweep.threads)?, sweep.threads);
    shown.is_left.store(true, Ordering::Relaxed);
    let failure = lock(&shown.failure).take(); // once no thread is at work
    let mut results = lock(&shown.results);
    let is_done = results.missing().is_empty();
    let sentence = (!is_done && results.are_kept()).then(|| results.stopped());
    if is_done {
        results.finish(&head)?;
    }
    let code = code?;
    if code == 0 && results.count() > 0 {
        print(out, &table(&head, results.lines()))?;
    }
    if let Some(sentence) = sentence {
        // The file says the same if nobody reads this.
        let _ = writeln!(io::stderr(), "{sentence}");
    }
    failure.map_or(Ok(code), Err)
}

/// The sweep for the screen.
fn pending(shown: &Arc<Shown>, threads: usize) -> Result<PendingSweep, Error> {
    let (count, are_kept, missing) = {
        let results = lock(&shown.results);
        (results.wanted(), results.are_kept(), results.missing())
    };
    let steps = shown.plan.steps(&missing)?;
    let (carried_out, opened) = (Arc::clone(shown), Arc::clone(shown));
    Ok(PendingSweep {
        dataset: shown.plan.base().data.short_name(),
        grid: shown.plan.grid().clone(),
        setup: Arc::new(move |index| opened.plan.setup(index)),
        runs: SweepRuns {
            count,
            are_kept,
            carry_out: Box::new(move |listener| carried_out.carry_out(&missing, steps, threads, listener)),
        },
    })
}

impl Shown {
    /// Carries out the runs `missing`, which have so many steps, after those that have ended are reported.
    fn carry_out(&self, missing: &[usize], steps: u64, threads: usize, listener: Listener) {
        let mut failure = lock(&self.failure);
        let listen = |report| {
            if !listener(report) {
                self.is_left.store(true, Ordering::Relaxed);
            }
        };
        lock(&self.results).lines().for_each(|line| listen(ended(line)));
        let progress = Progress::new(steps);
        let is_left = || self.is_left.load(Ordering::Relaxed);
        let report = |event| {
            match event {
                RunEvent::Steps(steps) => progress.add(steps).into_iter().for_each(listen),
                RunEvent::Ended(line) => {
                    let report = ended(&line);
                    lock(&self.results).take(*line)?;
                    listen(report);
                    listen(progress.report());
                }
            }
            Ok(())
        };
        if let Err(error) = carry_out(&self.plan, missing, threads, is_left, report) {
            listen(SweepReport::Failed(error.to_string()));
            *failure = Some(error);
        }
    }
}

fn ended(line: &RunLine) -> SweepReport {
    SweepReport::Ended { index: line.run.index, score: line.run.score() }
}

/// Takes the lock, poisoned or not: each change is a single one.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
