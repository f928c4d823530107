//! The palettes for dark and for light terminals.
//!
//! Users give the sixteen colours other values. Solarized has its grounds and greys where the bright colours are, and no red
//! or magenta that can be read on its black. So text is in those of the sixteen that can be read on black, or on white,
//! under every common mapping (`tests/screen/palettes.rs`). Gruvbox light is not among them: it has its ground where black
//! is, and of the sixteen, only greys and two blues can be read on black there and everywhere else.

use ratatui::style::Color;

use super::tone::{Palette, region, tone};

/// Light text on a dark background.
pub const DARK: Palette = Palette {
    background: tone(24, 24, 28, Color::Black),
    text: tone(222, 222, 226, Color::White),
    faint: tone(138, 138, 148, Color::Gray),
    frame: tone(84, 84, 96, Color::Gray),
    strong: tone(255, 255, 255, Color::White),
    focus: tone(250, 216, 90, Color::Cyan),
    bad: tone(255, 104, 96, Color::White),
    bad_ground_of_16: Some(Color::Red),
    train: tone(92, 164, 255, Color::LightBlue),
    test: tone(255, 160, 60, Color::Yellow),
    validation: tone(110, 214, 170, Color::LightCyan),
    pins: [
        tone(240, 90, 165, Color::White),
        tone(190, 150, 255, Color::Green),
        tone(70, 214, 224, Color::LightCyan),
        tone(196, 206, 70, Color::Cyan),
    ],
    gap: tone(104, 74, 40, Color::Gray),
    undecided: tone(38, 38, 44, Color::Black),
    regions: [
        region(tone(150, 76, 10, Color::Yellow), [95, 130], Color::Black),
        region(tone(22, 76, 150, Color::Blue), [60, 25], Color::White),
        region(tone(16, 112, 84, Color::Green), [65, 29], Color::Black),
        region(tone(112, 52, 140, Color::Magenta), [96, 90], Color::White),
        region(tone(120, 116, 20, Color::LightBlue), [101, 100], Color::Black),
        region(tone(140, 40, 60, Color::Red), [132, 125], Color::White),
        region(tone(24, 120, 140, Color::Cyan), [66, 30], Color::Black),
        region(tone(96, 96, 102, Color::Gray), [240, 244], Color::Black),
    ],
    points: [tone(255, 222, 176, Color::Yellow), tone(196, 224, 255, Color::LightBlue)],
    grey: [(16, 16, 20), (250, 250, 245)],
};

/// Dark text on a light background.
pub const LIGHT: Palette = Palette {
    background: tone(252, 252, 250, Color::White),
    text: tone(40, 40, 48, Color::Black),
    faint: tone(104, 104, 114, Color::DarkGray),
    frame: tone(176, 176, 186, Color::DarkGray),
    strong: tone(0, 0, 0, Color::Black),
    focus: tone(136, 92, 0, Color::Magenta),
    bad: tone(190, 24, 24, Color::Red),
    bad_ground_of_16: None,
    train: tone(0, 84, 190, Color::Blue),
    test: tone(186, 84, 0, Color::Red),
    validation: tone(80, 130, 80, Color::DarkGray),
    pins: [
        tone(150, 0, 90, Color::Magenta),
        tone(110, 60, 200, Color::Magenta),
        tone(0, 106, 120, Color::Magenta),
        tone(104, 104, 0, Color::Magenta),
    ],
    gap: tone(226, 200, 164, Color::DarkGray),
    undecided: tone(240, 240, 236, Color::White),
    regions: [
        region(tone(250, 190, 124, Color::Yellow), [223, 215], Color::Black),
        region(tone(148, 192, 250, Color::LightBlue), [153, 111], Color::Black),
        region(tone(150, 222, 190, Color::Green), [158, 115], Color::Black),
        region(tone(222, 180, 240, Color::Magenta), [225, 183], Color::White),
        region(tone(232, 228, 130, Color::LightCyan), [230, 228], Color::Black),
        region(tone(246, 170, 176, Color::Red), [224, 217], Color::White),
        region(tone(150, 224, 236, Color::Cyan), [195, 123], Color::Black),
        region(tone(200, 200, 204, Color::Gray), [253, 250], Color::Black),
    ],
    points: [tone(120, 56, 0, Color::Red), tone(0, 44, 120, Color::Blue)],
    grey: [(244, 244, 238), (24, 24, 28)],
};
