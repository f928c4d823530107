//! A map of classes in half blocks, or in shades if the terminal has no colours.

use ndarray::ArrayView2;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

use crate::tui::theme::{MapPixel, Theme};

/// A map of the winning class with the boundaries between classes.
pub struct HeatMap<'a> {
    /// Pixel rows × columns, top left first, with two rows of pixels in a row of cells.
    pub pixels: ArrayView2<'a, MapPixel>,
    /// The number of classes.
    pub classes: usize,
    /// Whether to show the winning class only, without its margin.
    pub hard: bool,
}

/// The shades from class 0 to a clear class 1, light enough that points stand out. With more than two classes, each has a
/// shade.
const SHADES: [&str; 4] = [" ", "·", "░", "▒"];
const ASCII_SHADES: [&str; 4] = [" ", ".", ":", "="];

impl HeatMap<'_> {
    /// Draws the pixels into `area`, as far as they reach.
    pub fn render(&self, theme: Theme, area: Rect, buffer: &mut Buffer) {
        let (rows, columns) = self.pixels.dim();
        for y in 0..area.height.min((rows / 2) as u16) {
            for x in 0..area.width.min(columns as u16) {
                let (row, column) = (2 * usize::from(y), usize::from(x));
                let Some(cell) = buffer.cell_mut((area.x + x, area.y + y)) else { continue };
                let pixels = || [row, row + 1].map(|row| self.color(theme, row, column));
                match (theme.has_colors(), theme.blocks()) {
                    (true, true) => {
                        let [upper, lower] = pixels();
                        cell.set_symbol("▀").set_style(Style::new().fg(upper).bg(lower));
                    }
                    (true, false) => {
                        let line = pixels().into_iter().find(|&color| color == theme.contour());
                        let color = line.unwrap_or_else(|| self.color(theme, row, column));
                        cell.set_symbol(" ").set_style(Style::new().bg(color));
                    }
                    // The boundary is where the shade changes.
                    (false, _) => drop(cell.set_symbol(self.shade(theme, row, column))),
                }
            }
        }
    }

    /// The pixel in the upper half of a cell, or `None` outside the map.
    pub fn map_pixel(&self, x: u16, y: u16) -> Option<MapPixel> {
        let map_pixel = *self.pixels.get((2 * usize::from(y), usize::from(x)))?;
        Some(if self.hard { MapPixel { margin: 1.0, ..map_pixel } } else { map_pixel })
    }

    fn color(&self, theme: Theme, row: usize, column: usize) -> Color {
        if self.on_line(row, column) {
            return theme.contour();
        }
        let map_pixel = self.pixels[(row, column)];
        theme.map(if self.hard { MapPixel { margin: 1.0, ..map_pixel } } else { map_pixel })
    }

    /// Whether the pixel to the right or below belongs to another class.
    fn on_line(&self, row: usize, column: usize) -> bool {
        let side = |row, column| self.pixels.get((row, column)).map(|map_pixel| map_pixel.class);
        let here = side(row, column);
        [side(row, column + 1), side(row + 1, column)]
            .into_iter()
            .any(|other| other.is_some() && other != here)
    }

    fn shade(&self, theme: Theme, row: usize, column: usize) -> &'static str {
        let shades = if theme.unicode() { SHADES } else { ASCII_SHADES };
        let MapPixel { class, margin } = self.pixels[(row, column)];
        match class {
            class if self.classes > 2 => shades[usize::from(class) % shades.len()],
            0 => shades[0],
            _ if self.hard => shades[2],
            _ => shades[((margin * 3.0) as usize).min(2) + 1],
        }
    }
}
