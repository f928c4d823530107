//! The trials of a fork, which several threads take one after the other.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use crate::nn::ThreadPool;
use crate::train::{Cure, Fork, Trial, TrialState};

/// The share of a trial between two reports of its progress.
const SHARE: f64 = 0.02;
/// The lowest priority of a thread on Unix.
#[cfg(target_os = "linux")]
const LOWEST_PRIORITY: i32 = 19;

/// The trials that are still to be taken.
pub struct CureJobs {
    fork: Arc<Fork>,
    cures: Vec<Cure>,
    next: AtomicUsize,
    stop: Arc<AtomicBool>,
}

impl CureJobs {
    /// All trials of a fork. They end once `stop` is true.
    pub fn new(fork: Arc<Fork>, stop: Arc<AtomicBool>) -> CureJobs {
        CureJobs { cures: fork.cures(), fork, next: AtomicUsize::new(0), stop }
    }

    /// The number of the fork.
    pub fn number(&self) -> u64 {
        self.fork.number()
    }

    /// How many trials there are.
    pub fn count(&self) -> usize {
        self.cures.len()
    }

    /// Carries out trials on this thread until none is left or `tell` returns false.
    pub fn work(&self, tell: impl Fn(usize, TrialState) -> bool) {
        lower_priority();
        loop {
            let nth = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(cure) = self.cures.get(nth) else { return };
            if self.is_stopped() || !self.carry_out(nth, cure, &tell) {
                return;
            }
        }
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Carries out a trial; `false` if it was stopped.
    fn carry_out(&self, nth: usize, cure: &Cure, tell: &impl Fn(usize, TrialState) -> bool) -> bool {
        let start = Instant::now();
        let mut trial = match Trial::new(&self.fork, cure, ThreadPool::default()) {
            Ok(trial) => trial,
            Err(reason) => return tell(nth, TrialState::Failed(reason.to_string())),
        };
        let mut told = 0.0;
        while trial.advance() {
            if self.is_stopped() {
                return false;
            }
            if trial.share() >= told + SHARE {
                told = trial.share();
                if !tell(nth, TrialState::Runs { share: told, history: Arc::clone(trial.history()) }) {
                    return false;
                }
            }
        }
        let (tried, seconds) = (Box::new(trial.result()), start.elapsed().as_secs_f64());
        tell(nth, TrialState::Done { tried, seconds })
    }
}

/// Lets all other threads go first: the run keeps its pace although its own threads may use all cores.
fn lower_priority() {
    // Elsewhere the priority is that of the whole program.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(LOWEST_PRIORITY); // without it the trials are only less polite
}
