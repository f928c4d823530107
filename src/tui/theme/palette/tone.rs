//! The parts of a palette.

use ratatui::style::Color;

/// Red, green, blue.
pub type Rgb = (u8, u8, u8);

/// A colour, and the one of the sixteen colours that replaces it. It is chosen by hand, because those differ between
/// terminals.
#[derive(Clone, Copy)]
pub struct Tone {
    pub rgb: Rgb,
    pub ansi: Color,
}

pub const fn tone(red: u8, green: u8, blue: u8, ansi: Color) -> Tone {
    Tone { rgb: (red, green, blue), ansi }
}

/// The colours of the region of a class.
#[derive(Clone, Copy)]
pub struct Region {
    /// The background.
    pub tone: Tone,
    /// Two of the 256 colours, paler and full. There are no others of the same hue.
    pub steps: [u8; 2],
    /// A foreground that is readable on the background in sixteen colours.
    pub mark: Color,
}

pub const fn region(tone: Tone, steps: [u8; 2], mark: Color) -> Region {
    Region { tone, steps, mark }
}

/// Colours, named by what they stand for.
pub struct Palette {
    /// The background of the screen.
    pub background: Tone,
    /// Ordinary text, less important text, frames, and emphasized text.
    pub text: Tone,
    pub faint: Tone,
    pub frame: Tone,
    pub strong: Tone,
    /// The item that keys act on, and failures.
    pub focus: Tone,
    pub bad: Tone,
    /// The background of failures in sixteen colours, if the foreground alone does not show them.
    pub bad_ground_of_16: Option<Color>,
    /// Training, test, validation and pinned curves, and the shaded area between two of them.
    pub train: Tone,
    pub test: Tone,
    pub validation: Tone,
    pub pins: [Tone; 4],
    pub gap: Tone,
    /// The background of undecided pixels, the regions of the classes, and points of the first two classes.
    pub undecided: Tone,
    pub regions: [Region; 8],
    pub points: [Tone; 2],
    /// The background and the foreground of images.
    pub grey: [Rgb; 2],
}
