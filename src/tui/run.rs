//! Watching a run: what is wanted of it, what it last reported, and how it is shown.

use std::sync::Arc;

use super::action::Action;
use super::app::Effect;
use super::picture::{Picture, Request};
use super::pins::Pins;
use super::seeds::Seeds;
use super::view::View;
use crate::data::{Features, Shape};
use crate::nn::{Dropout, Network};
use crate::train::{
    Command, Direction, History, Pace, Report, RunId, SETTINGS, Setting, Setup, Snapshot, Status,
};

/// Which points of the plane are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Points {
    /// Training and test points.
    All,
    /// Test points only.
    Test,
}

/// How the plane is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// By how sure the network is.
    Soft,
    /// By which class wins.
    Hard,
}

/// Which images the arrow keys walk through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFilter {
    /// All test images.
    All,
    /// Those that the network gets wrong.
    Wrong,
}

/// Reports, of which there are some thirty a second, for which distorted copies stay on the screen.
const COPIES_STAY: u32 = 25;

/// Reports for which a notice stays: long enough to read it.
const NOTICE_STAYS: u32 = 250;

/// The state of the run screen.
#[derive(Debug)]
pub struct Run {
    /// Its number; reports and pictures of other runs are not for this screen any more.
    pub id: RunId,
    /// The settings as asked for; the snapshot has those in force.
    pub wanted: Setup,
    /// The pace as asked for.
    pub pace: Pace,
    /// Whether it was asked to go on, or to pause.
    pub wants_running: bool,
    /// The last report.
    pub snapshot: Option<Snapshot>,
    /// Why there will be no more reports.
    pub failure: Option<String>,
    /// What the last key did beyond what it says; it stays for some reports.
    pub notice: Option<String>,
    age_of_notice: u32,
    /// The curves of the run before.
    pub ghost: Option<Arc<History>>,
    /// Runs kept to compare with.
    pub pins: Pins,
    /// How the curves are looked at.
    pub view: View,
    /// The same from many seeds, if that was asked for.
    pub seeds: Option<Seeds>,
    seeds_asked: u64,
    /// What the network makes of the data.
    pub picture: Option<Picture>,
    /// Which points are drawn.
    pub points: Points,
    /// How the plane is coloured.
    pub edge: Edge,
    /// Which images the arrow keys walk through.
    pub image_filter: ImageFilter,
    /// The test image that is shown large.
    pub image: usize,
    /// Changes asked for; what is in force is also wanted once all of them are carried out.
    pub(super) changes: u64,
    /// Distorted copies of training images, and how many reports ago they were new.
    pub copies: Option<Arc<Features>>,
    /// The units left out of a step.
    pub dropout: Dropout,
    age_of_copies: u32,
    /// Whether a picture is being worked out, and what the last one asked for is of.
    pub(super) painting: bool,
    painted: Option<(Arc<Network>, (usize, usize))>,
}

impl Run {
    /// A run that is about to start.
    pub fn new(id: RunId, setup: Setup) -> Run {
        Run {
            id,
            pace: Pace::to_watch(setup.steps),
            wanted: setup,
            wants_running: true,
            snapshot: None,
            failure: None,
            notice: None,
            age_of_notice: 0,
            ghost: None,
            pins: Pins::default(),
            view: View::default(),
            seeds: None,
            seeds_asked: 0,
            picture: None,
            points: Points::All,
            edge: Edge::Soft,
            image_filter: ImageFilter::All,
            image: 0,
            changes: 0,
            copies: None,
            dropout: Dropout::NONE,
            age_of_copies: 0,
            painting: false,
            painted: None,
        }
    }

    /// What an example of the data is.
    pub fn shape(&self) -> Shape {
        self.wanted.data.shape()
    }

