//! Grey images in half blocks, or in shades if the terminal has no colours.

use ndarray::ArrayView2;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::tui::theme::{LEVELS, Theme};

const SHADES: [&str; 5] = [" ", "░", "▒", "▓", "█"];
const ASCII_SHADES: [&str; 5] = [" ", ".", "+", "#", "@"];

/// A grey image, scaled to fit.
pub struct GreyImage<'a> {
    /// Rows × columns from 0 (background) to 1 (foreground), top row first.
    pub pixels: ArrayView2<'a, f32>,
}

impl GreyImage<'_> {
    /// Draws the image as large as fits at the top left of `area`, with two square pixels in a cell.
    pub fn render(&self, theme: Theme, area: Rect, buffer: &mut Buffer) {
        let (rows, columns) = self.pixels.dim();
        let (width, height) = size(columns, rows, area);
        let half_blocks = theme.has_colors() && theme.blocks();
        for y in 0..height.div_ceil(2) {
            for x in 0..width {
                let place = (area.x + x as u16, area.y + y as u16);
                let Some(cell) = buffer.cell_mut(place) else { continue };
                let [upper, lower] = [2 * y, 2 * y + 1].map(|y| mean(self.pixels, (x, y), (width, height)));
                if half_blocks {
                    let style = Style::new().fg(theme.grey(level(upper))).bg(theme.grey(level(lower)));
                    cell.set_symbol("▀").set_style(style);
                } else {
                    cell.set_symbol(shade(theme, f32::midpoint(upper, lower)));
                }
            }
        }
    }
}

/// The glyph of a number from 0 to 1, which shows it without colours.
pub fn shade(theme: Theme, number: f32) -> &'static str {
    let shades = if theme.unicode() { SHADES } else { ASCII_SHADES };
    shades[((number * 5.0) as usize).min(4)]
}

/// The mean of the numbers under pixel `x`, `y` of a drawing of `width` × `height` pixels, weighted by the area that each
/// covers.
pub fn mean(numbers: ArrayView2<f32>, (x, y): (usize, usize), (width, height): (usize, usize)) -> f32 {
    let (rows, columns) = numbers.dim();
    let mut sum = 0.0;
    let mut area = 0.0;
    for (row, down) in covered(y, height, rows) {
        for (column, across) in covered(x, width, columns) {
            sum += down * across * numbers[(row, column)];
            area += down * across;
        }
    }
    sum / area.max(f32::MIN_POSITIVE)
}

/// The image pixels, of `n`, that the drawn pixel `at` of `of` covers, and how much of each.
fn covered(at: usize, of: usize, n: usize) -> impl Iterator<Item = (usize, f32)> {
    let scale = n as f32 / of.max(1) as f32;
    let (start, end) = (at as f32 * scale, (at + 1) as f32 * scale);
    let last = (end.ceil() as usize).min(n);
    (start as usize..last).map(move |pixel| {
        let (low, high) = (start.max(pixel as f32), end.min((pixel + 1) as f32));
        (pixel, (high - low).max(0.0))
    })
}

/// The width and height of the drawing in pixels, of which a cell holds two, one above the other. A whole multiple of the
/// image if that fits, else the largest size of the same proportions.
pub fn size(columns: usize, rows: usize, area: Rect) -> (usize, usize) {
    let (width, height) = (usize::from(area.width), 2 * usize::from(area.height));
    let times = (width / columns.max(1)).min(height / rows.max(1));
    if times >= 1 {
        return (columns * times, rows * times);
    }
    let scale = (width as f64 / columns.max(1) as f64).min(height as f64 / rows.max(1) as f64);
    ((columns as f64 * scale) as usize, (rows as f64 * scale) as usize)
}

fn level(value: f32) -> usize {
    ((value * LEVELS as f32) as usize).min(LEVELS - 1)
}
