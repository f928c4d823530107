//! What the four parts of the sheet have in common: the step, the room, and rows of words and numbers.

use ratatui::text::{Line, Span};

use super::sum::{Sum, outcome, result};
use crate::train::{Explanation, NextStep};
use crate::tui::theme::Theme;
use crate::tui::widgets::text::wrap;

/// An explained step, and the room to show it.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    /// The styles and glyphs.
    pub theme: Theme,
    /// The step.
    pub step: &'a NextStep,
    /// Its explanation for an example and a weight.
    pub explanation: &'a Explanation,
    /// Rows of the part.
    pub rows: usize,
    /// Columns of the part.
    pub width: usize,
}

impl Part<'_> {
    /// A row with a number at its right end.
    pub fn result(self, words: &str, number: impl Into<f64>) -> Line<'static> {
        result(&format!("  {words}"), number.into(), self.theme, self.width)
    }

    /// A row with the number that all rows above it lead to.
    pub fn outcome(self, words: &str, number: impl Into<f64>) -> Line<'static> {
        outcome(&format!("  {words}"), number.into(), self.theme, self.width)
    }

    /// Words on what is computed.
    pub fn words(self, words: &str) -> Vec<Line<'static>> {
        let mut lines = wrap(words, self.width.saturating_sub(2), self.theme.faint());
        for line in &mut lines {
            line.spans.insert(0, Span::raw(" "));
        }
        lines
    }

    /// The lines with the rows of a sum at `place`, as many as there is room for.
    pub fn with_sum(self, mut lines: Vec<Line<'static>>, place: usize, sum: &Sum) -> Vec<Line<'static>> {
        let rows = sum.rows(self.theme, self.rows.saturating_sub(lines.len()).max(2), self.width);
        lines.splice(place..place, rows);
        lines
    }

    /// Whether the weight leads to an output.
    pub fn is_output(self) -> bool {
        self.explanation.parameter.layer + 1 == self.step.network().layers.len()
    }
}
