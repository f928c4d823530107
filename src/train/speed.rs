//! Measures the training speed.

use std::time::{Duration, Instant};

/// The length of the measuring window.
const SPEED_WINDOW: Duration = Duration::from_millis(500);

/// Counts steps per second over a window of about half a second.
pub struct Speed {
    since: Instant,
    steps: u64,
    last: f64,
}

impl Speed {
    /// Starts with an empty window.
    pub fn new() -> Speed {
        Speed { since: Instant::now(), steps: 0, last: 0.0 }
    }

    /// Adds steps that were just taken.
    pub fn count(&mut self, steps: u64) {
        self.steps += steps;
        let elapsed = self.since.elapsed();
        if elapsed >= SPEED_WINDOW && (self.steps >= 10 || elapsed >= 6 * SPEED_WINDOW) {
            self.last = self.steps as f64 / elapsed.as_secs_f64();
            self.since = Instant::now();
            self.steps = 0;
        }
    }

    /// Discards the current window, because a pause has interrupted it.
    pub fn stop(&mut self) {
        self.since = Instant::now();
        self.steps = 0;
    }

    /// Steps per second in the last full window, or in the current one if none is full yet.
    pub fn per_second(&self) -> f64 {
        let elapsed = self.since.elapsed().as_secs_f64();
        if self.last > 0.0 || elapsed < 0.05 { self.last } else { self.steps as f64 / elapsed }
    }
}