    /// The settings that mean something for its data.
    pub fn settings(&self) -> Vec<&'static Setting> {
        SETTINGS.iter().filter(|setting| (setting.applies)(&self.wanted.data)).collect()
    }

    /// Whether quitting would lose something.
    pub fn has_learned(&self) -> bool {
        self.snapshot.as_ref().is_some_and(|snapshot| snapshot.step > 0)
    }

    /// Takes in what the trainer says.
    pub fn observe(&mut self, report: Report) {
        match report {
            Report::Loading(_) => {}
            Report::Progress(snapshot) if snapshot.run != self.id => {}
            Report::Progress(snapshot) => {
                if matches!(snapshot.status, Status::Finished | Status::OutOfPatience | Status::Diverged(_)) {
                    self.wants_running = false;
                }
                self.take_over(&snapshot);
                self.age_of_notice += 1;
                if self.age_of_notice > NOTICE_STAYS {
                    self.notice = None;
                }
                self.snapshot = Some(snapshot);
                self.failure = None;
            }
            Report::Failed(reason) => {
                self.failure = Some(reason);
                self.wants_running = false;
            }
        }
    }

    /// What changes by itself is wanted too, unless a key is still on its way; and copies stay long enough to be
    /// looked at.
    fn take_over(&mut self, snapshot: &Snapshot) {
        if snapshot.changes == self.changes {
            self.wanted = snapshot.setup.as_ref().clone();
        }
        self.age_of_copies += 1;
        let is_other = snapshot.copies.is_some() != self.copies.is_some()
            || snapshot.dropout.rate != self.dropout.rate
            || snapshot.status != Status::Running;
        if is_other || self.age_of_copies >= COPIES_STAY {
            self.copies.clone_from(&snapshot.copies);
            self.dropout = snapshot.dropout;
            self.age_of_copies = 0;
        }
    }

    /// Takes in a picture.
    pub fn show(&mut self, picture: Picture) {
        if picture.run == self.id {
            self.painting = false;
            self.picture = Some(picture);
        }
    }

    /// The next picture to work out, if there is something new to see and none is under way.
    pub fn paint(&mut self, grid: (usize, usize)) -> Option<Effect> {
        let snapshot = self.current().filter(|_| !self.painting)?;
        let painted = self.painted.as_ref();
        if painted.is_some_and(|(network, size)| Arc::ptr_eq(network, &snapshot.network) && *size == grid) {
            return None;
        }
        let snapshot = snapshot.clone();
        self.painting = true;
        self.painted = Some((Arc::clone(&snapshot.network), grid));
        Some(Effect::Paint(Request {
            run: snapshot.run,
            network: Arc::clone(&snapshot.network),
            dataset: Arc::clone(&snapshot.dataset),
            grid,
        }))
    }

    /// The last report of this very run; after a restart there is none for a moment, though the one of the run
    /// before is still shown.
    pub(super) fn current(&self) -> Option<&Snapshot> {
        self.snapshot.as_ref().filter(|snapshot| snapshot.run == self.id)
    }

    /// Carries out a key.
    pub fn update(&mut self, action: Action) -> Vec<Effect> {
        self.notice = None;
        self.age_of_notice = 0;
        match action {
            Action::TogglePause => self.toggle_pause(),
            Action::Step => self.single(Command::Step),
            Action::Epoch => self.single(Command::Epoch),
            Action::Slower => self.set_pace(self.pace.slower()),
            Action::Faster => self.set_pace(self.pace.faster()),
            Action::Change(name, direction) => self.change(name, direction),
            Action::Preset(preset) => self.take_preset(preset),
            Action::GoBack => self.go_back(),
            Action::ManySeeds => self.many_seeds(),
            Action::Again => self.again(),
            Action::NewSeed => self.next_seed(),
            other => {
                self.look(other);
                Vec::new()
            }
        }
    }

    /// Keys that change only what is shown.
    fn look(&mut self, action: Action) {
        match action {
            Action::ToggleTrainPoints => {
                self.points = if self.points == Points::All { Points::Test } else { Points::All };
            }
            Action::ToggleHardEdge => {
                self.edge = if self.edge == Edge::Soft { Edge::Hard } else { Edge::Soft };
            }
            Action::ToggleWrongOnly => {
                self.image_filter =
                    if self.image_filter == ImageFilter::All { ImageFilter::Wrong } else { ImageFilter::All };
                if !self.images().contains(&self.image) {
                    self.turn_page(Direction::Up);
                }
            }
            Action::Left => self.turn_page(Direction::Down),
            Action::Right => self.turn_page(Direction::Up),
            _ => {}
        }
    }

    /// The test images that the arrow keys walk through, in order.
    pub fn images(&self) -> Vec<usize> {
        let Some(picture) = &self.picture else { return Vec::new() };
        let labels = &picture.dataset.test.labels;
        let all = picture.test.iter().zip(labels).enumerate();
        let filtered =
            all.filter(|(_, (said, label))| self.image_filter == ImageFilter::All || said.class != **label);
        filtered.map(|(image, _)| image).collect()
    }

    fn turn_page(&mut self, direction: Direction) {
        let images = self.images();
        let next = match direction {
            Direction::Up => images.iter().find(|&&image| image > self.image).or(images.first()),
            Direction::Down => images.iter().rev().find(|&&image| image < self.image).or(images.last()),
        };
        match next {
            Some(&image) => self.image = image,
            None if self.image_filter == ImageFilter::Wrong => {
                self.notice = Some("No test image is wrong.".to_owned());
            }
            None => {}
        }
    }

    /// Trains the same from many seeds beside this run, or stops that.
    fn many_seeds(&mut self) -> Vec<Effect> {
        if self.seeds.take().is_some() {
            return vec![Effect::NoSeeds];
        }
        self.seeds_asked += 1;
        let setup = Setup { at: Vec::new(), ..self.wanted.clone() };
        // Numbers of other runs must not be taken for this one's.
        let number = (self.id.0 << 32) + self.seeds_asked;
        self.seeds = Some(Seeds::new(number, &setup));
        vec![Effect::ManySeeds { number, setup }]
    }

    /// Pauses the run while nobody looks, or lets it go on.
    pub fn set_aside(&self, aside: bool) -> Vec<Effect> {
        match (aside, self.wants_running) {
            (true, _) => vec![Effect::Command(Command::Pause)],
            (false, true) => vec![Effect::Command(Command::Resume)],
            (false, false) => Vec::new(),
        }
    }
}
