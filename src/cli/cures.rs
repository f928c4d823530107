//! `overfit train --try-cures`: tries cures after the run has ended.

use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

use super::reporter::Reporter;
use crate::nn::ThreadPool;
use crate::train::{Cure, CureTable, Fork, Session, Trial, TrialState};

/// Tries the cures of a run from its end on `threads` threads and writes the table; nothing if a signal arrived
/// meanwhile. The table does not depend on the number of threads.
///
/// # Errors
/// When the output cannot be written.
pub fn try_cures(
    session: &Session,
    steps: Option<u64>,
    threads: usize,
    reporter: &mut dyn Reporter,
    out: &mut dyn Write,
    signal: &AtomicUsize,
) -> io::Result<()> {
    let fork = Fork::new(0, session, steps);
    let cures = fork.cures();
    let table = Mutex::new(CureTable::new(cures.clone()));
    let next = AtomicUsize::new(0);
    let bar = progress_bar(cures.len());
    let work = || {
        while let Some((nth, cure)) = take(&next, &cures) {
            let Some(stage) = stage(&fork, cure, signal) else { return };
            table.lock().unwrap_or_else(PoisonError::into_inner).note(nth, stage);
            bar.inc(1);
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads.min(cures.len()) {
            scope.spawn(work);
        }
        work();
    });
    bar.finish_and_clear();
    if signal.load(Ordering::Relaxed) != 0 {
        return Ok(());
    }
    let table = table.into_inner().unwrap_or_else(PoisonError::into_inner);
    out.write_all(reporter.cures(&fork, &table).as_bytes())?;
    out.flush()
}

/// The next cure and its number.
fn take<'a>(next: &AtomicUsize, cures: &'a [Cure]) -> Option<(usize, &'a Cure)> {
    let nth = next.fetch_add(1, Ordering::Relaxed);
    Some((nth, cures.get(nth)?))
}

/// The result of a cure; `None` after a signal.
fn stage(fork: &Fork, cure: &Cure, signal: &AtomicUsize) -> Option<TrialState> {
    let start = Instant::now();
    let mut trial = match Trial::new(fork, cure, ThreadPool::default()) {
        Ok(trial) => trial,
        Err(reason) => return Some(TrialState::Failed(reason.to_string())),
    };
    while trial.advance() {
        if signal.load(Ordering::Relaxed) != 0 {
            return None;
        }
    }
    Some(TrialState::Done { tried: Box::new(trial.result()), seconds: start.elapsed().as_secs_f64() })
}

/// A progress bar that counts the trials. It is hidden if stderr is not a terminal.
fn progress_bar(cures: usize) -> ProgressBar {
    let look = "{percent:>3} % {wide_bar} {pos} of {len} cures tried, {eta} left";
    let style = ProgressStyle::with_template(look).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(cures as u64).with_style(style)
}
