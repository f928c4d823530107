//! Whether there can be a screen, and how it is drawn: the options of the command line, which override what is detected.

use std::env;
use std::io::{self, IsTerminal};

/// Why the screen cannot be shown, if it cannot.
pub fn obstacle() -> Option<&'static str> {
    if !io::stdin().is_terminal() {
        Some("standard input is not a terminal")
    } else if !io::stdout().is_terminal() {
        Some("standard output is not a terminal")
    } else if env::var_os("TERM").is_some_and(|term| term == "dumb") {
        Some("TERM=dumb is a terminal that cannot show a screen")
    } else {
        None
    }
}

/// The colours a terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colors {
    /// None: only bold, dim and reverse.
    None,
    /// The 16 ANSI colours.
    Ansi16,
    /// The 256 colours of xterm.
    Ansi256,
    /// 24-bit colours.
    True,
}

impl Colors {
    /// All of them, the fewest colours first.
    pub const ALL: [Colors; 4] = [Colors::None, Colors::Ansi16, Colors::Ansi256, Colors::True];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Colors::None => "none",
            Colors::Ansi16 => "16",
            Colors::Ansi256 => "256",
            Colors::True => "24-bit",
        }
    }
}

/// The characters a terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    /// Half blocks, braille, boxes.
    Unicode,
    /// Boxes, shades and bars, but no braille and no images or maps in half blocks, which some fonts lack or draw with gaps.
    Shades,
    /// Plain ASCII.
    Ascii,
}

impl Glyphs {
    /// All of them, the largest set first.
    pub const ALL: [Glyphs; 3] = [Glyphs::Unicode, Glyphs::Shades, Glyphs::Ascii];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Glyphs::Unicode => "blocks",
            Glyphs::Shades => "shades",
            Glyphs::Ascii => "ascii",
        }
    }
}

/// The background of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    /// Light text on a dark background.
    Dark,
    /// Dark text on a light background.
    Light,
}

impl Background {
    /// All of them.
    pub const ALL: [Background; 2] = [Background::Dark, Background::Light];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Background::Dark => "dark",
            Background::Light => "light",
        }
    }

    /// The other background.
    #[must_use]
    pub fn other(self) -> Background {
        match self {
            Background::Dark => Background::Light,
            Background::Light => Background::Dark,
        }
    }
}

/// The options of the command line. `None` leaves the choice to detection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DisplayOptions {
    /// The colours to use.
    pub colors: Option<Colors>,
    /// The characters to use.
    pub glyphs: Option<Glyphs>,
    /// The background to draw.
    pub background: Option<Background>,
    /// How often the screen is drawn.
    pub frame_rate: FrameRate,
    /// When the program takes mouse events.
    pub mouse: Mouse,
}

/// When the program takes mouse events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mouse {
    /// While something can be clicked. At other times the terminal keeps them, to select text.
    #[default]
    Auto,
    /// Never: the terminal always keeps them.
    Never,
}

impl Mouse {
    /// All of them.
    pub const ALL: [Mouse; 2] = [Mouse::Auto, Mouse::Never];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Mouse::Auto => "auto",
            Mouse::Never => "never",
        }
    }
}

/// How often the screen is drawn while no key is pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FrameRate {
    /// Many times a second, for smooth curves.
    #[default]
    Normal,
    /// Twice a second, for slow connections and for people who prefer little motion.
    Low,
}
