//! Guess first: everything of the test set is hidden until a person has said which accuracy they expect on it.

use super::line_data::Source;
use super::open_panels::PanelFocus;
use super::run::{Points, Run};
use crate::train::Direction;

/// Where a guess is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Guess {
    /// Nothing is hidden, and nothing has been guessed.
    #[default]
    None,
    /// The test set is hidden until the guess is said. It is this many per cent so far.
    Asking(u8),
    /// The guess and what was true when it was said.
    Said(SaidGuess),
}

/// A guess of the test accuracy, beside what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaidGuess {
    /// The test accuracy that was expected, in per cent.
    pub percent: u8,
    /// The step at which it was said.
    pub step: u64,
    /// How many test examples were right at that step.
    pub correct: usize,
    /// How many there are.
    pub examples: usize,
}

impl Source {
    /// Whether a line shows results on the test set.
    fn is_of_test_set(self) -> bool {
        !matches!(self, Source::Train | Source::TrainBefore | Source::Validation)
    }
}

impl Run {
    /// Whether everything of the test set is hidden.
    pub fn hides_test_set(&self) -> bool {
        matches!(self.guess, Guess::Asking(_))
    }

    /// Whether a line of the charts is shown.
    pub(super) fn shows(&self, line: Source) -> bool {
        !(self.hides_test_set() && line.is_of_test_set())
    }

    /// The points that are drawn on the plane.
    pub fn shown_points(&self) -> Points {
        if self.hides_test_set() { Points::Train } else { self.points }
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
    pub(super) fn change_guess(&mut self, direction: Direction, by: u8) {
        if let Guess::Asking(percent) = &mut self.guess {
            *percent = match direction {
                Direction::Down => percent.saturating_sub(by),
                Direction::Up => (*percent + by).min(100),
            };
        }
    }

    /// Says the guess and shows the test set.
    pub(super) fn say_guess(&mut self) {
        let Guess::Asking(percent) = self.guess else { return };
        let latest = self.snapshot.as_ref().and_then(|snapshot| snapshot.history.latest());
        self.guess = latest.map_or(Guess::None, |latest| {
            let (correct, examples) = (latest.test.correct, latest.test.examples);
            Guess::Said(SaidGuess { percent, step: latest.step, correct, examples })
        });
    }
}
