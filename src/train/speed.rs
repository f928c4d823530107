//! How fast it goes.

use std::time::{Duration, Instant};

/// Speed is measured over windows of this length.
const SPEED_WINDOW: Duration = Duration::from_millis(500);

/// Steps a second, over the last half second or so.
pub struct Speed {
    since: Instant,
    steps: u64,
    last: f64,
}

impl Speed {
    /// Nothing is counted yet.
    pub fn new() -> Speed {
        Speed { since: Instant::now(), steps: 0, last: 0.0 }
    }

    /// Counts steps that were just taken.
    pub fn count(&mut self, steps: u64) {
        self.steps += steps;
        let elapsed = self.since.elapsed();
        if elapsed >= SPEED_WINDOW && (self.steps >= 10 || elapsed >= 6 * SPEED_WINDOW) {
            self.last = self.steps as f64 / elapsed.as_secs_f64();
            self.since = Instant::now();
            self.steps = 0;
        }
    }

    /// Forgets the window in hand, which a pause has cut.
    pub fn stop(&mut self) {
        self.since = Instant::now();
        self.steps = 0;
    }

    /// Steps a second; what there is as long as no window is full.
    pub fn per_second(&self) -> f64 {
        let elapsed = self.since.elapsed().as_secs_f64();
        if self.last > 0.0 || elapsed < 0.05 { self.last } else { self.steps as f64 / elapsed }
    }
}
