//! `overfit train --try-cures`: tries cures after the run has ended.

use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use indicatif::ProgressBar;

use super::progress::style;
use super::reporter::Reporter;
use super::threads::on_threads;
use crate::train::{CureJobs, CureTable, Fork, Session, TrialState};

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
    let fork = Arc::new(Fork::new(0, session, steps));
    let jobs = CureJobs::new(Arc::clone(&fork));
    let cures = jobs.cures();
    let table = Mutex::new(CureTable::new(cures.to_vec()));
    let bar = progress_bar(cures.len());
    let is_stopped = || signal.load(Ordering::Relaxed) != 0;
    let tell = |nth, stage| {
        if matches!(stage, TrialState::Runs { .. }) {
            return true;
        }
        let mut table = table.lock().unwrap_or_else(PoisonError::into_inner);
        table.note(nth, stage);
        bar.set_position(table.done() as u64);
        true
    };
    on_threads(threads.min(cures.len()), || jobs.work(is_stopped, tell));
    bar.finish_and_clear();
    if is_stopped() {
        return Ok(());
    }
    let table = table.into_inner().unwrap_or_else(PoisonError::into_inner);
    out.write_all(reporter.cures(&fork, &table).as_bytes())?;
    out.flush()
}

/// A progress bar that counts the trials. It is hidden if stderr is not a terminal.
fn progress_bar(cures: usize) -> ProgressBar {
    let look = "{percent:>3} % {wide_bar} {pos} of {len} cures tried, {eta} left";
    ProgressBar::new(cures as u64).with_style(style(look))
}
