//! What the screen and the trainer say to each other.

use std::sync::Arc;

use super::adjustment::{Adjustment, Refusal, SettingChange};
use super::diagnosis::Diagnosis;
use super::history::History;
use super::pace::Pace;
use super::preset::Preset;
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
    /// Change the run. Reports name the number of the last change that was dealt with.
    Change(u64, Change),
}

/// What a person changes of a run, whatever has become of it meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Settings, one after the other. The run goes on if it can take the new values; else it starts again with them.
    Adjust(Vec<Adjustment>),
    /// The settings that a preset decides, likewise.
    Preset(Preset),
    /// Back to the weights of the best evaluation, and pause.
    GoBack,
    /// After the last step, as many steps again; after an early stop, on to the end.
    Extend,
    /// From the start again with the settings in force; after a divergence, with a third of eta.
    Again,
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The run goes on with these settings changed.
    Changed(Vec<SettingChange>),
    /// A new run has begun with these settings changed.
    Restarted(Vec<SettingChange>),
    /// The weights are those of the best evaluation again.
    WentBack,
    /// It was not carried out.
    Refused(Refusal),
}

/// Tells one run from the next: every new run has a larger number.
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
    Progress(Box<Snapshot>),
    /// The data of a run could not be loaded, or training failed by a fault in the program.
    Failed(RunId, String),
}

/// How a run stands: complete in itself, so that a report that is never read is no loss.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Which run this is.
    pub run: RunId,
    /// The number of the last change that was dealt with, here or in a run before.
    pub answered: u64,
    /// What became of the changes that were dealt with since the last report.
    pub outcomes: Vec<Outcome>,
    /// The settings in force.
    pub setup: Arc<Setup>,
    /// The settings it began with.
    pub initial: Arc<Setup>,
    /// How many of the changes planned in them have been carried out or skipped.
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
    pub augmented_images: Option<Arc<Features>>,
    /// The examples it learns from and is tested on.
    pub dataset: Arc<Dataset>,
    /// The curves up to that step.
    pub history: Arc<History>,
}

/// Distorted copies that are shown.
const AUGMENTED_IMAGES: usize = 32;

impl Snapshot {
    /// The set-up that repeats the run with all that was changed so far; `None` if that was more than the history keeps.
    pub fn again(&self) -> Option<Setup> {
        self.initial.replayed(&self.history, self.played)
    }

    /// How a session stands, as if at full pace.
    pub fn of(session: &Session, run: RunId, status: Status) -> Snapshot {
        Snapshot {
            run,
            answered: 0,
            outcomes: Vec::new(),
            initial: Arc::clone(session.initial()),
            played: session.played(),
            diagnosis: session.diagnosis(),
            dropout: session.next_dropout(),
            augmented_images: session.augmented_images(AUGMENTED_IMAGES).map(Arc::new),
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
