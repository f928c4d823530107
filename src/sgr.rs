//! Colours and attributes as escape sequences of a terminal: "select graphic rendition" of ECMA-48.

use std::io::{self, Write};

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// Attributes with the parameters that turn them on and off. Bold and dim share theirs.
const ATTRIBUTES: [(Modifier, &str, &str); 8] = [
    (Modifier::BOLD, "1", "22"),
    (Modifier::DIM, "2", "22"),
    (Modifier::ITALIC, "3", "23"),
    (Modifier::UNDERLINED, "4", "24"),
    (Modifier::SLOW_BLINK, "5", "25"),
    (Modifier::RAPID_BLINK, "6", "25"),
    (Modifier::REVERSED, "7", "27"),
    (Modifier::CROSSED_OUT, "9", "29"),
];

/// How a character is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pen {
    /// The colour of the character.
    pub foreground: Color,
    /// The colour behind it.
    pub background: Color,
    /// Bold, dim and the like.
    pub modifier: Modifier,
}

impl Pen {
    /// The pen that draws a cell.
    pub fn of(cell: &Cell) -> Pen {
        Pen { foreground: cell.fg, background: cell.bg, modifier: cell.modifier }
    }

    /// Writes what differs between two pens as one sequence.
    pub fn change(self, to: Pen, out: &mut impl Write) -> io::Result<()> {
        let from = self;
        if from == to {
            return Ok(());
        }
        let mut parameters: Vec<String> = Vec::new();
        let mut kept = from.modifier;
        for (modifier, _, off) in ATTRIBUTES {
            if (from.modifier - to.modifier).contains(modifier) {
                parameters.push(off.to_owned());
                // The same parameter may have ended another attribute.
                kept -= ATTRIBUTES.into_iter().filter(|other| other.2 == off).map(|other| other.0).collect();
            }
        }
        for (modifier, on, _) in ATTRIBUTES {
            if (to.modifier - kept).contains(modifier) {
                parameters.push(on.to_owned());
            }
        }
        if from.foreground != to.foreground {
            parameters.push(color(to.foreground, Ground::Fore));
        }
        if from.background != to.background {
            parameters.push(color(to.background, Ground::Back));
        }
        write!(out, "\x1b[{}m", parameters.join(";"))
    }
}

/// Whether a colour is that of the character or that behind it. The number is the base of its parameters.
#[derive(Clone, Copy)]
enum Ground {
    Fore = 30,
    Back = 40,
}

/// The parameters of a colour.
fn color(color: Color, ground: Ground) -> String {
    let base = ground as u8;
    let dark = |n: u8| (base + n).to_string();
    let light = |n: u8| (base + 60 + n).to_string();
    match color {
        Color::Reset => dark(9),
        Color::Black => dark(0),
        Color::Red => dark(1),
        Color::Green => dark(2),
        Color::Yellow => dark(3),
        Color::Blue => dark(4),
        Color::Magenta => dark(5),
        Color::Cyan => dark(6),
        Color::Gray => dark(7),
        Color::DarkGray => light(0),
        Color::LightRed => light(1),
        Color::LightGreen => light(2),
        Color::LightYellow => light(3),
        Color::LightBlue => light(4),
        Color::LightMagenta => light(5),
        Color::LightCyan => light(6),
        Color::White => light(7),
        Color::Indexed(index) => format!("{};5;{index}", base + 8),
        Color::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", base + 8),
    }
}
