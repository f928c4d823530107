//! Actions on the run: most send a command to the trainer, some change the view.

use super::action::{ProgramAction, RunAction};
use super::keymap::key_of;
use super::message::Effect;
use super::open_panels::PanelFocus;
use super::run::{Edge, Points, Run};
use super::seeds::Seeds;
use crate::train::{Adjustment, Change, Command, Direction, Pace, SettingId, Status};

impl Run {
    /// Performs an action and returns its effects.
    pub fn update(&mut self, action: RunAction) -> Vec<Effect> {
        self.drop_notice();
        match action {
            RunAction::TogglePause => return self.toggle_pause(),
            RunAction::Step => return self.single(Command::Step),
            RunAction::Epoch => return self.single(Command::Epoch),
            RunAction::Slower => return self.set_pace(self.pace.slower()),
            RunAction::Faster => return self.set_pace(self.pace.faster()),
            RunAction::Adjust(setting, direction) => {
                return self.adjust(Adjustment::next(setting, direction));
            }
            RunAction::ChangeLayers(direction) => return self.adjust(Adjustment::layer(direction)),
            RunAction::Preset(preset) => return self.ask(Change::Preset(preset)),
            RunAction::GoBack => return self.go_back(),
            RunAction::ToggleGuess => self.toggle_guess(),
            RunAction::ManySeeds => return self.many_seeds(),
            RunAction::Again => return self.again(),
            RunAction::NewSeed => return self.adjust(Adjustment::next(SettingId::Seed, Direction::Up)),
            RunAction::ToggleTrainPoints => {
                self.points = if self.points == Points::All { Points::Test } else { Points::All };
            }
            RunAction::ToggleHardEdge => {
                self.edge = if self.edge == Edge::Soft { Edge::Hard } else { Edge::Soft };
            }
            RunAction::ToggleWrongOnly => self.toggle_wrong_only(),
            RunAction::PreviousImage => self.turn_page(Direction::Down),
            RunAction::PreviousClasses => self.class_page -= 1,
            RunAction::NextClasses => self.class_page += 1,
            RunAction::NextImage => self.turn_page(Direction::Up),
            RunAction::ShowPanel(id) => self.show_panel(id),
            RunAction::FillWith(id) => self.panels.focus = PanelFocus::Full(id),
            RunAction::NextPanel => self.focus_next_panel(),
            RunAction::PreviousLayer => self.move_layer(Direction::Down),
            RunAction::NextLayer => self.move_layer(Direction::Up),
            RunAction::PreviousUnit => self.move_unit(Direction::Down),
            RunAction::NextUnit => self.move_unit(Direction::Up),
            RunAction::KnockOut => self.knock_out(),
            RunAction::NextUnitOrder => self.inside.order = self.inside.order.next(),
            RunAction::MoveCell(arrow) => self.move_cell(arrow),
            // The app knows how many of them are beside each other.
            RunAction::MoveExample(arrow) => self.move_example(arrow, 1),
            RunAction::NextTrueClass => self.next_true_class(),
            RunAction::ToggleProbe => self.toggle_probe(),
            RunAction::NextNetworkView => self.next_network_view(),
        }
        Vec::new()
    }

    fn toggle_pause(&mut self) -> Vec<Effect> {
        let status = self.current().map(|snapshot| snapshot.status.clone());
        match status {
            Some(Status::Finished | Status::OutOfPatience) if !self.wants_running => {
                if status == Some(Status::OutOfPatience) {
                    self.notice = Some("Patience is off now: it goes on to the end.".to_owned());
                }
                self.wants_running = true;
                self.ask(Change::Extend)
            }
            Some(Status::Diverged(_)) => {
                self.notice = Some(format!(
                    "The run has diverged: {} starts again with a third of eta, {} goes back to the best step.",
                    key_of(RunAction::Again),
                    key_of(RunAction::GoBack)
                ));
                Vec::new()
            }
            _ => {
                self.wants_running = !self.wants_running;
                let command = if self.wants_running { Command::Resume } else { Command::Pause };
                vec![Effect::Command(command)]
            }
        }
    }

    pub(super) fn single(&mut self, command: Command) -> Vec<Effect> {
        self.wants_running = false;
        vec![Effect::Command(command)]
    }

    /// Pauses the run while it is off screen, or resumes it.
    pub fn set_aside(&self, aside: bool) -> Vec<Effect> {
        match (aside, self.wants_running && self.time.is_none()) {
            (true, _) => vec![Effect::Command(Command::Pause)],
            (false, true) => vec![Effect::Command(Command::Resume)],
            (false, false) => Vec::new(),
        }
    }

    fn set_pace(&mut self, pace: Pace) -> Vec<Effect> {
        self.pace = pace;
        vec![Effect::Command(Command::SetPace(pace))]
    }

    fn drop_notice(&mut self) {
        self.notice = None;
        self.age_of_notice = 0;
    }

    /// Changes a setting. The run continues if possible and restarts otherwise.
    pub fn adjust(&mut self, adjustment: Adjustment) -> Vec<Effect> {
        self.drop_notice();
        self.ask(Change::Adjust(vec![adjustment]))
    }

    /// Restores the best weights and pauses.
    fn go_back(&mut self) -> Vec<Effect> {
        self.wants_running = false;
        // The notice names no step: the trainer may find a better one before it handles the command. The axis marks
        // it.
        self.notice = Some(self.back_at_best("Back to the best step."));
        self.ask(Change::GoBack)
    }

    /// The notice after going back: what is back, how to go on, and a warning if the test set has chosen the step.
    pub(super) fn back_at_best(&self, what: &str) -> String {
        let peeking = if self.wanted.validation > 0.0 {
            String::new()
        } else {
            let setup = key_of(ProgramAction::ToggleSetup);
            format!(" Choosing a step by the test set is peeking: use a validation set ({setup}) instead.")
        };
        format!("{what} {} goes on.{peeking}", key_of(RunAction::TogglePause))
    }

    /// Restarts the run; after a divergence, with a smaller eta.
    fn again(&mut self) -> Vec<Effect> {
        if self.failure.take().is_some() {
            // The trainer may have ended, so start a new one.
            self.wants_running = true;
            self.forget_pending();
            let (run, setup, pace) = (self.id.next(), self.wanted.clone(), self.pace);
            let no_seeds = self.seeds.take().map(|_| Effect::NoSeeds);
            return no_seeds.into_iter().chain([Effect::Start { run, setup, pace }]).collect();
        }
        self.ask(Change::Again)
    }

    /// Starts training the whole run, with all changes so far, from many seeds; or stops that.
    fn many_seeds(&mut self) -> Vec<Effect> {
        if self.seeds.take().is_some() {
            return vec![Effect::NoSeeds];
        }
        let Some(snapshot) = self.current() else { return Vec::new() };
        let Some(setup) = snapshot.again() else {
            self.notice = Some("Too much was changed in this run to repeat it from other seeds.".to_owned());
            return Vec::new();
        };
        let number = self.new_request();
        self.seeds = Some(Seeds::new(number, &setup));
        vec![Effect::ManySeeds { number, setup }]
    }
}
