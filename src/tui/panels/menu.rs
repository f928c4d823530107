//! The frame of a list from which something is chosen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::action::ProgramAction;
use crate::tui::keymap::key_of;
use crate::tui::theme::Theme;
use crate::tui::widgets::text::{clear, panel};

/// Columns of a menu, frame included, if the terminal is as wide.
pub const WIDTH: u16 = 78;

/// Draws the frame, with what the menu is about beside its title and the key of `close` below it; returns its inside.
pub fn frame(
    theme: Theme,
    [title, about]: [&'static str; 2],
    close: ProgramAction,
    place: Rect,
    buffer: &mut Buffer,
) -> Rect {
    clear(theme, place, buffer);
    let title = Line::from(vec![Span::styled(title, theme.strong()), Span::styled(about, theme.faint())]);
    let foot = Line::styled(format!(" {} closes ", key_of(close)), theme.faint());
    panel(theme, title, foot, place, buffer)
}
