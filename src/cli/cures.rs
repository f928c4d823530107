//! `overfit train --try-cures`: tries cures after the run has ended.

use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use super::reporter::Reporter;
use crate::nn::ThreadPool;
use crate::train::{Cure, CureTable, Fork, Session, Trial, Tried};

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
    let work = || {
        while let Some((nth, cure)) = take(&next, &cures) {
            let start = Instant::now();
            let Some(tried) = tried(&fork, cure, signal) else { continue };
            let seconds = start.elapsed().as_secs_f64();
            table.lock().unwrap_or_else(PoisonError::into_inner).add(nth, tried, seconds);
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads.min(cures.len()) {
            scope.spawn(work);
        }
        work();
    });
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

/// The result of a cure; `None` after a signal, or if its data cannot be loaded.
fn tried(fork: &Fork, cure: &Cure, signal: &AtomicUsize) -> Option<Tried> {
    let mut trial = Trial::new(fork, cure, ThreadPool::default()).ok()?;
    while trial.advance() {
        if signal.load(Ordering::Relaxed) != 0 {
            return None;
        }
    }
    Some(trial.result())
}
