//! The state of the run screen: the requested settings, the last report and the view.

use std::collections::VecDeque;
use std::sync::Arc;

use super::crosshair::Crosshair;
use super::cures::Cures;
use super::drawing::Drawing;
use super::explained_step::ExplainedStep;
use super::gradient_check::GradientChecks;
use super::guess::Guess;
use super::image_filter::ImageFilter;
use super::inside::Inside;
use super::message::Effect;
use super::open_panels::OpenPanels;
use super::picture::{Picture, Request};
use super::pins::Pins;
use super::seeds::Seeds;
use super::time_machine::TimeMachine;
use super::view::View;
use crate::data::{Features, Shape};
use crate::nn::Dropout;
use crate::train::{
    Change, History, Outcome, Pace, Report, RunId, Setting, Setup, Snapshot, Status, settings_of,
};

/// The points that are drawn on the plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Points {
    /// Training and test points.
    All,
    /// Training points only.
    Train,
    /// Test points only.
    Test,
}

/// How the plane is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// By the confidence of the network.
    Soft,
    /// By the predicted class.
    Hard,
}

/// The number of reports, about thirty per second, for which augmented images stay on screen.
const AUGMENTED_IMAGES_STAY: u32 = 25;

/// The number of reports for which a notice stays on screen.
const NOTICE_STAYS: u32 = 250;

/// The notice when the results from many seeds no longer belong to the run.
const SEEDS_GONE: &str = "The ten seeds were of the set-up before, and are gone.";

/// The state of the run screen.
#[derive(Debug)]
pub struct Run {
    /// The number of the run on screen. Pictures of older runs are ignored.
    pub id: RunId,
    /// The settings after all pending changes; the snapshot has the current ones.
    pub wanted: Setup,
    /// The current settings, as far as they are known.
    pub(super) in_force: Setup,
    /// Changes that the trainer has not answered yet, with their numbers.
    pub(super) pending: VecDeque<(u64, Change)>,
    /// The numbers of the last change sent and of the last one answered.
    pub(super) sent: u64,
    pub(super) answered: u64,
    /// The number of the last change that starts the run again.
    pub(super) restart: u64,
    /// A change that would lose what the run has learned, until the person has been asked.
    pub(super) held_back: Option<Change>,
    /// The requested pace.
    pub pace: Pace,
    /// Whether the run was told to continue or to pause.
    pub wants_running: bool,
    /// The last report or, while the time machine is open, the run at the chosen step.
    pub snapshot: Option<Box<Snapshot>>,
    /// The reason why the run failed, if it did.
    pub failure: Option<String>,
    /// A notice about the last action; it disappears after some reports.
    pub notice: Option<String>,
    pub(super) age_of_notice: u32,
    /// The curves of the previous run.
    pub ghost: Option<Arc<History>>,
    /// Pinned runs.
    pub pins: Pins,
    /// The view of the curves.
    pub view: View,
    /// The results from many seeds, if requested.
    pub seeds: Option<Seeds>,
    /// The cures that are tried, if requested.
    pub cures: Option<Cures>,
    /// The time machine, while it is open.
    pub time: Option<Box<TimeMachine>>,
    /// The next step, while it is explained.
    pub explained: Option<ExplainedStep>,
    /// The number of requests for seeds, cures and steps so far.
    requests: u64,
    /// The latest picture of the network's outputs.
    pub picture: Option<Picture>,
    /// The gradient checks.
    pub gradient_checks: GradientChecks,
    /// Which points are drawn.
    pub points: Points,
    /// How the plane is coloured.
    pub edge: Edge,
    /// The images that the arrow keys browse.
    pub image_filter: ImageFilter,
    /// The page of classes, where they take several; counted in both directions, because only the layout knows how many
    /// there are.
    pub class_page: i64,
    /// The index of the test image shown large.
    pub image: usize,
    /// The image that a person draws, once there is one.
    pub drawing: Option<Drawing>,
    /// The panels that a person has asked for.
    pub panels: OpenPanels,
    /// What is looked at inside the network.
    pub inside: Inside,
    /// The guess of the test accuracy.
    pub guess: Guess,
    /// Whether what the network makes of one place or example is shown.
    pub is_probing: bool,
    /// The crosshair, which is on the plane while a place of it is probed.
    pub crosshair: Crosshair,
    /// Augmented training images, and their age in reports.
    pub augmented_images: Option<Arc<Features>>,
    /// The units dropped in a step.
    pub dropout: Dropout,
    augmented_images_age: u32,
    /// Whether a picture is being computed, and what the last request was for.
    pub(super) painting: bool,
    pub(super) painted: Option<Request>,
}

