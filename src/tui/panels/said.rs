//! All that is said of the run or of the log, in as many lines as it takes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{diagnosis, watched};
use crate::tui::app::{App, Page};
use crate::tui::page_layout;

/// Draws all that is said above the other panels, from line `first` on.
pub fn all_words(app: &App, first: usize, area: Rect, buffer: &mut Buffer) {
    let lines = said(app, page_layout::text_columns(area));
    if !lines.is_empty() {
        diagnosis::draw_all(app, &lines, first, area, buffer);
    }
}

/// All that is said of what is on screen, in lines of at most `width` columns.
pub fn said(app: &App, width: usize) -> Vec<Line<'static>> {
    match (app.page, &app.watching, &app.run) {
        (Page::Logs, Some(watching), _) => watched::words(app, watching, width),
        (_, _, Some(run)) => diagnosis::words(app, run, width),
        _ => Vec::new(),
    }
}
