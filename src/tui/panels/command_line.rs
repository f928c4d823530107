//! The command line that repeats the run, whole.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::{Line, Span};

use super::scrolled::foot;
use crate::tui::app::App;
use crate::tui::page_layout;
use crate::tui::widgets::text::{self, clear, panel, wrap};

/// Draws the lines from line `first` on, over the whole width: without a frame at their sides they can be selected with
/// the mouse.
pub fn command_line(app: &App, first: usize, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let lines = app.command_lines();
    let rows = lines.len().min(page_layout::text_rows(area));
    let first = first.min(lines.len() - rows);
    let told = wrap(&app.copying(), page_layout::text_columns(area), theme.text());
    let height = (rows + told.len() + 3) as u16;
    let above_footer = Rect { height: area.height.saturating_sub(1), ..area };
    let place = above_footer.centered_vertically(Constraint::Length(height.min(above_footer.height)));
    clear(theme, place, buffer);
    let title = Line::styled(" The line that repeats this run ", theme.strong());
    let inner = panel(theme, title, foot(app, first, rows, lines.len()), place, buffer);
    // The shown rows reach over the sides of the frame.
    let wide = Rect { x: place.x, width: place.width, ..inner };
    clear(theme, wide, buffer);
    let shown: Vec<Line> = lines[first..first + rows]
        .iter()
        .map(|line| Line::from(vec![Span::raw(" "), Span::styled(line.clone(), theme.strong())]))
        .collect();
    text::lines(&shown, wide, buffer);
    let below = Rect { x: wide.x + 1, y: wide.y + rows as u16 + 1, ..wide };
    text::lines(&told, below.intersection(wide), buffer);
}
