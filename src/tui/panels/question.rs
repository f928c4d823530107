//! The question that is asked before a run is discarded.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::Line;

use crate::numbers::grouped;
use crate::tui::action::ProgramAction;
use crate::tui::app::{App, Question};
use crate::tui::keymap::key_of;
use crate::tui::widgets::text::{clear, line, panel};

/// The two lines of the question: what would be lost, and the choice.
pub fn words(app: &App, question: Question) -> [String; 2] {
    let steps = app.run.as_ref().and_then(|run| run.snapshot.as_ref()).map_or(0, |snapshot| snapshot.step);
    let (yes, no) = (key_of(ProgramAction::Confirm), NO);
    let asked = match question {
        Question::Quit => "Quit and lose it?",
        Question::Replace => "Start another and lose it?",
    };
    [format!("The run of {} steps is not saved.", grouped(steps)), format!("{asked}   {yes} yes   {no} no")]
}

/// The key that answers no. The key table lists it as one of the keys for `Back`.
const NO: &str = "n";

/// Draws the question in the middle of `area`.
pub fn question(app: &App, question: Question, area: Rect, buffer: &mut Buffer) {
    let words = words(app, question);
    let middle = area.centered(Constraint::Length(48), Constraint::Length(4));
    clear(app.theme, middle, buffer);
    let inner =
        panel(app.theme, Line::styled(" One moment ", app.theme.strong()), Line::default(), middle, buffer);
    for (row, words) in words.iter().enumerate() {
        line(&Line::styled(format!(" {words}"), app.theme.text()), row as u16, inner, buffer);
    }
}
