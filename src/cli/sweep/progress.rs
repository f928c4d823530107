//! How far a sweep on the screen is, with the time that is left.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::launch::SweepReport;

/// The time between two reports of steps.
const BETWEEN: Duration = Duration::from_millis(250);

/// Counts the steps of all runs.
pub struct Progress {
    start: Instant,
    /// The steps of all runs, if none ends early.
    steps: u64,
    taken: AtomicU64,
    reported: Mutex<Option<Instant>>,
}

impl Progress {
    /// Before the first of so many steps.
    pub fn new(steps: u64) -> Progress {
        Progress { start: Instant::now(), steps, taken: AtomicU64::new(0), reported: Mutex::default() }
    }

    /// Counts steps. Returns a report when it is time for one.
    pub fn add(&self, steps: u64) -> Option<SweepReport> {
        self.taken.fetch_add(steps, Ordering::Relaxed);
        let mut reported = self.reported.lock().unwrap_or_else(PoisonError::into_inner);
        if reported.is_some_and(|reported| reported.elapsed() < BETWEEN) {
            return None;
        }
        *reported = Some(Instant::now());
        Some(self.report())
    }

    /// How far the runs are.
    pub fn report(&self) -> SweepReport {
        // Changes of the number of steps may add some to a run.
        let share = (self.taken.load(Ordering::Relaxed) as f64 / self.steps.max(1) as f64).min(1.0);
        let seconds = self.start.elapsed().as_secs_f64() * (1.0 - share) / share;
        SweepReport::Progress { share, left: Duration::try_from_secs_f64(seconds).ok() }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn a_long_sweep_is_reported_as_often_as_a_short_one() {
        let progress = Progress::new(u64::MAX);
        assert!(progress.add(1).is_some());
        assert_eq!(progress.add(1), None, "at once");
        thread::sleep(BETWEEN);
        assert!(progress.add(1).is_some());
    }

    #[test]
    fn more_steps_than_foreseen_are_all_of_them() {
        let progress = Progress::new(100);
        progress.add(150);
        assert_eq!(progress.report(), SweepReport::Progress { share: 1.0, left: Some(Duration::ZERO) });
        assert_eq!(Progress::new(0).report(), SweepReport::Progress { share: 0.0, left: None });
    }
}
