//! What a palette is made of.

use ratatui::style::Color;

/// Red, green, blue.
pub type Rgb = (u8, u8, u8);

/// A colour, and the one of the sixteen that stands for it. Those look different everywhere, so nothing could be nearest.
#[derive(Clone, Copy)]
pub struct Tone {
    pub rgb: Rgb,
    pub ansi: Color,
}

pub const fn tone(red: u8, green: u8, blue: u8, ansi: Color) -> Tone {
    Tone { rgb: (red, green, blue), ansi }
}

/// The ground where a class wins.
#[derive(Clone, Copy)]
pub struct Region {
    /// The ground.
    pub tone: Tone,
    /// Two steps towards it of the 256, which have no others of the same hue.
    pub steps: [u8; 2],
    /// What can be read on it where there are sixteen colours.
    pub mark: Color,
}

pub const fn region(tone: Tone, steps: [u8; 2], mark: Color) -> Region {
    Region { tone, steps, mark }
}

/// Colours by what they stand for.
pub struct Palette {
    /// What everything is written on.
    pub background: Tone,
    /// Ordinary text, text of less weight, frames, and what stands out.
    pub text: Tone,
    pub faint: Tone,
    pub frame: Tone,
    pub strong: Tone,
    /// What the keys act on, and what went wrong.
    pub focus: Tone,
    pub bad: Tone,
    /// Training, test, validation and pinned curves, and the space between two of them.
    pub train: Tone,
    pub test: Tone,
    pub validation: Tone,
    pub pin: Tone,
    pub gap: Tone,
    /// The ground where no class wins, where each of them does, and points of the first two on it.
    pub undecided: Tone,
    pub regions: [Region; 8],
    pub points: [Tone; 2],
    /// Pictures, from paper to ink.
    pub grey: [Rgb; 2],
}
