//! The messages between the screen and the training thread.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::adjustment::{Adjustment, Refusal, SettingChange};
use super::augmentation::AUGMENTED_IMAGES;
use super::cures::{Cure, Fork};
use super::diagnosis::Diagnosis;
use super::example_history::ExampleHistory;
use super::history::History;
use super::layer_history::LayerHistory;
use super::note::Note;
use super::pace::Pace;
use super::preset::Preset;
use super::session::{Curves, Session};
use super::setup::Setup;
use super::state::{Divergence, State};
use super::time_machine::{Past, PastStep, Timeline};
use crate::data::{Dataset, Features};
use crate::nn::{Dropout, Network};

/// A message from the screen to the trainer.
#[derive(Clone, Debug)]
pub enum Command {
    /// Stop taking steps.
    Pause,
    /// Continue taking steps.
    Resume,
    /// Take one step, then pause.
    Step,
    /// Run to the end of the epoch, then pause.
    Epoch,
    /// Train at this pace.
    SetPace(Pace),
    /// Copy the run as it stands, to try cures on copies. The number identifies the [`Fork`].
    Fork(u64),
    /// Copy the run as it is in the next snapshot, to explain its next step. The number identifies the [`Fork`].
    Explain(u64),
    /// Keep a note of a person.
    Note(Note),
    /// Change the run. The number identifies the change in [`Snapshot::answered`].
    Change(u64, Change),
}

/// A change of the run, which applies to whatever state the run is in when it arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Change settings in this order. The run continues if it can take the new values and restarts otherwise.
    Adjust(Vec<Adjustment>),
    /// Apply the settings of a preset. The run continues or restarts as with [`Change::Adjust`].
    Preset(Preset),
    /// Restore the weights of the best evaluation, and pause.
    GoBack,
    /// Continue a run that has ended: twice the number of steps after the last one, no patience after an early
    /// stop.
    Extend,
    /// Restart with the current settings; after a divergence, with a third of eta.
    Again,
    /// Continue from the last [`Fork`], which has this number, with a cure that was tried on it.
    TakeCure(u64, Cure),
    /// Continue from a step that has passed, as a new run.
    GoOnFrom(PastStep),
}

/// The result of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The run continues with these settings changed.
    Changed(Vec<SettingChange>),
    /// A new run starts with these settings changed.
    Restarted(Vec<SettingChange>),
    /// The weights of the best evaluation were restored, and with them these settings: the number of hidden units.
    WentBack(Vec<SettingChange>),
    /// The run continues from the step of its fork with this cure and these settings changed.
    TookCure(Cure, Vec<SettingChange>),
    /// A new run continues from this step of the run before.
    WentOnFrom(u64),
    /// The change was refused.
    Refused(Refusal),
}

/// Identifies a run: every new run has a larger number.
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
    /// Not taking steps until a command arrives.
    Paused,
    /// All steps are taken.
    Finished,
    /// The loss has not improved for as many evaluations as the patience allows.
    OutOfPatience,
    /// The run has diverged and cannot continue.
    Diverged(Divergence),
}

impl Status {
    /// The status of a run that takes no steps.
    pub fn at_rest(state: &State) -> Status {
        match Status::from(state) {
            Status::Running => Status::Paused,
            ended => ended,
        }
    }
}

impl From<&State> for Status {
    fn from(state: &State) -> Status {
        match state {
            State::Learning => Status::Running,
            State::Finished => Status::Finished,
            State::OutOfPatience => Status::OutOfPatience,
            State::Diverged(divergence) => Status::Diverged(*divergence),
        }
    }
}

/// A message from the trainer to the screen.
#[derive(Clone, Debug)]
pub enum Report {
    /// The data of a new run are being loaded.
    Loading(RunId),
    /// The state of a run.
    Progress(Box<Snapshot>),
    /// The data of a run could not be loaded, or the training thread panicked.
    Failed(RunId, String),
}

