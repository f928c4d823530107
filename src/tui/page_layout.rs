//! The size of pages of keys and of texts.

use ratatui::layout::Rect;

/// Columns of a row of the page of keys: a blank one, the keys, a blank one, what they do, and a blank one.
pub const HELP_COLUMN: u16 = 39;

/// The columns of the page of keys, and the rows of each, in a terminal of this size.
pub fn help_grid(area: Rect) -> (usize, usize) {
    let columns = (area.width.saturating_sub(2) / HELP_COLUMN).clamp(1, 4);
    (columns.into(), usize::from(area.height.saturating_sub(3)).max(1))
}

/// Columns of a text in its overlay.
pub fn text_columns(area: Rect) -> usize {
    usize::from(area.width.saturating_sub(4)).max(20)
}

/// Rows of a text in its overlay, at most.
pub fn text_rows(area: Rect) -> usize {
    usize::from(area.height.saturating_sub(7)).max(1)
}
