//! The pace of a run.

use std::fmt;

/// The requested speed of training.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// At most this many steps per second.
    PerSecond(f64),
    /// As fast as possible.
    Max,
}

impl Pace {
    const LADDER: [Pace; 6] = [
        Pace::PerSecond(1.0),
        Pace::PerSecond(10.0),
        Pace::PerSecond(100.0),
        Pace::PerSecond(1_000.0),
        Pace::PerSecond(10_000.0),
        Pace::Max,
    ];

    /// The pace at which `steps` steps take about 20 seconds, within 1 to 10,000 steps per second.
    pub fn to_watch(steps: u64) -> Pace {
        Pace::PerSecond((steps as f64 / 20.0).clamp(1.0, 10_000.0))
    }

    /// The next faster of 1, 10, 100, 1k and 10k steps per second and no limit.
    #[must_use]
    pub fn faster(self) -> Pace {
        Pace::LADDER.into_iter().find(|pace| pace.rate() > self.rate()).unwrap_or(Pace::Max)
    }

    /// The next slower pace, at least 1 step per second.
    #[must_use]
    pub fn slower(self) -> Pace {
        let slower = Pace::LADDER.into_iter().take_while(|pace| pace.rate() < self.rate()).last();
        slower.unwrap_or(Pace::LADDER[0])
    }

    /// Steps per second; infinite without a limit.
    pub fn rate(self) -> f64 {
        match self {
            Pace::PerSecond(rate) => rate,
            Pace::Max => f64::INFINITY,
        }
    }
}

impl fmt::Display for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pace::Max => write!(f, "max"),
            Pace::PerSecond(rate) if *rate >= 1_000.0 => {
                let thousands = format!("{:.1}", rate / 1_000.0);
                write!(f, "{}k/s", thousands.strip_suffix(".0").unwrap_or(&thousands))
            }
            Pace::PerSecond(rate) => write!(f, "{rate:.0}/s"),
        }
    }
}
