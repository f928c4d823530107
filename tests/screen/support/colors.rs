//! The red, green and blue of colours, and their contrast.

use ratatui::style::Color;

/// The red, green and blue of a colour. The sixteen colours are those of xterm.
pub fn rgb(color: Color) -> [u8; 3] {
    match color {
        Color::Rgb(red, green, blue) => [red, green, blue],
        Color::Indexed(index) => indexed(index),
        Color::Black => [0, 0, 0],
        Color::Red => [205, 0, 0],
        Color::Green => [0, 205, 0],
        Color::Yellow => [205, 205, 0],
        Color::Blue => [0, 0, 238],
        Color::Magenta => [205, 0, 205],
        Color::Cyan => [0, 205, 205],
        Color::Gray => [229, 229, 229],
        Color::DarkGray => [127, 127, 127],
        Color::LightRed => [255, 0, 0],
        Color::LightGreen => [0, 255, 0],
        Color::LightYellow => [255, 255, 0],
        Color::LightBlue => [92, 92, 255],
        Color::LightMagenta => [255, 0, 255],
        Color::LightCyan => [0, 255, 255],
        Color::White => [255, 255, 255],
        Color::Reset => panic!("nobody knows the colour of the terminal"),
    }
}

/// The 6×6×6 cube and the 24 greys of xterm.
fn indexed(index: u8) -> [u8; 3] {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    if index >= 232 {
        return [8 + 10 * (index - 232); 3];
    }
    let place = usize::from(index.checked_sub(16).expect("no colour of the cube"));
    [STEPS[place / 36], STEPS[place / 6 % 6], STEPS[place % 6]]
}

/// The contrast ratio of two colours, from 1 to 21 (WCAG 2).
pub fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let linear = |channel: u8| match f64::from(channel) / 255.0 {
        dark @ ..=0.040_45 => dark / 12.92,
        other => ((other + 0.055) / 1.055).powf(2.4),
    };
    let luminance = |color: [u8; 3]| {
        let [red, green, blue] = color.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
    };
    let (a, b) = (luminance(a), luminance(b));
    (a / b).max(b / a)
}
