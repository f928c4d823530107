//! What the screen and the trainer say to each other.

use std::fmt;
use std::sync::Arc;

use super::diagnosis::Diagnosis;
use super::history::History;
use super::session::{Divergence, Session, State};
use super::setup::Setup;
use crate::data::{Dataset, Features};
use crate::nn::{Dropout, Network};

/// Screen to trainer.
#[derive(Clone, Debug)]
pub enum Command {
    /// Stop taking steps.
    Pause,
    /// Go on.
    Resume,
    /// Take one step, then pause.
    Step,
    /// Go on to the end of the epoch, then pause.
    Epoch,
    /// Train at this speed.
    SetPace(Pace),
    /// Take over the settings that can change live, keeping what is learned.
    Change(Box<Setup>),
    /// Go back to the weights of the best evaluation, and pause.
    GoBack,
    /// Begin a new run, whose reports bear this number.
    Restart(RunId, Box<Setup>),
}

/// How fast steps follow each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// So many steps a second.
    PerSecond(f64),
    /// As fast as the machine can.
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

    /// At this pace a run of `steps` steps can be watched: it takes about 20 seconds.
    pub fn to_watch(steps: u64) -> Pace {
        Pace::PerSecond((steps as f64 / 20.0).clamp(1.0, 10_000.0))
    }

    /// The next faster one of 1, 10, 100, 1k and 10k steps a second and no limit.
    #[must_use]
    pub fn faster(self) -> Pace {
        Pace::LADDER.into_iter().find(|pace| pace.rate() > self.rate()).unwrap_or(Pace::Max)
    }

    /// The next slower one.
    #[must_use]
    pub fn slower(self) -> Pace {
        let slower = Pace::LADDER.into_iter().take_while(|pace| pace.rate() < self.rate()).last();
        slower.unwrap_or(Pace::LADDER[0])
    }

    /// Steps a second, infinite without a limit.
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

/// Tells one run from the next; whoever asks for a run gives it its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunId(pub u64);

impl RunId {
    /// The number of the run after this one.
    #[must_use]
    pub fn next(self) -> RunId {
        RunId(self.0 + 1)
    }
}

/// What the trainer is doing.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// Taking steps.
    Running,
    /// Waiting to be told to go on.
    Paused,
    /// All steps are taken.
    Finished,
    /// The loss has not become better for as long as there was patience.
    OutOfPatience,
    /// Learning is no longer possible.
    Diverged(Divergence),
}

impl From<&State> for Status {
    fn from(state: &State) -> Status {
        match state {
            State::Learning => Status::Running,
            State::Finished => Status::Finished,
            State::OutOfPatience => Status::OutOfPatience,
            State::Diverged(divergence) => Status::Diverged(divergence.clone()),
        }
    }
}

/// Trainer to screen.
#[derive(Clone, Debug)]
pub enum Report {
    /// The data of a new run are being loaded.
    Loading(RunId),
    /// How a run stands.
    Progress(Snapshot),
    /// The data could not be loaded, or training failed by a fault in the program.
    Failed(String),
}

/// How a run stands: complete in itself, so that a report that is never read is no loss.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Which run this is.
    pub run: RunId,
    /// Changes this run was asked for, by `Change` and `GoBack`, and has carried out.
    pub changes: u64,
    /// The settings in force.
    pub setup: Arc<Setup>,
    /// The settings it began with.
    pub initial: Arc<Setup>,
    /// How many of the changes planned in them have happened.
    pub played: usize,
    /// What the trainer is doing.
    pub status: Status,
    /// How fast it is meant to go.
    pub pace: Pace,
    /// How fast it goes, in steps a second.
    pub speed: f64,
    /// Steps taken.
    pub step: u64,
    /// Epochs so far, with the fraction of the one in hand.
    pub epoch: f64,
    /// The network after that step; it never changes.
    pub network: Arc<Network>,
    /// What is happening, in words.
    pub diagnosis: Diagnosis,
    /// The units left out of the step after that.
    pub dropout: Dropout,
    /// Some of the distorted copies it learned from last, if it learns from such.
    pub copies: Option<Arc<Features>>,
    /// The examples it learns from and is tested on.
    pub dataset: Arc<Dataset>,
    /// The curves up to that step.
    pub history: Arc<History>,
}

/// Distorted copies that are shown.
const COPIES: usize = 32;

impl Snapshot {
    /// The set-up that repeats the run with all that was changed so far; `None` if that was more than is remembered.
    pub fn again(&self) -> Option<Setup> {
        self.initial.replayed(&self.history, self.played)
    }

    /// How a session stands, as if at full pace.
    pub fn of(session: &Session, run: RunId, status: Status) -> Snapshot {
        Snapshot {
            run,
            changes: 0,
            initial: Arc::clone(session.initial()),
            played: session.played(),
            diagnosis: session.diagnosis(),
            dropout: session.next_dropout(),
            copies: session.copies(COPIES).map(Arc::new),
            setup: Arc::new(session.setup().clone()),
            status,
            pace: Pace::Max,
            speed: 0.0,
            step: session.step(),
            epoch: session.epoch(),
            network: Arc::new(session.network().clone()),
            dataset: Arc::clone(session.dataset()),
            history: Arc::clone(session.history()),
        }
    }
}
