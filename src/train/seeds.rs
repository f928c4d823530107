//! Repeats a run from other seeds to show how much its result depends on chance.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::diagnosis::Word;
use super::history::History;
use super::session::Session;
use super::setup::Setup;
use super::state::State;
use crate::error::Error;
use crate::nn::ThreadPool;

/// The result of a complete run from one seed.
#[derive(Clone, Debug)]
pub struct SeedRun {
    /// The seed.
    pub seed: u64,
    /// The curves of the run.
    pub history: Arc<History>,
    /// Whether the final diagnosis was SOLVED.
    pub is_solved: bool,
}

/// Trains a complete run on the current thread; `None` if `stop` became true.
///
/// # Errors
/// When the data cannot be loaded.
pub fn whole_run(setup: Setup, stop: &AtomicBool) -> Result<Option<SeedRun>, Error> {
    let seed = setup.seed;
    let session = trained(setup, |_| !stop.load(Ordering::Relaxed))?;
    Ok(session.map(|session| SeedRun {
        seed,
        history: Arc::clone(session.history()),
        is_solved: session.word() == Word::Solved,
    }))
}

/// A run at its end, trained on the current thread. `go_on` is asked before each step; `None` if it said no.
///
/// # Errors
/// When the data cannot be loaded.
pub fn trained(setup: Setup, mut go_on: impl FnMut(&Session) -> bool) -> Result<Option<Session>, Error> {
    let mut session = Session::new(setup, ThreadPool::default())?;
    while *session.state() == State::Learning {
        if !go_on(&session) {
            return Ok(None);
        }
        session.advance();
    }
    Ok(Some(session))
}
