//! The same set-up from other seeds: how much of what is seen is luck.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::diagnosis::Word;
use super::history::History;
use super::session::{Session, State};
use super::setup::Setup;
use crate::error::Error;
use crate::nn::ThreadPool;

/// A whole run from one seed.
#[derive(Clone, Debug)]
pub struct SeedRun {
    /// The seed.
    pub seed: u64,
    /// Its curves.
    pub history: Arc<History>,
    /// Whether it ended with nearly all examples right.
    pub is_solved: bool,
}

/// Trains the whole run of a set-up on one thread; `None` if `stop` became true.
///
/// # Errors
/// When the data cannot be loaded.
pub fn whole_run(setup: Setup, stop: &AtomicBool) -> Result<Option<SeedRun>, Error> {
    let seed = setup.seed;
    let mut session = Session::new(setup, ThreadPool::default())?;
    while *session.state() == State::Learning {
        if stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        session.advance();
    }
    let is_solved = session.diagnosis().word == Word::Solved;
    Ok(Some(SeedRun { seed, history: Arc::clone(session.history()), is_solved }))
}
