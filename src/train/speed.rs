//! Measures the training speed.

use std::time::{Duration, Instant};

/// The shortest measuring window. The figures change once a window, so that they can be read.
const WINDOW: Duration = Duration::from_secs(1);
/// The first window after a start or a change of pace is shorter, so that there is a figure soon.
const FIRST_WINDOW: Duration = Duration::from_millis(400);
/// The weight of the last window in the smoothed speed. Older ones count half as much with every window.
const NEWEST: f64 = 0.5;

/// The steps of a window that is still open.
#[derive(Clone, Copy, Debug)]
struct Window {
    since: Instant,
    steps: u64,
}

/// Counts steps per second, smoothed over a few windows of about a second.
///
/// A window ends with a step, however long that takes, so a step of several seconds is a window of its own.
#[derive(Debug, Default)]
pub struct Speed {
    window: Option<Window>,
    per_second: Option<f64>,
}

impl Speed {
    /// Notes that steps are about to be taken at this time. Only the first call after a pause has an effect.
    pub fn go(&mut self, now: Instant) {
        self.window.get_or_insert(Window { since: now, steps: 0 });
    }

    /// Discards the open window, because the run is paused.
    pub fn pause(&mut self) {
        self.window = None;
    }

    /// Adds steps of which the last one has ended now. Returns whether the speed was measured anew.
    pub fn count(&mut self, steps: u64, now: Instant) -> bool {
        let Some(window) = self.window.as_mut().filter(|_| steps > 0) else { return false };
        window.steps += steps;
        let elapsed = now.duration_since(window.since);
        let length = if self.per_second.is_none() { FIRST_WINDOW } else { WINDOW };
        if elapsed < length {
            return false;
        }
        let measured = window.steps as f64 / elapsed.as_secs_f64();
        *window = Window { since: now, steps: 0 };
        self.per_second =
            Some(self.per_second.map_or(measured, |before| before + NEWEST * (measured - before)));
        true
    }

    /// Steps per second; 0 before the first measurement.
    pub fn per_second(&self) -> f64 {
        self.per_second.unwrap_or(0.0)
    }

    /// The time that this many more steps take; `None` before the first measurement.
    pub fn time_for(&self, steps: u64) -> Option<Duration> {
        let seconds = steps as f64 / self.per_second?;
        Duration::try_from_secs_f64(seconds).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds)
    }

    #[test]
    fn a_step_of_several_seconds_is_measured() {
        let (mut speed, start) = (Speed::default(), Instant::now());
        for step in 1..=3_u32 {
            speed.go(start + seconds(4.0) * (step - 1));
            assert!(speed.count(1, start + seconds(4.0) * step));
            assert_eq!(speed.per_second(), 0.25);
        }
        assert_eq!(speed.time_for(10), Some(seconds(40.0)));
    }

    #[test]
    fn a_slow_pace_is_measured_from_step_to_step() {
        let (mut speed, start) = (Speed::default(), Instant::now());
        speed.go(start);
        for slice in 1..=1_200_u32 {
            // A look every five milliseconds, a step every half second.
            speed.count(u64::from(slice % 100 == 0), start + Duration::from_millis(5) * slice);
        }
        assert_eq!(speed.per_second(), 2.0);
    }

    #[test]
    fn figures_change_at_most_once_a_second_and_settle_on_the_new_speed() {
        let (mut speed, start) = (Speed::default(), Instant::now());
        speed.go(start);
        let mut changes = Vec::new();
        for tick in 1..=1_000_u32 {
            let steps = if tick <= 500 { 10 } else { 1 }; // 1,000 steps a second, then 100
            let now = start + Duration::from_millis(10) * tick;
            if speed.count(steps, now) {
                changes.push(now);
            }
        }
        assert!(changes.windows(2).all(|pair| pair[1].duration_since(pair[0]) >= WINDOW));
        assert!((speed.per_second() - 100.0).abs() < 60.0, "{}", speed.per_second());
    }

    #[test]
    fn a_pause_does_not_count() {
        let (mut speed, start) = (Speed::default(), Instant::now());
        speed.go(start);
        speed.count(50, start + seconds(0.5));
        speed.pause();
        assert!(!speed.count(1, start + seconds(50.0)), "nothing is measured while it is paused");
        speed.go(start + seconds(60.0));
        speed.count(100, start + seconds(61.0));
        assert_eq!(speed.per_second(), 100.0);
    }

    #[test]
    fn nothing_is_known_at_first() {
        assert_eq!((Speed::default().per_second(), Speed::default().time_for(1)), (0.0, None));
    }
}
