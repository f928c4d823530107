//! Actions on the screen as a whole. Those on the run and the picker are in `commands.rs` and `picker.rs`.

use super::action::{Action, CureAction, ProgramAction, RunAction, SetupAction};
use super::app::{App, Overlay, Page, Question};
use super::layout;
use super::message::Effect;
use super::run::Run;
use super::theme::Glyphs;
use crate::train::{Direction, next};

impl App {
    /// Performs an action and returns its effects.
    pub(super) fn perform(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Program(action) => self.perform_on_program(action),
            Action::Picker(action) => self.picker.update(action),
            Action::Setup(action) => self.perform_on_setup(action),
            Action::Run(action) => self.run.as_mut().map_or_else(Vec::new, |run| run.update(action)),
            Action::Cures(action) => self.perform_on_cures(action),
            Action::Chart(action) => {
                if let Some(run) = &mut self.run {
                    run.update_chart(action, layout::plot_columns(self.area, run));
                }
                Vec::new()
            }
        }
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
            ProgramAction::ToggleCures => return self.toggle_cures(),
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
        let (Overlay::Setup(chosen), Some(run)) = (self.overlay, &mut self.run) else { return Vec::new() };
        let settings = run.settings();
        let adjust = |direction| RunAction::Adjust(settings[chosen].id, direction);
        match action {
            SetupAction::Up => self.overlay = Overlay::Setup(chosen.saturating_sub(1)),
            SetupAction::Down => self.overlay = Overlay::Setup((chosen + 1).min(settings.len() - 1)),
            SetupAction::Lower => return run.update(adjust(Direction::Down)),
            SetupAction::Higher => return run.update(adjust(Direction::Up)),
        }
        Vec::new()
    }

    /// Shows the table of cures and tries them, unless that is being done; in the table, stops or repeats the trials.
    fn toggle_cures(&mut self) -> Vec<Effect> {
        let Some(run) = &mut self.run else { return Vec::new() };
        let was_open = self.overlay == Overlay::Cures;
        let effects = match (was_open, &run.cures) {
            (true, _) => run.stop_or_repeat_cures(),
            (false, Some(_)) => Vec::new(),
            (false, None) => run.try_cures(),
        };
        self.overlay = if run.cures.is_some() { Overlay::Cures } else { Overlay::None };
        effects
    }

    fn perform_on_cures(&mut self, action: CureAction) -> Vec<Effect> {
        let effects = self.run.as_mut().map_or_else(Vec::new, |run| run.update_cures(action));
        if !effects.is_empty() {
            self.overlay = Overlay::None;
        }
        effects
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
