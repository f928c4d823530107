//! The only place that knows colours and glyphs. Everything is named by what it means; what a terminal
//! lacks is replaced here, and shapes always say the same as colours.

use std::io::stdout;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use termprofile::{DetectorSettings, TermProfile};

/// How many steps a colour map has: few enough that a slowly changing picture costs few bytes.
pub const LEVELS: usize = 32;

/// The colours a terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colors {
    /// None: bold, dim and reverse only.
    None,
    /// The sixteen of the oldest terminals.
    Ansi16,
    /// The 256 of xterm.
    Ansi256,
    /// 24 bits.
    True,
}

/// The characters a terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    /// Half blocks, braille, boxes.
    Unicode,
    /// Plain ASCII.
    Ascii,
}

/// What this terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The colours it has.
    pub colors: Colors,
    /// The characters it has.
    pub glyphs: Glyphs,
}

type Rgb = (u8, u8, u8);

const INK: Rgb = (222, 222, 226);
const FAINT: Rgb = (128, 128, 138);
const FRAME: Rgb = (84, 84, 96);
const PAPER: Rgb = (38, 38, 44);
const WHITE: Rgb = (255, 255, 255);
const BLUE: Rgb = (92, 164, 255);
const ORANGE: Rgb = (255, 160, 60);
const DEEP_BLUE: Rgb = (22, 76, 150);
const DEEP_ORANGE: Rgb = (150, 76, 10);
const PALE_BLUE: Rgb = (196, 224, 255);
const PALE_ORANGE: Rgb = (255, 222, 176);
const YELLOW: Rgb = (250, 216, 90);
const MINT: Rgb = (110, 214, 170);
const VIOLET: Rgb = (196, 150, 232);
const BROWN: Rgb = (104, 74, 40);
const RED: Rgb = (255, 104, 96);

impl Theme {
    /// What the environment says this terminal can show.
    pub fn detect() -> Theme {
        let colors = match TermProfile::detect(&stdout(), DetectorSettings::default()) {
            TermProfile::TrueColor => Colors::True,
            TermProfile::Ansi256 => Colors::Ansi256,
            TermProfile::Ansi16 => Colors::Ansi16,
            TermProfile::NoColor | TermProfile::NoTty => Colors::None,
        };
        let unicode = supports_unicode::supports_unicode();
        Theme { colors, glyphs: if unicode { Glyphs::Unicode } else { Glyphs::Ascii } }
    }

    /// Whether the terminal has more than ASCII.
    pub fn unicode(self) -> bool {
        self.glyphs == Glyphs::Unicode
    }

    /// The first of two texts, or the second where there is only ASCII.
    pub fn either(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.unicode() { unicode } else { ascii }
    }

    /// Replaces what is left of other characters where there is only ASCII; texts come from many places.
    pub fn spell(self, buffer: &mut Buffer) {
        if self.unicode() {
            return;
        }
        for cell in buffer.content.iter_mut().filter(|cell| !cell.symbol().is_ascii()) {
            cell.set_symbol(match cell.symbol() {
                "→" => ">",
                "…" | "·" => ".",
                "×" => "x",
                "−" => "-",
                _ => "?",
            });
        }
    }

    /// Ordinary text.
    pub fn text(self) -> Style {
        self.ink(INK)
    }

    /// Text of less weight: units, hints, axes.
    pub fn faint(self) -> Style {
        self.ink(FAINT).add_modifier(self.without_color(Modifier::DIM))
    }

    /// Frames around panels.
    pub fn frame(self) -> Style {
        self.ink(FRAME).add_modifier(self.without_color(Modifier::DIM))
    }

    /// Titles, and what is chosen.
    pub fn strong(self) -> Style {
        self.ink(WHITE).add_modifier(Modifier::BOLD)
    }

    /// The field or card that the keys act on.
    pub fn focus(self) -> Style {
        self.ink(YELLOW).add_modifier(Modifier::BOLD | self.without_color(Modifier::REVERSED))
    }

    /// A key in a hint.
    pub fn key(self) -> Style {
        self.ink(YELLOW).add_modifier(self.without_color(Modifier::BOLD))
    }

    /// Everything of the training examples.
    pub fn train(self) -> Style {
        self.ink(BLUE)
    }

    /// Everything of the examples held out.
    pub fn validation(self) -> Style {
        self.ink(MINT)
    }

    /// Everything of the test examples.
    pub fn test(self) -> Style {
        self.ink(ORANGE)
    }

    /// Curves of runs before this one.
    pub fn ghost(self) -> Style {
        self.ink(FAINT).add_modifier(self.without_color(Modifier::DIM))
    }

    /// Curves of pinned runs, and what is said about them.
    pub fn pin(self) -> Style {
        self.ink(VIOLET)
    }

    /// The space between two curves.
    pub fn shade(self) -> Style {
        self.ink(BROWN).add_modifier(self.without_color(Modifier::DIM))
    }