impl Run {
    /// Creates the state of a run that is about to start.
    pub fn new(id: RunId, setup: Setup) -> Run {
        Run {
            id,
            pace: Pace::to_watch(setup.steps),
            in_force: setup.clone(),
            wanted: setup,
            pending: VecDeque::new(),
            sent: 0,
            answered: 0,
            restart: 0,
            held_back: None,
            wants_running: true,
            snapshot: None,
            failure: None,
            notice: None,
            age_of_notice: 0,
            ghost: None,
            pins: Pins::default(),
            view: View::default(),
            seeds: None,
            cures: None,
            time: None,
            explained: None,
            requests: 0,
            picture: None,
            gradient_checks: GradientChecks::default(),
            points: Points::All,
            edge: Edge::Soft,
            image_filter: ImageFilter::All,
            image: 0,
            drawing: None,
            panels: OpenPanels::default(),
            inside: Inside::default(),
            is_probing: false,
            crosshair: Crosshair::default(),
            class_page: 0,
            guess: Guess::None,
            augmented_images: None,
            dropout: Dropout::NONE,
            augmented_images_age: 0,
            painting: false,
            painted: None,
        }
    }

    /// The shape of an example.
    pub fn shape(&self) -> Shape {
        self.wanted.data.shape()
    }

    /// The settings that apply to its data.
    pub fn settings(&self) -> Vec<&'static Setting> {
        settings_of(&self.wanted.data).collect()
    }

    /// Whether the trainer has answered every change that was asked for.
    pub fn is_settled(&self) -> bool {
        self.pending.is_empty()
    }

    /// Handles a report and returns the effects to carry out.
    pub fn receive(&mut self, report: Report) -> Vec<Effect> {
        match report {
            Report::Loading(run) => self.follow(run),
            Report::Progress(snapshot) => {
                let mut effects = self.follow(snapshot.run);
                effects.extend(self.take_in_beside_past(*snapshot));
                effects
            }
            Report::Failed(run, reason) => {
                let mut effects = self.follow(run);
                self.wants_running = false;
                effects.extend(self.return_to_present());
                self.failure = Some(reason);
                self.forget_request();
                effects
            }
        }
    }

    /// Switches to the run of this number. The curves of the previous run stay as a ghost.
    fn follow(&mut self, run: RunId) -> Vec<Effect> {
        if run <= self.id {
            return Vec::new();
        }
        let effects = self.return_to_present();
        if let Some(snapshot) = self.current().filter(|_| self.will_stay_as_ghost()) {
            self.ghost = Some(Arc::clone(&snapshot.history));
        }
        self.id = run;
        self.view.restart();
        self.inside.forget_units();
        if !self.hides_test_set() {
            self.guess = Guess::None;
        }
        self.painting = false;
        self.gradient_checks = GradientChecks::default();
        self.forget_request();
        self.augmented_images = None;
        effects
    }

    /// Whether the curves stay as a ghost when the run starts again. A long ghost is kept rather than a run of a few
    /// steps.
    pub(super) fn will_stay_as_ghost(&self) -> bool {
        let length = |history: &History| history.latest().map_or(0, |point| point.step);
        let before = self.ghost.as_deref().map_or(0, length);
        self.current().is_some_and(|snapshot| 10 * length(&snapshot.history) >= before)
    }

    /// Takes a report in. While the time machine is open, it is of the present, and the step that is shown stays.
    fn take_in_beside_past(&mut self, snapshot: Snapshot) -> Vec<Effect> {
        let is_other = snapshot.outcomes.iter().any(|outcome| matches!(outcome, Outcome::TookCure(..)));
        let mut effects = if is_other { self.return_to_present() } else { Vec::new() };
        let shown = self.snapshot.clone().filter(|_| self.time.is_some());
        self.show_present();
        let time = self.time.take();
        effects.extend(self.take_in(snapshot));
        if let Some(time) = time {
            self.reopen_past(*time, shown);
        }
        effects
    }

    fn take_in(&mut self, mut snapshot: Snapshot) -> Vec<Effect> {
        if snapshot.run < self.id || snapshot.answered < self.answered {
            return Vec::new(); // it is older than what is known
        }
        self.answered = snapshot.answered;
        let answered = self.settle(snapshot.answered);
        let outcomes = std::mem::take(&mut snapshot.outcomes);
        let is_first = self.current().is_none();
        let mut effects = self.drop_stale_seeds(&outcomes, is_first.then_some(&*snapshot.initial));
        let are_seeds_gone = !effects.is_empty();
        effects.extend(self.follow_cures(&snapshot, &outcomes));
        if self.in_force.hidden != snapshot.setup.hidden {
            self.inside.forget_units(); // they may have other numbers now
        }
        self.in_force = snapshot.setup.as_ref().clone();
        self.wanted = self.predicted(&snapshot.status);
        if matches!(snapshot.status, Status::Finished | Status::OutOfPatience | Status::Diverged(_))
            && self.pending.is_empty()
        {
            self.wants_running = false;
        }
        self.age_of_notice += 1;
        if self.age_of_notice > NOTICE_STAYS {
            self.notice = None;
        }
        self.tell_outcomes(&outcomes, &answered);
        if are_seeds_gone {
            self.add_notice(SEEDS_GONE);
        }
        self.refresh_augmented_images(&snapshot);
        self.tell_what_is_not_saved(&snapshot);
        let copy = snapshot.to_explain.take();
        self.snapshot = Some(Box::new(snapshot));
        self.show_drawing_again();
        self.failure = None;
        effects.extend(self.take_in_copy(copy));
        effects
    }

    /// The number of a new request for seeds or cures. It contains that of the run, so that results of other runs are not
    /// mistaken for these.
    pub(super) fn new_request(&mut self) -> u64 {
        self.requests += 1;
        (self.id.0 << 32) + self.requests
    }

    /// Shows a sentence, behind the notice that is shown.
    fn add_notice(&mut self, sentence: &str) {
        self.notice = Some(match self.notice.take() {
            Some(notice) => format!("{notice} {sentence}"),
            None => sentence.to_owned(),
        });
        self.age_of_notice = 0;
    }

    /// Removes the changes up to this number from the pending ones.
    fn settle(&mut self, answered: u64) -> Vec<Change> {
        let count = self.pending.iter().take_while(|(number, _)| *number <= answered).count();
        self.pending.drain(..count).map(|(_, change)| change).collect()
    }

    /// Predicts the settings after all pending changes.
    pub(super) fn predicted(&self, status: &Status) -> Setup {
        let foresee = |setup: Setup, (_, change): &(u64, Change)| change.foreseen(&setup, status);
        self.pending.iter().fold(self.in_force.clone(), foresee)
    }

    /// Keeps augmented images on screen long enough to look at.
    fn refresh_augmented_images(&mut self, snapshot: &Snapshot) {
        self.augmented_images_age += 1;
        let is_other = snapshot.augmented_images.is_some() != self.augmented_images.is_some()
            || snapshot.dropout.rate != self.dropout.rate
            || snapshot.status != Status::Running;
        if is_other || self.augmented_images_age >= AUGMENTED_IMAGES_STAY {
            self.augmented_images.clone_from(&snapshot.augmented_images);
            self.dropout = snapshot.dropout;
            self.augmented_images_age = 0;
        }
    }

    /// The last report of this run; `None` for a moment after a restart, while that of the previous run is shown.
    pub(super) fn current(&self) -> Option<&Snapshot> {
        self.snapshot.as_deref().filter(|snapshot| snapshot.run == self.id)
    }
}
