//! The progress of reading a file.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::{Line, Span};

use crate::tui::app::App;
use crate::tui::widgets::bar::{Bar, Stroke};
use crate::tui::widgets::text::{line, panel, truncate};

/// Columns of the panel, frame included.
const WIDTH: u16 = 60;

/// Draws the name of the file, a progress bar and the percentage.
pub fn reading(app: &App, area: Rect, buffer: &mut Buffer) {
    let Some(reading) = &app.reading else { return };
    let theme = app.theme;
    let middle = area.centered(Constraint::Length(WIDTH), Constraint::Length(5));
    let title = Line::styled(" Reading ", theme.strong());
    let inner = panel(theme, title, Line::default(), middle, buffer);
    let name = truncate(&reading.name, usize::from(inner.width.saturating_sub(2)));
    line(&Line::styled(format!(" {name}"), theme.text()), 0, inner, buffer);
    let room = usize::from(inner.width).saturating_sub(9);
    let bar = Bar { share: reading.share, stroke: Stroke::Line, style: theme.train() };
    let [done, rest] = bar.spans(theme, room);
    let words = Line::from(vec![
        Span::raw(" "),
        done,
        rest,
        Span::styled(format!(" {:>3.0} % ", 100.0 * reading.share), theme.text()),
    ]);
    line(&words, 1, inner, buffer);
}