    /// The step of the curves that is looked at.
    pub fn cursor(self) -> Style {
        self.ink(YELLOW)
    }

    /// What went well.
    pub fn good(self) -> Style {
        self.ink(WHITE)
    }

    /// What went wrong.
    pub fn bad(self) -> Style {
        self.ink(RED).add_modifier(Modifier::BOLD)
    }

    /// What was asked for and is not in force yet.
    pub fn pending(self) -> Style {
        self.ink(YELLOW).add_modifier(Modifier::ITALIC)
    }

    /// A point of class 0 or of another class, on the map.
    pub fn point(self, class: u8) -> Style {
        self.ink(if class == 0 { PALE_ORANGE } else { PALE_BLUE }).add_modifier(Modifier::BOLD)
    }

    /// A point on the wrong side of the boundary.
    pub fn mistake(self) -> Style {
        self.ink(WHITE).add_modifier(Modifier::BOLD)
    }

    /// The boundary itself.
    pub fn contour(self) -> Color {
        self.color(WHITE)
    }

    /// The map from class 0 (level 0) by "undecided" to class 1 (the last level).
    pub fn map(self, level: usize) -> Color {
        let middle = (LEVELS - 1) as f64 / 2.0;
        let away = ((level as f64 - middle) / middle).clamp(-1.0, 1.0);
        self.color(mix(PAPER, if away < 0.0 { DEEP_ORANGE } else { DEEP_BLUE }, away.abs()))
    }

    /// The grey of a pixel, from paper (level 0) to ink (the last level).
    pub fn grey(self, level: usize) -> Color {
        self.color(mix((16, 16, 20), (250, 250, 245), level as f64 / (LEVELS - 1) as f64))
    }

    fn ink(self, rgb: Rgb) -> Style {
        if self.colors == Colors::None { Style::new() } else { Style::new().fg(self.color(rgb)) }
    }

    /// An emphasis that only terminals without colours need.
    fn without_color(self, modifier: Modifier) -> Modifier {
        if self.colors == Colors::None { modifier } else { Modifier::empty() }
    }

    fn color(self, rgb: Rgb) -> Color {
        match self.colors {
            Colors::None => Color::Reset,
            Colors::Ansi16 => nearest_of_16(rgb),
            Colors::Ansi256 => Color::Indexed(nearest_of_256(rgb)),
            Colors::True => Color::Rgb(rgb.0, rgb.1, rgb.2),
        }
    }
}

fn mix(from: Rgb, to: Rgb, share: f64) -> Rgb {
    let channel = |a: u8, b: u8| (f64::from(a) + share * (f64::from(b) - f64::from(a))).round() as u8;
    (channel(from.0, to.0), channel(from.1, to.1), channel(from.2, to.2))
}

fn distance(a: Rgb, b: Rgb) -> i32 {
    let square = |a: u8, b: u8| (i32::from(a) - i32::from(b)).pow(2);
    square(a.0, b.0) + square(a.1, b.1) + square(a.2, b.2)
}

/// The nearest of the 6×6×6 cube and the 24 greys; the first sixteen differ from terminal to terminal.
fn nearest_of_256(rgb: Rgb) -> u8 {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let cube = (16..232).map(|index: u8| {
        let place = usize::from(index - 16);
        (index, (STEPS[place / 36], STEPS[place / 6 % 6], STEPS[place % 6]))
    });
    let greys = (232..=255).map(|index: u8| (index, [8 + 10 * (index - 232); 3].into()));
    cube.chain(greys).min_by_key(|&(_, candidate)| distance(candidate, rgb)).map_or(15, |(index, _)| index)
}

fn nearest_of_16(rgb: Rgb) -> Color {
    let table = [
        (Color::Black, (0, 0, 0)),
        (Color::DarkGray, (96, 96, 104)),
        (Color::Gray, (192, 192, 192)),
        (Color::White, (255, 255, 255)),
        (Color::Red, (190, 40, 40)),
        (Color::LightRed, (255, 104, 96)),
        (Color::Yellow, (190, 110, 20)),
        (Color::LightYellow, (255, 200, 90)),
        (Color::Blue, (20, 70, 180)),
        (Color::LightBlue, (92, 164, 255)),
        (Color::LightCyan, (196, 224, 255)),
    ];
    table
        .into_iter()
        .min_by_key(|&(_, candidate)| distance(candidate, rgb))
        .map_or(Color::White, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_of_the_cube_are_found_exactly() {
        assert_eq!(nearest_of_256((255, 0, 0)), 196);
        assert_eq!(nearest_of_256((8, 8, 8)), 232);
        assert_eq!(nearest_of_256((95, 135, 175)), 67);
    }

    #[test]
    fn without_colors_no_color_is_ever_given() {
        let theme = Theme { colors: Colors::None, glyphs: Glyphs::Unicode };
        assert_eq!(theme.train().fg, None);
        assert_eq!(theme.map(0), Color::Reset);
        assert_eq!(theme.grey(31), Color::Reset);
    }
}
