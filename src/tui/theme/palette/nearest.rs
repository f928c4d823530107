//! Mixing colours, and finding the nearest colour in a smaller palette.

use ratatui::style::Color;

use super::tone::Rgb;

/// Mixes two colours linearly.
pub fn mix(from: Rgb, to: Rgb, share: f64) -> Rgb {
    let channel = |a: u8, b: u8| (f64::from(a) + share * (f64::from(b) - f64::from(a))).round() as u8;
    (channel(from.0, to.0), channel(from.1, to.1), channel(from.2, to.2))
}

fn distance(a: Rgb, b: Rgb) -> i32 {
    let square = |a: u8, b: u8| (i32::from(a) - i32::from(b)).pow(2);
    square(a.0, b.0) + square(a.1, b.1) + square(a.2, b.2)
}

/// The 256 colours without the first sixteen, which differ between terminals: the 6×6×6 cube and 24 greys.
pub(super) fn indexed(index: u8) -> Rgb {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    if index >= 232 {
        return [8 + 10 * (index - 232); 3].into();
    }
    let place = usize::from(index.saturating_sub(16));
    (STEPS[place / 36], STEPS[place / 6 % 6], STEPS[place % 6])
}

/// A colour has a hue if its channels differ by more than this.
const CLEAR: i32 = 24;

/// The nearest of the 256 colours. Prefers a grey to a colour of another hue: a dark brown would else become olive.
pub fn nearest_of_256(rgb: Rgb) -> u8 {
    let pairs = |rgb: Rgb| {
        let [r, g, b] = [rgb.0, rgb.1, rgb.2].map(i32::from);
        [r - g, g - b, b - r]
    };
    let keeps_hue = |&index: &u8| {
        let both = pairs(rgb).into_iter().zip(pairs(indexed(index)));
        index >= 232
            || both.into_iter().all(|(ours, its)| ours.abs() <= CLEAR || ours.signum() == its.signum())
    };
    (16..=255).filter(keeps_hue).min_by_key(|&index| distance(indexed(index), rgb)).unwrap_or(15)
}

/// The nearest of the four greys among the sixteen colours.
pub fn nearest_grey_of_16((red, green, blue): Rgb) -> Color {
    match (u16::from(red) + u16::from(green) + u16::from(blue)) / 3 {
        ..48 => Color::Black,
        48..155 => Color::DarkGray,
        155..235 => Color::Gray,
        _ => Color::White,
    }
}
