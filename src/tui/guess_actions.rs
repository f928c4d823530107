//! Guessing the test accuracy: what is hidden meanwhile, and the keys.

use super::action::GuessAction;
use super::guess::{Guess, SaidGuess};
use super::open_panels::PanelFocus;
use super::run::{Points, Run};
use crate::train::Direction;

impl Run {
    /// Whether everything of the test set is hidden.
    pub fn hides_test_set(&self) -> bool {
        matches!(self.guess, Guess::Asking(_))
    }

    /// The points that are drawn on the plane.
    pub fn shown_points(&self) -> Points {
        if self.hides_test_set() { Points::Train } else { self.points }
    }

    /// Performs an action on the guess.
    pub(super) fn update_guess(&mut self, action: GuessAction) {
        match action {
            GuessAction::Change(direction, by) => self.change_guess(direction, by),
            GuessAction::Say => self.say_guess(),
            GuessAction::GiveUp => self.toggle_guess(),
        }
    }

    /// Hides the test set and asks for a guess, which starts at the training accuracy; or gives up and shows it again.
    pub(super) fn toggle_guess(&mut self) {
        let latest = self.current().and_then(|snapshot| snapshot.history.latest());
        let accuracy = latest.map(|latest| (100.0 * latest.train.accuracy()).round() as u8);
        self.guess = match accuracy.filter(|_| !self.hides_test_set()) {
            Some(accuracy) => Guess::Asking(accuracy),
            None => Guess::None,
        };
        if self.hides_test_set() {
            self.panels.focus = PanelFocus::Nowhere; // the question stands in the diagnosis
        }
    }

    /// Changes the guess by this many per cent.
    fn change_guess(&mut self, direction: Direction, by: u8) {
        if let Guess::Asking(percent) = &mut self.guess {
            *percent = match direction {
                Direction::Down => percent.saturating_sub(by),
                Direction::Up => (*percent + by).min(100),
            };
        }
    }

    /// Says the guess and shows the test set.
    fn say_guess(&mut self) {
        let Guess::Asking(percent) = self.guess else { return };
        let latest = self.snapshot.as_ref().and_then(|snapshot| snapshot.history.latest());
        self.guess = latest.map_or(Guess::None, |latest| {
            let (correct, examples) = (latest.test.correct, latest.test.examples);
            Guess::Said(SaidGuess { percent, step: latest.step, correct, examples })
        });
    }
}
