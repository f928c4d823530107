//! How the screen may look: what a person can wish for on the command line.

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

impl Colors {
    /// All of them, the poorest first.
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
    /// Boxes and shades, but neither half blocks nor braille, which some fonts lack.
    Shades,
    /// Plain ASCII.
    Ascii,
}

impl Glyphs {
    /// All of them, the richest first.
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

/// The ground that a terminal writes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Light text on a dark ground.
    Dark,
    /// Dark text on a light ground.
    Light,
}

impl Ground {
    /// Both.
    pub const ALL: [Ground; 2] = [Ground::Dark, Ground::Light];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Ground::Dark => "dark",
            Ground::Light => "light",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Ground {
        match self {
            Ground::Dark => Ground::Light,
            Ground::Light => Ground::Dark,
        }
    }
}

/// What a person knows better than the environment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DisplayOptions {
    /// Colours.
    pub colors: Option<Colors>,
    /// Characters.
    pub glyphs: Option<Glyphs>,
    /// The ground.
    pub ground: Option<Ground>,
    /// How often it is drawn.
    pub rhythm: Rhythm,
    /// Whose the mouse is.
    pub mouse: Mouse,
}

/// Whose the mouse is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mouse {
    /// The program's while a panel is open that can be pointed at, else the terminal's, to select text with.
    #[default]
    Auto,
    /// Always the terminal's.
    Never,
}

impl Mouse {
    /// Both.
    pub const ALL: [Mouse; 2] = [Mouse::Auto, Mouse::Never];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Mouse::Auto => "auto",
            Mouse::Never => "never",
        }
    }
}

/// How often the screen is drawn when no key asks for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rhythm {
    /// As often as the eye can follow.
    #[default]
    Lively,
    /// Twice a second: for calm eyes, and for slow connections.
    Calm,
}
