//! The value of a setting in a list: as it is, between arrows if it is chosen, or in brackets while it is typed.

use ratatui::text::Span;

use crate::train::{Setting, Setup};
use crate::tui::entry::Entry;
use crate::tui::theme::Theme;
use crate::tui::widgets::text::{pad, text_width, truncate};

/// Columns of a value that is typed.
const WIDTH: usize = 14;

/// A value that the arrow keys do not act on.
pub fn plain(theme: Theme, value: &str) -> Vec<Span<'static>> {
    vec![Span::styled(format!("  {value}"), theme.strong())]
}

/// The value that the arrow keys act on, or the open field in its place.
pub fn chosen(theme: Theme, value: &str, entry: Option<&Entry>) -> Vec<Span<'static>> {
    if let Some(entry) = entry {
        return typed(theme, entry, WIDTH);
    }
    let (left, right) = (theme.glyph("◂", "<"), theme.glyph("▸", ">"));
    vec![Span::styled(format!("{left} {value} {right}"), theme.focus())]
}

/// An open field whose text has `width` columns. A longer one scrolls with the cursor.
pub fn typed(theme: Theme, entry: &Entry, width: usize) -> Vec<Span<'static>> {
    let (before, at, behind) = entry.parts();
    let at = at.to_string();
    let mut shown = before.as_str();
    while text_width(shown) + text_width(&at) > width {
        shown = shown.get(shown.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
    }
    let room = width.saturating_sub(text_width(shown) + text_width(&at));
    // What the next character replaces looks as if it was selected.
    let style = if entry.is_untouched() { theme.caret() } else { theme.typed() };
    vec![
        Span::styled("[", theme.focus()),
        Span::styled(shown.to_owned(), style),
        Span::styled(at, theme.caret()),
        Span::styled(pad(&truncate(&behind, room), room), theme.typed()),
        Span::styled("]", theme.focus()),
    ]
}

/// What can be typed into the field of a setting.
pub fn allowed(setting: &Setting, setup: &Setup) -> String {
    format!("Type {}.", setting.allowed(setup))
}
