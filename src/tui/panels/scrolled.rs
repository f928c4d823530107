//! The foot of a text that may be longer than its overlay.

use ratatui::text::{Line, Span};

use crate::tui::action::ProgramAction;
use crate::tui::app::App;
use crate::tui::keymap::key_of;

/// Which lines are shown, `rows` from line `first` on, and the keys for the others if there are any; and the key that closes
/// the overlay.
pub fn foot(app: &App, first: usize, rows: usize, all: usize) -> Line<'static> {
    let theme = app.theme;
    let close = format!(" {} closes ", key_of(ProgramAction::Back));
    let keys = theme.glyph("↑↓", "Up Down");
    let part = if rows < all {
        format!(" lines {} to {} of {all}: {keys} ", first + 1, first + rows)
    } else {
        String::new()
    };
    Line::from(vec![Span::styled(part, theme.key()), Span::styled(close, theme.faint())])
}