/// The complete state of a run. A newer snapshot replaces all earlier ones, except for their outcomes.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The number of the run.
    pub run: RunId,
    /// The number of the last change that was handled, in this run or an earlier one.
    pub answered: u64,
    /// The outcomes of the changes since the last report.
    pub outcomes: Vec<Outcome>,
    /// The current settings.
    pub setup: Arc<Setup>,
    /// The settings that the run started with.
    pub initial: Arc<Setup>,
    /// How many of the planned changes of `initial` have been made or skipped.
    pub played: usize,
    /// What the trainer is doing.
    pub status: Status,
    /// The requested pace.
    pub pace: Pace,
    /// The measured speed in steps per second.
    pub speed: f64,
    /// An estimate of the time that the rest of the run takes at this speed, which changes at most once a second.
    pub left: Option<Duration>,
    /// Steps taken.
    pub step: u64,
    /// The step of `network`. After a divergence it is that of the last sound network.
    pub network_step: u64,
    /// Epochs completed, including the fraction of the current one.
    pub epoch: f64,
    /// The network.
    pub network: Arc<Network>,
    /// The diagnosis of the run.
    pub diagnosis: Diagnosis,
    /// As in [`Session::gap_since`].
    pub gap_since: Option<u64>,
    /// The units dropped in the next step.
    pub dropout: Dropout,
    /// Some distorted images of the last mini-batch, if augmentation is on.
    pub augmented_images: Option<Arc<Features>>,
    /// The data set.
    pub dataset: Arc<Dataset>,
    /// The curves up to that step.
    pub history: Arc<History>,
    /// What was answered to each test example up to that step.
    pub examples: Arc<ExampleHistory>,
    /// How each layer has done up to that step.
    pub layers: Arc<LayerHistory>,
    /// What is kept of the run up to that step.
    pub timeline: Arc<Timeline>,
    /// The copy of the run on which cures can be tried, until the run changes.
    pub fork: Option<Arc<Fork>>,
    /// What of the run could not be saved, in a sentence.
    pub not_saved: Option<String>,
    /// The file in which the run is kept.
    pub kept_in: Option<Arc<Path>>,
    /// The copy of the run at this moment whose next step is to be explained, if that was asked for.
    pub to_explain: Option<Arc<Fork>>,
}

impl Snapshot {
    /// The set-up that repeats this run with all changes so far; `None` if the history has dropped some of them.
    pub fn again(&self) -> Option<Setup> {
        self.initial.replayed(&self.history, self.played)
    }

    /// The steps up to this one; `None` if nothing is kept of them.
    pub fn past(&self) -> Option<Past> {
        let curves = Curves { history: Arc::clone(&self.history), layers: Arc::clone(&self.layers) };
        Past::new(&self.timeline, curves, self.step)
    }

    /// Describes a session. The pace is [`Pace::Max`], the speed 0, the time left unknown, nothing is kept of its past; the
    /// caller knows better.
    pub fn of(session: &Session, run: RunId, status: Status) -> Snapshot {
        Snapshot {
            run,
            answered: 0,
            outcomes: Vec::new(),
            initial: Arc::clone(session.initial()),
            played: session.played(),
            diagnosis: session.diagnosis(),
            gap_since: session.gap_since(),
            dropout: session.next_dropout(),
            augmented_images: session.augmented_images(AUGMENTED_IMAGES).map(Arc::new),
            setup: Arc::new(session.setup().clone()),
            status,
            pace: Pace::Max,
            speed: 0.0,
            left: None,
            step: session.step(),
            network_step: session.network_step(),
            epoch: session.epoch(),
            network: Arc::new(session.network().clone()),
            dataset: Arc::clone(session.dataset()),
            history: Arc::clone(session.history()),
            examples: Arc::clone(session.example_history()),
            layers: Arc::clone(session.layers()),
            timeline: Arc::default(),
            fork: None,
            not_saved: None,
            kept_in: None,
            to_explain: None,
        }
    }
}
