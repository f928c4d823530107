//! The colours of a terminal as red, green and blue.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use crate::display::Background;

/// Red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// The colours of a cell, after reversing and dimming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellColors {
    pub foreground: Rgb,
    pub background: Rgb,
}

/// The sixteen colours as most terminals show them.
const ANSI: [Rgb; 16] = [
    Rgb(0, 0, 0),
    Rgb(205, 49, 49),
    Rgb(13, 188, 121),
    Rgb(229, 229, 16),
    Rgb(36, 114, 200),
    Rgb(188, 63, 188),
    Rgb(17, 168, 205),
    Rgb(204, 204, 204),
    Rgb(118, 118, 118),
    Rgb(241, 76, 76),
    Rgb(35, 209, 139),
    Rgb(245, 245, 67),
    Rgb(59, 142, 234),
    Rgb(214, 112, 214),
    Rgb(41, 184, 219),
    Rgb(255, 255, 255),
];

impl Rgb {
    /// The colour in the notation of HTML: #1a2b3c.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// The colour that lies between this one (share 0) and another one (share 1).
    pub fn mixed(self, other: Rgb, share: f32) -> Rgb {
        let mix = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round() as u8;
        Rgb(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }
}

/// The foreground of a terminal on which nothing was set, and its background.
pub fn default_colors(background: Background) -> CellColors {
    match background {
        Background::Dark => CellColors { foreground: Rgb(222, 222, 226), background: Rgb(24, 24, 28) },
        Background::Light => CellColors { foreground: Rgb(40, 40, 48), background: Rgb(252, 252, 250) },
    }
}

impl CellColors {
    /// The colours of a cell; `default` stands for those that it leaves to the terminal.
    pub fn of(cell: &Cell, default: CellColors) -> CellColors {
        let mut foreground = rgb(cell.fg).unwrap_or(default.foreground);
        let mut background = rgb(cell.bg).unwrap_or(default.background);
        if cell.modifier.contains(Modifier::REVERSED) {
            std::mem::swap(&mut foreground, &mut background);
        }
        if cell.modifier.contains(Modifier::DIM) {
            foreground = foreground.mixed(background, 0.4);
        }
        if cell.modifier.contains(Modifier::HIDDEN) {
            foreground = background;
        }
        CellColors { foreground, background }
    }
}

/// The colour as numbers; none for that of the terminal.
fn rgb(color: Color) -> Option<Rgb> {
    let index = match color {
        Color::Reset => return None,
        Color::Rgb(red, green, blue) => return Some(Rgb(red, green, blue)),
        Color::Indexed(index) => index,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    Some(indexed(index))
}

/// One of the 256 colours: the sixteen, a cube of 6 × 6 × 6, and 24 greys.
fn indexed(index: u8) -> Rgb {
    let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
    match index {
        0..16 => ANSI[usize::from(index)],
        16..232 => Rgb(level((index - 16) / 36), level((index - 16) / 6 % 6), level((index - 16) % 6)),
        232.. => {
            let grey = 8 + 10 * (index - 232);
            Rgb(grey, grey, grey)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_those_of_xterm() {
        assert_eq!(indexed(16), Rgb(0, 0, 0));
        assert_eq!(indexed(208), Rgb(255, 135, 0));
        assert_eq!(indexed(231), Rgb(255, 255, 255));
        assert_eq!([indexed(232), indexed(255)], [Rgb(8, 8, 8), Rgb(238, 238, 238)]);
        assert_eq!(rgb(Color::White), Some(Rgb(255, 255, 255)));
        assert_eq!(Rgb(1, 171, 255).hex(), "#01abff");
    }

    #[test]
    fn reversing_comes_before_dimming() {
        let default = default_colors(Background::Dark);
        let mut cell = Cell::new("x");
        assert_eq!(CellColors::of(&cell, default), default);
        cell.modifier = Modifier::REVERSED;
        let reversed = CellColors::of(&cell, default);
        assert_eq!((reversed.foreground, reversed.background), (default.background, default.foreground));
        cell.modifier = Modifier::HIDDEN;
        let hidden = CellColors::of(&cell, default);
        assert_eq!(hidden.foreground, hidden.background);
    }
}
