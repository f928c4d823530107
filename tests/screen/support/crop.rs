//! A part of the screen in three looks, as one text.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::picture::picture;
use super::{ASCII, COLOR, NO_COLOR, Stage, text};

/// The cells of an area.
pub fn crop(buffer: &Buffer, area: Rect) -> Buffer {
    let mut part = Buffer::empty(Rect { x: 0, y: 0, ..area });
    for at in part.area.positions() {
        part[at] = buffer[(area.x + at.x, area.y + at.y)].clone();
    }
    part
}

/// How much of the three looks is pictured. What is not is checked all the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Detail {
    /// All of them, with a letter for the colours of each cell.
    Colors,
    /// The symbols of all of them.
    Symbols,
    /// The symbols without colour, where half blocks are shades.
    Shades,
}

impl Detail {
    /// The larger the terminal, the less is pictured.
    pub fn at((width, _): (u16, u16)) -> Detail {
        match width {
            ..120 => Detail::Colors,
            120..200 => Detail::Symbols,
            200.. => Detail::Shades,
        }
    }
}

/// An area in colour, without colour and in ASCII. What looks the same without colour is not repeated.
///
/// # Panics
/// If a cell without colour has one, or one in ASCII another character.
pub fn in_every_look(stage: &mut Stage, area: Rect, detail: Detail) -> String {
    let part = |stage: &mut Stage, theme| {
        stage.app.theme = theme;
        crop(&stage.buffer(), area)
    };
    let [plain, ascii, colored] = [NO_COLOR, ASCII, COLOR].map(|theme| part(stage, theme));
    for cell in plain.content.iter().chain(&ascii.content) {
        assert_eq!((cell.fg, cell.bg), Default::default(), "{cell:?}");
    }
    let (symbols, plain, ascii) = (text(&colored), text(&plain), text(&ascii));
    assert!(ascii.is_ascii(), "{ascii}");
    let size = format!("{}x{}", stage.app.area.width, stage.app.area.height);
    if detail == Detail::Shades {
        let look = if plain == symbols { "" } else { ", without colour" };
        return format!("== {size}{look} ==\n{plain}\n");
    }
    let colored = if detail == Detail::Colors { picture(&colored) } else { symbols.clone() };
    let plain = if plain == symbols { "the same symbols\n".to_owned() } else { plain };
    format!("== {size} ==\n{colored}\n== {size}, without colour ==\n{plain}\n== {size}, ASCII ==\n{ascii}\n")
}
