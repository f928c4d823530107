//! Actions on the screen as a whole. Those on the run and the picker are in `commands.rs` and `picker.rs`.

use super::action::{Action, ProgramAction, RunAction, SetupAction};
use super::app::{App, Overlay, Page, Question};
use super::layout;
use super::message::Effect;
use super::run::Run;
use super::theme::Glyphs;
use crate::train::{Adjustment, Direction, next};

impl App {
    /// Performs an action and returns its effects.
    pub(super) fn perform(&mut self, action: Action) -> Vec<Effect> {
        let keeps_the_field = matches!(action, Action::Entry(_) | Action::Program(ProgramAction::Suspend));
        if !keeps_the_field {
            self.entry = None; // it belongs to a setting that may not be chosen any more
        }
        match action {
            Action::Entry(action) => self.perform_on_entry(action),
            Action::Program(action) => self.perform_on_program(action),
            Action::Picker(action) => self.picker.update(action),
            Action::Setup(action) => self.perform_on_setup(action),
            Action::Run(RunAction::Adjust(setting, direction)) => {
                self.adjust(Adjustment::next(setting, direction))
            }
            Action::Run(RunAction::ChangeLayers(direction)) => self.adjust(Adjustment::layer(direction)),
            Action::Run(action) => self.run.as_mut().map_or_else(Vec::new, |run| run.update(action)),
            Action::Chart(action) => {
                if let Some(run) = &mut self.run {
                    run.update_chart(action, layout::plot_columns(self.area, run));
                }
                Vec::new()
            }
        }
    }

    /// Changes a setting of the run: to the next value of a key, to a typed value, or by a layer.
    pub(super) fn adjust(&mut self, adjustment: Adjustment) -> Vec<Effect> {
        self.run.as_mut().map_or_else(Vec::new, |run| run.adjust(adjustment))
    }

    fn perform_on_program(&mut self, action: ProgramAction) -> Vec<Effect> {
        match action {
            ProgramAction::QuitNow => return vec![Effect::Quit],
            ProgramAction::Quit => return self.quit(),
            ProgramAction::Suspend => return vec![Effect::Suspend],
            ProgramAction::Confirm => return self.confirm(),
            ProgramAction::Back => return self.back(),
            ProgramAction::Start => return self.start_chosen(),
            ProgramAction::ToggleHelp => self.toggle(Overlay::Help),
            ProgramAction::ToggleSetup if matches!(self.overlay, Overlay::Setup(_)) => {
                self.overlay = Overlay::None;
            }
            ProgramAction::ToggleSetup => self.overlay = Overlay::Setup(0),
            ProgramAction::TestCard => self.next_card(),
            ProgramAction::ToggleBackground => self.theme.background = self.theme.background.other(),
        }
        Vec::new()
    }

    fn toggle(&mut self, overlay: Overlay) {
        self.overlay = if self.overlay == overlay { Overlay::None } else { overlay };
    }

    /// Shows the test card, or switches to the next kind of glyphs if it is shown already.
    fn next_card(&mut self) {
        if self.overlay == Overlay::Card {
            self.theme.glyphs = next(&Glyphs::ALL, self.theme.glyphs, Direction::Up);
        }
        self.overlay = Overlay::Card;
    }

    fn start_chosen(&mut self) -> Vec<Effect> {
        if self.would_lose_a_run() {
            self.overlay = Overlay::Question(Question::Replace);
            return Vec::new();
        }
        self.start(self.picker.card().setup.clone())
    }

    /// Performs an action in the table of settings.
    fn perform_on_setup(&mut self, action: SetupAction) -> Vec<Effect> {
        let (Overlay::Setup(chosen), Some(run)) = (self.overlay, &self.run) else { return Vec::new() };
        let settings = run.settings();
        let next = |direction| Adjustment::next(settings[chosen].id, direction);
        match action {
            SetupAction::Up => self.overlay = Overlay::Setup(chosen.saturating_sub(1)),
            SetupAction::Down => self.overlay = Overlay::Setup((chosen + 1).min(settings.len() - 1)),
            SetupAction::Lower => return self.adjust(next(Direction::Down)),
            SetupAction::Higher => return self.adjust(next(Direction::Up)),
        }
        Vec::new()
    }

    fn quit(&mut self) -> Vec<Effect> {
        let is_asked = matches!(self.overlay, Overlay::Question(_));
        if self.would_lose_a_run() && !is_asked {
            self.overlay = Overlay::Question(Question::Quit);
            return Vec::new();
        }
        vec![Effect::Quit]
    }

    fn would_lose_a_run(&self) -> bool {
        self.run.as_ref().is_some_and(Run::has_learned)
    }

    fn confirm(&mut self) -> Vec<Effect> {
        match self.overlay {
            Overlay::Question(Question::Replace) => {
                self.overlay = Overlay::None;
                self.start(self.picker.card().setup.clone())
            }
            _ => vec![Effect::Quit],
        }
    }

    fn back(&mut self) -> Vec<Effect> {
        if self.overlay != Overlay::None {
            self.overlay = Overlay::None;
            return Vec::new();
        }
        match (self.page, &self.run) {
            (Page::Reading, _) => {
                self.reading = None;
                self.page = Page::Picker;
                vec![Effect::StopReading]
            }
            (Page::Run, Some(run)) => {
                let mut effects = run.set_aside(true);
                self.page = Page::Picker;
                effects.extend(self.load_thumbnails());
                effects
            }
            (Page::Picker, Some(run)) => {
                self.page = Page::Run;
                run.set_aside(false)
            }
            _ => Vec::new(),
        }
    }
}
