//! Maps of numbers around zero, such as weights, in half blocks, or in glyphs that show the sign without colour.

use ndarray::{Array2, ArrayView2};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

use super::grey_image::{mean, size};
use crate::tui::theme::{MapPixel, Theme};

/// From the most negative to the most positive numbers.
const GLYPHS: [&str; 5] = ["=", "-", "·", "▓", "█"];
const ASCII_GLYPHS: [&str; 5] = ["=", "-", ".", "+", "#"];
/// Smaller shares of the largest number have the glyph of zero.
const NEAR_ZERO: f32 = 0.2;
/// Larger ones have the strongest glyphs.
const STRONG: f32 = 0.6;

/// Numbers from -1 to 1, scaled to fit.
pub struct SignedMap<'a> {
    /// Rows × columns, the top row first.
    pub numbers: ArrayView2<'a, f32>,
}

impl SignedMap<'_> {
    /// Draws the map as large as fits at the top left of `area`, with two square pixels in a cell.
    pub fn render(&self, theme: Theme, area: Rect, buffer: &mut Buffer) {
        let (rows, columns) = self.numbers.dim();
        let (width, height) = size(columns, rows, area);
        let drawn = self.drawn(width, height);
        for y in 0..height.div_ceil(2) {
            for x in 0..width {
                let Some(cell) = buffer.cell_mut((area.x + x as u16, area.y + y as u16)) else { continue };
                let [upper, lower] = [2 * y, (2 * y + 1).min(height - 1)].map(|y| drawn[(y, x)]);
                if theme.has_colors() && theme.blocks() {
                    cell.set_symbol("▀")
                        .set_style(Style::new().fg(color(theme, upper)).bg(color(theme, lower)));
                } else {
                    cell.set_symbol(glyph(theme, f32::midpoint(upper, lower)));
                    if theme.has_colors() {
                        cell.set_style(Style::new().bg(color(theme, f32::midpoint(upper, lower))));
                    }
                }
            }
        }
    }

    /// The means of the numbers under each drawn pixel, stretched so that the largest is as large as that of the numbers.
    fn drawn(&self, width: usize, height: usize) -> Array2<f32> {
        let largest = |numbers: ArrayView2<f32>| {
            numbers.iter().fold(f32::MIN_POSITIVE, |largest, number| largest.max(number.abs()))
        };
        let means =
            Array2::from_shape_fn((height, width), |(y, x)| mean(self.numbers, (x, y), (width, height)));
        let factor = largest(self.numbers) / largest(means.view());
        if factor.is_finite() { means * factor } else { means }
    }
}

/// The glyph of a number from -1 to 1, which shows its sign and its size.
pub fn glyph(theme: Theme, number: f32) -> &'static str {
    let glyphs = if theme.unicode() { GLYPHS } else { ASCII_GLYPHS };
    glyphs[level(number)]
}

/// The colour of the second class for positive numbers, of the first for negative ones.
pub fn color(theme: Theme, number: f32) -> Color {
    theme.map(MapPixel::signed(number))
}

fn level(number: f32) -> usize {
    match number {
        number if number < -STRONG => 0,
        number if number < -NEAR_ZERO => 1,
        number if number <= NEAR_ZERO => 2,
        number if number <= STRONG => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_is_a_glyph() {
        let glyphs = [-1.0, -0.4, 0.0, 0.4, 1.0].map(|number| GLYPHS[level(number)]);
        assert_eq!(glyphs, GLYPHS);
    }
}
