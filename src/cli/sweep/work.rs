//! Carries out runs on several threads.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::lines::RunLine;
use super::plan::Plan;
use crate::cli::threads::on_threads;
use crate::error::Error;
use crate::train::trained;

/// Steps between two reports of progress.
const BETWEEN_REPORTS: u64 = 64;

/// What happens in a run.
pub enum RunEvent {
    /// This many more of its steps are taken, or will not be.
    Steps(u64),
    /// It has ended.
    Ended(Box<RunLine>),
}

/// Carries out the runs `todo`, each on one of up to `threads` threads, until none is left, `is_stopped` returns true or
/// `report` fails. The threads take them in order.
///
/// # Errors
/// When a set-up or its data cannot be used, and those of `report`.
pub fn carry_out(
    plan: &Plan,
    todo: &[usize],
    threads: usize,
    is_stopped: impl Fn() -> bool + Sync,
    report: impl Fn(RunEvent) -> Result<(), Error> + Sync,
) -> Result<(), Error> {
    let (next, has_failed) = (AtomicUsize::new(0), AtomicBool::new(false));
    let failure = Mutex::new(None);
    let is_over = || is_stopped() || has_failed.load(Ordering::Relaxed);
    on_threads(threads.min(todo.len()), || {
        while let Some(&index) = todo.get(next.fetch_add(1, Ordering::Relaxed))
            && !is_over()
        {
            if let Err(error) = carry_out_one(plan, index, is_over, &report) {
                has_failed.store(true, Ordering::Relaxed);
                failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            }
        }
    });
    failure.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
}

/// Carries out a run on this thread.
fn carry_out_one(
    plan: &Plan,
    index: usize,
    is_over: impl Fn() -> bool,
    report: impl Fn(RunEvent) -> Result<(), Error>,
) -> Result<(), Error> {
    let setup = plan.setup(index)?;
    let (steps, mut reported) = (setup.steps, 0);
    let mut problem = None;
    let session = trained(setup, |session| {
        if session.step() >= reported + BETWEEN_REPORTS {
            problem = report(RunEvent::Steps(session.step() - reported)).err();
            reported = session.step();
        }
        problem.is_none() && !is_over()
    })?;
    match (problem, session) {
        (Some(problem), _) => Err(problem),
        (None, None) => Ok(()),
        (None, Some(session)) => {
            report(RunEvent::Steps(steps.saturating_sub(reported)))?;
            report(RunEvent::Ended(Box::new(RunLine::of(plan, index, &session))))
        }
    }
}
