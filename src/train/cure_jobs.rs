//! The trials of a fork, which several threads take one after the other.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use super::cures::{Cure, Fork, Trial, TrialState};
use crate::nn::ThreadPool;

/// The share of a trial between two reports of its progress.
const SHARE: f64 = 0.02;

/// The trials that are still to be taken.
#[derive(Debug)]
pub struct CureJobs {
    fork: Arc<Fork>,
    cures: Vec<Cure>,
    next: AtomicUsize,
}

impl CureJobs {
    /// All trials of a fork.
    pub fn new(fork: Arc<Fork>) -> CureJobs {
        CureJobs { cures: fork.cures(), fork, next: AtomicUsize::new(0) }
    }

    /// The cures, in the order in which they are tried.
    pub fn cures(&self) -> &[Cure] {
        &self.cures
    }

    /// Carries out trials on this thread until none is left, `is_stopped` returns true, or `tell` returns false. `tell`
    /// gets the number of a cure and how far its trial is.
    pub fn work(&self, is_stopped: impl Fn() -> bool, tell: impl Fn(usize, TrialState) -> bool) {
        loop {
            let nth = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(cure) = self.cures.get(nth) else { return };
            if is_stopped() || !self.carry_out(cure, &is_stopped, |stage| tell(nth, stage)) {
                return;
            }
        }
    }

    /// Carries out a trial; `false` if it was stopped.
    fn carry_out(
        &self,
        cure: &Cure,
        is_stopped: impl Fn() -> bool,
        tell: impl Fn(TrialState) -> bool,
    ) -> bool {
        let start = Instant::now();
        let mut trial = match Trial::new(&self.fork, cure, ThreadPool::default()) {
            Ok(trial) => trial,
            Err(reason) => return tell(TrialState::Failed(reason.to_string())),
        };
        let mut told = 0.0;
        while trial.advance() {
            if is_stopped() {
                return false;
            }
            if trial.share() >= told + SHARE {
                told = trial.share();
                if !tell(TrialState::Runs { share: told, history: Arc::clone(trial.history()) }) {
                    return false;
                }
            }
        }
        let (tried, seconds) = (Box::new(trial.result()), start.elapsed().as_secs_f64());
        tell(TrialState::Done { tried, seconds })
    }
}
