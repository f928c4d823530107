//! The symbols of points on the plane.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::app::App;
use crate::tui::class_list;
use crate::tui::theme::Theme;

/// The set of examples that a point belongs to.
#[derive(Clone, Copy, PartialEq)]
pub enum Split {
    Train,
    Test,
}

impl Split {
    /// Its name in a legend.
    pub fn name(self) -> &'static str {
        match self {
            Split::Train => "train",
            Split::Test => "test",
        }
    }
}

/// The symbol of a point: round for training, square for test, hollow for class 0, crossed if the prediction is wrong. With
/// more than two classes, right points are the letters of [`class_list::symbol`].
pub fn symbol(app: &App, part: Split, class: u8, classes: usize, wrong: bool) -> &'static str {
    let (unicode, ascii) = match (part, class, wrong) {
        (_, class, false) if classes > 2 => return class_list::symbol(class),
        (Split::Train, 0, false) => ("○", "o"),
        (Split::Train, _, false) => ("●", "*"),
        (Split::Test, 0, false) => ("□", "n"),
        (Split::Test, _, false) => ("■", "m"),
        (Split::Train, _, true) => ("✗", "x"),
        (Split::Test, _, true) => ("☒", "X"),
    };
    app.theme.glyph(unicode, ascii)
}

/// Puts brackets around the point in a cell of the map in `area`.
pub fn brackets(theme: Theme, (x, y): (u16, u16), area: Rect, buffer: &mut Buffer) {
    for (at, bracket) in [(x.checked_sub(1), "["), (x.checked_add(1), "]")] {
        let Some(at) = at.filter(|&at| at >= area.x && at < area.right()) else { continue };
        buffer[(at, y)].set_symbol(bracket).set_style(theme.focus());
    }
}
