//! A field of numbers as an area of colour, two square pixels a cell; as shades where there is no colour.

use ndarray::ArrayView2;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

use crate::tui::theme::Theme;

/// What is said at one place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spot {
    /// The class that wins.
    pub class: u8,
    /// How far it is ahead of the next, from 0 to 1.
    pub lead: f32,
}

/// Which class wins where, with the lines between them.
pub struct HeatMap<'a> {
    /// Pixel rows × pixel columns, top left first; twice as many rows as the area has cells.
    pub spots: ArrayView2<'a, Spot>,
    /// How many classes there are.
    pub classes: usize,
    /// Show the winning class only, not by how much.
    pub hard: bool,
}

const SHADES: [&str; 5] = [" ", "·", "░", "▒", "▓"];
const ASCII_SHADES: [&str; 5] = [" ", ".", ":", "=", "#"];

impl HeatMap<'_> {
    /// Fills `area` as far as the values reach.
    pub fn render(&self, theme: Theme, area: Rect, buffer: &mut Buffer) {
        let (rows, columns) = self.spots.dim();
        for y in 0..area.height.min((rows / 2) as u16) {
            for x in 0..area.width.min(columns as u16) {
                let (row, column) = (2 * usize::from(y), usize::from(x));
                let Some(cell) = buffer.cell_mut((area.x + x, area.y + y)) else { continue };
                if theme.has_colors() && theme.blocks() {
                    let (upper, lower) = (self.color(theme, row, column), self.color(theme, row + 1, column));
                    cell.set_symbol("▀").set_style(Style::new().fg(upper).bg(lower));
                } else {
                    let is_line = self.on_line(row, column) || self.on_line(row + 1, column);
                    if theme.has_colors() && !is_line {
                        cell.set_symbol(" ");
                    } else {
                        cell.set_symbol(self.shade(theme, row, column));
                    }
                    if theme.has_colors() {
                        cell.set_style(Style::new().bg(self.color(theme, row, column)));
                    }
                }
            }
        }
    }

    /// The colour behind something drawn over the cell at this place.
    pub fn background(&self, theme: Theme, x: u16, y: u16) -> Style {
        if !theme.has_colors() {
            return Style::new();
        }
        let (row, column) = (2 * usize::from(y), usize::from(x));
        self.spots
            .get((row, column))
            .map_or_else(Style::new, |&spot| Style::new().bg(self.ground(theme, spot)))
    }

    fn ground(&self, theme: Theme, spot: Spot) -> Color {
        theme.map(spot.class, if self.hard { 1.0 } else { spot.lead })
    }

    fn color(&self, theme: Theme, row: usize, column: usize) -> Color {
        if self.on_line(row, column) {
            theme.contour()
        } else {
            self.ground(theme, self.spots[(row, column)])
        }
    }

    /// Whether the winner changes between this pixel and the one to its right or below.
    fn on_line(&self, row: usize, column: usize) -> bool {
        let side = |row, column| self.spots.get((row, column)).map(|spot| spot.class);
        let here = side(row, column);
        [side(row, column + 1), side(row + 1, column)]
            .into_iter()
            .any(|other| other.is_some() && other != here)
    }

    fn shade(&self, theme: Theme, row: usize, column: usize) -> &'static str {
        let shades = if theme.unicode() { SHADES } else { ASCII_SHADES };
        if self.on_line(row, column) || self.on_line(row + 1, column) {
            return if theme.unicode() { "█" } else { "@" };
        }
        let Spot { class, lead } = self.spots[(row, column)];
        match class {
            class if self.classes > 2 => shades[usize::from(class) % shades.len()],
            0 => shades[0],
            _ if self.hard => shades[2],
            _ => shades[((lead * 4.0) as usize).min(3) + 1],
        }
    }
}
