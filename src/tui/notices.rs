//! Notices about what happens behind the screen, and about the keyboard.

use ratatui::crossterm::event::KeyEvent;

use super::action::RunAction;
use super::app::{App, Page};
use super::keymap;

impl App {
    /// Shows a notice.
    pub(super) fn tell(&mut self, notice: String) {
        match &mut self.run {
            Some(run) if self.page == Page::Run => {
                run.notice = Some(notice);
                run.age_of_notice = 0;
            }
            _ => match self.sweep.as_mut().filter(|_| self.page == Page::Sweep) {
                Some(sweep) => sweep.notice = Some(notice),
                None => self.picker.notice = Some(notice),
            },
        }
    }

    /// Handles the panic of a background thread.
    pub(super) fn tell_fault(&mut self, words: &str) {
        let notice = App::fault_notice(words);
        let is_run = self.page == Page::Run && self.run.is_some();
        let again = format!(" {} starts again.", keymap::key_of(RunAction::Again));
        self.tell(if is_run { notice + &again } else { notice });
    }

    /// Says once that the keys are Latin letters, after a letter of another alphabet that does nothing.
    pub(super) fn hint_at_layout(&mut self, event: &KeyEvent) {
        let is_other =
            keymap::typed(event).is_some_and(|letter| !letter.is_ascii() && letter.is_alphabetic());
        if !is_other || self.entry.is_some() || self.question.is_some() || self.has_layout_hint {
            return;
        }
        self.has_layout_hint = true;
        self.tell("The keys are Latin letters: switch the keyboard layout.".to_owned());
    }

    /// The notice for a panic in a background thread.
    pub(super) fn fault_notice(words: &str) -> String {
        format!("Internal error: {words}.")
    }
}
