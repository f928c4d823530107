//! The question that is asked before a run is lost.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::{Line, Span};

use crate::tui::action::ProgramAction;
use crate::tui::app::App;
use crate::tui::keymap::key_of;
use crate::tui::question::Question;
use crate::tui::widgets::text::{self, clear, panel, wrap};

/// Columns of the panel, frame included.
const WIDTH: u16 = 64;

/// Draws the question in the middle of `area`.
pub fn question(app: &App, question: &Question, area: Rect, buffer: &mut Buffer) {
    let width = WIDTH.min(area.width);
    let lines = lines(app, question, usize::from(width.saturating_sub(4)));
    let height = lines.len() as u16 + 2;
    let middle = area.centered(Constraint::Length(width), Constraint::Length(height));
    clear(app.theme, middle, buffer);
    let title = Line::styled(" One moment ", app.theme.strong());
    let inner = panel(app.theme, title, Line::default(), middle, buffer);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    text::lines(&lines, inner, buffer);
}

/// What would be done, what is lost by it, and the answers, in lines of at most `width` columns.
pub fn lines(app: &App, question: &Question, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let [asked, lost] = app.sentences(question);
    let [yes, no] = [ProgramAction::Confirm, ProgramAction::Decline].map(key_of);
    let answers = Line::from(vec![
        Span::styled(yes, theme.key()),
        Span::styled(" yes   ", theme.text()),
        Span::styled(no, theme.key()),
        Span::styled(" no", theme.text()),
    ]);
    let mut lines = wrap(&asked, width, theme.strong());
    lines.extend(wrap(&lost, width, theme.text()));
    lines.push(answers);
    lines
}
