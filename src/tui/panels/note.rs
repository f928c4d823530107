//! The field in which a note is written.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::field;
use crate::numbers::grouped;
use crate::train::LONGEST_NOTE;
use crate::tui::app::App;
use crate::tui::widgets::text::{clear, line, panel};

/// Draws the field above the keys.
pub fn note(app: &App, step: u64, area: Rect, buffer: &mut Buffer) {
    let Some(entry) = &app.entry else { return };
    let theme = app.theme;
    // Two brackets, the frame, and a blank on each side.
    let width = (LONGEST_NOTE as u16 + 7).min(area.width);
    let place = Rect {
        x: area.x + (area.width - width) / 2,
        y: area.bottom().saturating_sub(4).max(area.y),
        width,
        height: 3,
    }
    .intersection(area);
    clear(theme, place, buffer);
    let title = Line::styled(format!(" A note on step {} ", grouped(step)), theme.strong());
    let inner = panel(theme, title, Line::default(), place, buffer);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    line(
        &Line::from(field::typed(theme, entry, usize::from(inner.width).saturating_sub(2))),
        0,
        inner,
        buffer,
    );
}
