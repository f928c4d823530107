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

/// What a thread says of its run.
pub enum Told {
    /// It is this many steps further, or will not take them.
    Steps(u64),
    /// It has ended.
    Done(Box<RunLine>),
}

/// Carries out the runs `todo`, each on one of up to `threads` threads, until none is left, `is_stopped` returns true or
/// `tell` fails. The threads take them in order.
///
/// # Errors
/// When a set-up or its data cannot be used, and those of `tell`.
pub fn carry_out(
    plan: &Plan,
    todo: &[usize],
    threads: usize,
    is_stopped: impl Fn() -> bool + Sync,
    tell: impl Fn(Told) -> Result<(), Error> + Sync,
) -> Result<(), Error> {
    let (next, has_failed) = (AtomicUsize::new(0), AtomicBool::new(false));
    let failure = Mutex::new(None);
    let is_over = || is_stopped() || has_failed.load(Ordering::Relaxed);
    on_threads(threads.min(todo.len()), || {
        while let Some(&index) = todo.get(next.fetch_add(1, Ordering::Relaxed))
            && !is_over()
        {
            if let Err(error) = carry_out_one(plan, index, is_over, &tell) {
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
    tell: impl Fn(Told) -> Result<(), Error>,
) -> Result<(), Error> {
    let setup = plan.setup(index)?;
    let (steps, mut told) = (setup.steps, 0);
    let mut problem = None;
    let session = trained(setup, |session| {
        if session.step() >= told + BETWEEN_REPORTS {
            problem = tell(Told::Steps(session.step() - told)).err();
            told = session.step();
        }
        problem.is_none() && !is_over()
    })?;
    match (problem, session) {
        (Some(problem), _) => Err(problem),
        (None, None) => Ok(()),
        (None, Some(session)) => {
            tell(Told::Steps(steps.saturating_sub(told)))?;
            tell(Told::Done(Box::new(RunLine::of(plan, index, &session))))
        }
    }
}
