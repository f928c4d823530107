//! What keys do to the screen as a whole; those of a run and of the picker are theirs.

use super::action::Action;
use super::app::{App, Effect, Overlay, Question, Screen};
use super::layout;
use super::run::Run;
use super::theme::Glyphs;
use crate::train::{Direction, next};

impl App {
    /// Carries out a key.
    pub(super) fn perform(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::QuitNow => return vec![Effect::Quit],
            Action::Quit => return self.quit(),
            Action::Suspend => return vec![Effect::Suspend],
            Action::Confirm => return self.confirm(),
            Action::Back => return self.back(),
            Action::Start => return self.start_chosen(),
            Action::ToggleHelp => self.toggle(Overlay::Help),
            Action::ToggleSetup if matches!(self.overlay, Overlay::Setup(_)) => self.overlay = Overlay::None,
            Action::ToggleSetup => self.overlay = Overlay::Setup(0),
            Action::TestCard => self.next_card(),
            Action::ToggleBackground => self.theme.background = self.theme.background.other(),
            action if matches!(self.overlay, Overlay::Setup(_)) => return self.change_setup(action),
            action => return self.pass_on(action),
        }
        Vec::new()
    }

    fn toggle(&mut self, overlay: Overlay) {
        self.overlay = if self.overlay == overlay { Overlay::None } else { overlay };
    }

    /// Shows the test card, then the next kind of glyphs on it.
    fn next_card(&mut self) {
        if self.overlay == Overlay::Card {
            self.theme.glyphs = next(&Glyphs::ALL, self.theme.glyphs, Direction::Up);
        }
        self.overlay = Overlay::Card;
    }

    /// To the run, if it is what is shown, or else to the picker.
    fn pass_on(&mut self, action: Action) -> Vec<Effect> {
        match (action, &mut self.run) {
            (Action::ChartAction(look), Some(run)) if self.screen == Screen::Run => {
                run.update_chart(look, layout::plot_columns(self.area, run));
                Vec::new()
            }
            (action, Some(run)) if self.screen == Screen::Run => run.update(action),
            (action, _) => self.picker.update(action),
        }
    }

    fn start_chosen(&mut self) -> Vec<Effect> {
        if self.would_lose_a_run() {
            self.overlay = Overlay::Question(Question::Replace);
            return Vec::new();
        }
        self.start(self.picker.card().setup.clone())
    }

    /// The keys of the table of settings; others do what they do without it.
    fn change_setup(&mut self, action: Action) -> Vec<Effect> {
        let (Overlay::Setup(chosen), Some(run)) = (self.overlay, &mut self.run) else { return Vec::new() };
        let settings = run.settings();
        match action {
            Action::Up => self.overlay = Overlay::Setup(chosen.saturating_sub(1)),
            Action::Down => self.overlay = Overlay::Setup((chosen + 1).min(settings.len() - 1)),
            Action::Left => return run.update(Action::Change(settings[chosen].name, Direction::Down)),
            Action::Right => return run.update(Action::Change(settings[chosen].name, Direction::Up)),
            other => return run.update(other),
        }
        Vec::new()
    }

    fn quit(&mut self) -> Vec<Effect> {
        let asked = matches!(self.overlay, Overlay::Question(_));
        if self.would_lose_a_run() && !asked {
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
        match (self.screen, &self.run) {
            (Screen::Reading, _) => {
                self.reading = None;
                self.screen = Screen::Picker;
                vec![Effect::StopReading]
            }
            (Screen::Run, Some(run)) => {
                let mut effects = run.set_aside(true);
                self.screen = Screen::Picker;
                effects.extend(self.load_thumbnails());
                effects
            }
            (Screen::Picker, Some(run)) => {
                self.screen = Screen::Run;
                run.set_aside(false)
            }
            _ => Vec::new(),
        }
    }
}
