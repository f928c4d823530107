//! Waiting for a file: how much of it is read.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::app::App;
use crate::tui::widgets::text::{fitted, line, panel};

/// Columns of the panel, frame included.
const WIDTH: u16 = 60;

/// Draws the name of the file, a bar and the share.
pub fn reading(app: &App, area: Rect, buffer: &mut Buffer) {
    let Some(reading) = &app.reading else { return };
    let theme = app.theme;
    let (width, height) = (WIDTH.min(area.width), 5.min(area.height));
    let middle =
        Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
    let title = Line::styled(" Reading ", theme.strong());
    let inner = panel(theme, title, Line::default(), middle, buffer);
    let name = fitted(&reading.name, usize::from(inner.width.saturating_sub(2)));
    line(&Line::styled(format!(" {name}"), theme.text()), 0, inner, buffer);
    let room = usize::from(inner.width).saturating_sub(9);
    let done = (reading.share * room as f64).round() as usize;
    let words = Line::from(vec![
        Span::raw(" "),
        Span::styled(theme.either("━", "=").repeat(done), theme.train()),
        Span::styled(theme.either("─", "-").repeat(room - done), theme.frame()),
        Span::styled(format!(" {:>3.0} % ", 100.0 * reading.share), theme.text()),
    ]);
    line(&words, 1, inner, buffer);
}
