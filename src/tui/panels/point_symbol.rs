//! The symbols of points on the plane.

use crate::tui::app::App;
use crate::tui::class_list;

/// The set of examples that a point belongs to.
#[derive(Clone, Copy, PartialEq)]
pub enum Split {
    Train,
    Test,
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
