//! Watching a run: what is wanted of it, what it last reported, and how it is shown.

use std::sync::Arc;

use super::action::Action;
use super::app::Effect;
use super::picture::{Picture, Request};
use super::pins::Pins;
use super::view::View;
use crate::data::Shape;
use crate::nn::Network;
use crate::train::{
    Command, Direction, History, Pace, Report, RunId, SETTINGS, Setup, Snapshot, Status, setting,
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
pub enum Walk {
    /// All test images.
    All,
    /// Those that the network gets wrong.
    Wrong,
}

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
    /// What the last key did beyond what it says.
    pub notice: Option<String>,
    /// The curves of the run before.
    pub ghost: Option<Arc<History>>,
    /// Runs kept to compare with.
    pub pins: Pins,
    /// How the curves are looked at.
    pub view: View,
    /// What the network makes of the data.
    pub picture: Option<Picture>,
    /// Which points are drawn.
    pub points: Points,
    /// How the plane is coloured.
    pub edge: Edge,
    /// Which images the arrow keys walk through.
    pub walk: Walk,
    /// The test image that is shown large.
    pub image: usize,
    /// Whether a picture is being worked out, and what the last one asked for is of.
    painting: bool,
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
            ghost: None,
            pins: Pins::default(),
            view: View::default(),
            picture: None,
            points: Points::All,
            edge: Edge::Soft,
            walk: Walk::All,
            image: 0,
            painting: false,
            painted: None,
        }
    }

    /// What an example of the data is.
    pub fn shape(&self) -> Shape {
        self.wanted.data.shape()
    }

    /// Whether quitting would lose something.
    pub fn has_learned(&self) -> bool {
        self.snapshot.as_ref().is_some_and(|snapshot| snapshot.step > 0)
    }

    /// Takes in what the trainer says.
    pub fn hear(&mut self, report: Report) {
        match report {
            Report::Loading(_) => {}
            Report::Progress(snapshot) if snapshot.run != self.id => {}
            Report::Progress(snapshot) => {
                if matches!(snapshot.status, Status::Finished | Status::Diverged(_)) {
                    self.wants_running = false;
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
        match action {
            Action::TogglePause => self.toggle_pause(),
            Action::Step => self.single(Command::Step),
            Action::Epoch => self.single(Command::Epoch),
            Action::Slower => self.set_pace(self.pace.slower()),
            Action::Faster => self.set_pace(self.pace.faster()),
            Action::LowerEta => self.change("eta", Direction::Down),
            Action::RaiseEta => self.change("eta", Direction::Up),
            Action::RemoveUnit => self.change("hidden", Direction::Down),
            Action::AddUnit => self.change("hidden", Direction::Up),
            Action::SmallerBatch => self.change("batch", Direction::Down),
            Action::LargerBatch => self.change("batch", Direction::Up),
            Action::Again => self.restart(self.wanted.clone()),
            Action::NewSeed => {
                let seed = self.wanted.seed.wrapping_add(1);
                self.restart(Setup { seed, ..self.wanted.clone() })
            }
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
                self.walk = if self.walk == Walk::All { Walk::Wrong } else { Walk::All };
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
        let walked = all.filter(|(_, (said, label))| self.walk == Walk::All || said.class != **label);
        walked.map(|(image, _)| image).collect()
    }

    fn turn_page(&mut self, direction: Direction) {
        let images = self.images();
        let next = match direction {
            Direction::Up => images.iter().find(|&&image| image > self.image).or(images.first()),
            Direction::Down => images.iter().rev().find(|&&image| image < self.image).or(images.last()),
        };
        match next {
            Some(&image) => self.image = image,
            None if self.walk == Walk::Wrong => self.notice = Some("No test image is wrong.".to_owned()),
            None => {}
        }
    }

    fn toggle_pause(&mut self) -> Vec<Effect> {
        match self.current().map(|snapshot| &snapshot.status) {
            Some(Status::Finished) if !self.wants_running => {
                let more = Setup { steps: self.wanted.steps * 2, ..self.wanted.clone() };
                self.wants_running = true;
                let mut effects = self.want(more);
                effects.push(Effect::Command(Command::Resume));
                return effects;
            }
            Some(Status::Diverged(_)) => {
                self.notice =
                    Some("Nothing to go on with: r starts again, [ first for a smaller eta.".to_owned());
                return Vec::new();
            }
            _ => {}
        }
        self.wants_running = !self.wants_running;
        let command = if self.wants_running { Command::Resume } else { Command::Pause };
        vec![Effect::Command(command)]
    }

    /// Pauses the run while nobody looks, or lets it go on.
    pub fn set_aside(&self, aside: bool) -> Vec<Effect> {
        match (aside, self.wants_running) {
            (true, _) => vec![Effect::Command(Command::Pause)],
            (false, true) => vec![Effect::Command(Command::Resume)],
            (false, false) => Vec::new(),
        }
    }

    fn single(&mut self, command: Command) -> Vec<Effect> {
        self.wants_running = false;
        vec![Effect::Command(command)]
    }

    fn set_pace(&mut self, pace: Pace) -> Vec<Effect> {
        self.pace = pace;
        vec![Effect::Command(Command::SetPace(pace))]
    }

    /// Goes one rung along the ladder of a setting, live where that is possible.
    fn change(&mut self, name: &str, direction: Direction) -> Vec<Effect> {
        let Some(setting) = setting(name) else { return Vec::new() };
        let next = setting.stepped(&self.wanted, direction);
        if next == self.wanted {
            self.notice = Some(format!("{} goes no further.", setting.label));
            return Vec::new();
        }
        if !self.wanted.reaches_live(&next) {
            self.notice =
                Some("One unit is the fewest here; the picker takes 0, and other depths.".to_owned());
            return Vec::new();
        }
        self.want(next)
    }

    fn want(&mut self, next: Setup) -> Vec<Effect> {
        let changed = SETTINGS.iter().filter(|s| (s.get)(&next) != (s.get)(&self.wanted));
        let words: Vec<_> =
            changed.map(|s| format!("{} {} → {}", s.label, (s.get)(&self.wanted), (s.get)(&next))).collect();
        if let [_, _, ..] = words.as_slice() {
            self.notice = Some(format!("{}: a step keeps its size.", words.join(", ")));
        }
        self.wanted = next.clone();
        vec![Effect::Command(Command::Change(Box::new(next)))]
    }

    fn restart(&mut self, setup: Setup) -> Vec<Effect> {
        // A run of a few steps does not push out one that is worth comparing with.
        let length = |history: &History| history.latest().map_or(0, |point| point.step);
        let before = self.ghost.as_deref().map_or(0, length);
        if let Some(snapshot) = self.current().filter(|snapshot| 10 * length(&snapshot.history) >= before) {
            self.ghost = Some(Arc::clone(&snapshot.history));
        }
        self.view.restart();
        self.id = self.id.next();
        self.painting = false;
        self.wanted = setup.clone();
        self.wants_running = true;
        if self.failure.take().is_some() {
            return vec![Effect::Start { run: self.id, setup, pace: self.pace }];
        }
        vec![Effect::Command(Command::Restart(self.id, Box::new(setup)))]
    }
}
