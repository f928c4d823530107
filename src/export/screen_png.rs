//! A screen as a PNG image. Letters come from a font of pixels, everything else is drawn as shapes.

use std::io;

use noto_sans_mono_bitmap::{FontWeight, RasterHeight, RasterizedChar, get_raster};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;
use ratatui::text::Span;

use super::png_image::{Pixels, png};
use super::screen_text::visible;
use super::shapes::{self, Place, Shape};
use super::terminal_colors::{CellColors, Rgb, default_colors};
use crate::display::Background;

/// The pixels of a cell. The font is a pixel narrower.
const CELL_WIDTH: usize = 12;
const CELL_HEIGHT: usize = 24;
/// How many pixels a unit of a shape takes.
const SCALE: f32 = CELL_HEIGHT as f32 / shapes::HEIGHT;
/// The places in a pixel that are tried to find out how much of it a shape covers, across and down.
const SAMPLES: usize = 4;

/// A picture of a screen. `background` is that of the terminal for cells that have no colours of their own.
///
/// Letters that the font does not have are shown as boxes: it has those of Latin languages.
///
/// # Errors
/// When the screen has no cells.
pub fn screen_png(buffer: &Buffer, background: Background) -> io::Result<Vec<u8>> {
    let default = default_colors(background);
    let (columns, rows) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
    let mut canvas = Canvas::new(columns * CELL_WIDTH, rows * CELL_HEIGHT, default.background);
    for (y, row) in buffer.content.chunks(columns.max(1)).enumerate() {
        for (x, cell) in visible(row) {
            let drawing = CellDrawing {
                left: x * CELL_WIDTH,
                top: y * CELL_HEIGHT,
                columns: Span::raw(cell.symbol()).width().max(1),
                colors: CellColors::of(cell, default),
            };
            drawing.draw(cell, &mut canvas);
        }
    }
    png(canvas.width, rows * CELL_HEIGHT, Pixels::Rgb, &canvas.bytes)
}

/// The pixels of an image, row by row.
struct Canvas {
    width: usize,
    bytes: Vec<u8>,
}

impl Canvas {
    fn new(width: usize, height: usize, color: Rgb) -> Canvas {
        Canvas { width, bytes: [color.0, color.1, color.2].repeat(width * height) }
    }

    /// Sets a pixel; one beside the image is left alone.
    fn set(&mut self, x: usize, y: usize, color: Rgb) {
        let start = 3 * (y * self.width + x);
        if let Some(pixel) = self.bytes.get_mut(start..start + 3).filter(|_| x < self.width) {
            pixel.copy_from_slice(&[color.0, color.1, color.2]);
        }
    }

    /// Mixes a colour into a pixel.
    fn blend(&mut self, x: usize, y: usize, color: Rgb, share: f32) {
        let start = 3 * (y * self.width + x);
        if let Some(&[red, green, blue]) = self.bytes.get(start..).and_then(<[u8]>::first_chunk) {
            self.set(x, y, Rgb(red, green, blue).mixed(color, share));
        }
    }
}

/// Where a cell is drawn, and in which colours.
struct CellDrawing {
    left: usize,
    top: usize,
    columns: usize,
    colors: CellColors,
}

impl CellDrawing {
    fn draw(&self, cell: &Cell, canvas: &mut Canvas) {
        let width = CELL_WIDTH * self.columns;
        self.fill((0, 0), (width, CELL_HEIGHT), self.colors.background, canvas);
        let character = cell.symbol().chars().next().unwrap_or(' ');
        if let Some(shapes) = shapes::shapes(character) {
            self.shapes(&shapes, canvas);
        } else if let Some(letter) = raster(character, cell.modifier) {
            self.letter(&letter, canvas);
        } else {
            let shapes = shapes::letter(character).unwrap_or_else(|| unknown(self.columns));
            self.shapes(&shapes, canvas);
        }
        for (line, y) in [(Modifier::UNDERLINED, 21), (Modifier::CROSSED_OUT, 13)] {
            if cell.modifier.contains(line) {
                self.fill((0, y), (width, y + 1), self.colors.foreground, canvas);
            }
        }
    }

    fn fill(&self, from: (usize, usize), to: (usize, usize), color: Rgb, canvas: &mut Canvas) {
        for y in from.1..to.1 {
            for x in from.0..to.0 {
                canvas.set(self.left + x, self.top + y, color);
            }
        }
    }

    fn letter(&self, letter: &RasterizedChar, canvas: &mut Canvas) {
        let indent = CELL_WIDTH.saturating_sub(letter.width()) / 2;
        for (y, row) in letter.rows().enumerate() {
            for (x, &strength) in row.iter().enumerate() {
                let share = f32::from(strength) / 255.0;
                canvas.blend(self.left + indent + x, self.top + y, self.colors.foreground, share);
            }
        }
    }

    fn shapes(&self, shapes: &[Shape], canvas: &mut Canvas) {
        for shape in shapes {
            self.shape(shape, canvas);
        }
    }

    fn shape(&self, shape: &Shape, canvas: &mut Canvas) {
        let CellColors { foreground, background } = self.colors;
        match shape {
            // Whole pixels, so that neighbours join without a seam.
            Shape::Rectangle { corner, width, height } => {
                let pixel = |at: f32| (at * SCALE).round().max(0.0) as usize;
                let from = (pixel(corner.x), pixel(corner.y));
                let end = |start: usize, at: f32| pixel(at).max(start + 1);
                let to = (end(from.0, corner.x + width), end(from.1, corner.y + height));
                self.fill(from, to, foreground, canvas);
            }
            Shape::Tint(share) => {
                let color = background.mixed(foreground, *share);
                self.fill((0, 0), (CELL_WIDTH, CELL_HEIGHT), color, canvas);
            }
            Shape::Disc { .. } | Shape::Polygon(_) | Shape::Stroke { .. } => {
                for y in 0..CELL_HEIGHT {
                    for x in 0..CELL_WIDTH * self.columns {
                        canvas.blend(self.left + x, self.top + y, foreground, coverage(shape, x, y));
                    }
                }
            }
        }
    }
}

/// The share of a pixel that a shape covers.
fn coverage(shape: &Shape, x: usize, y: usize) -> f32 {
    let sample = |pixel: usize, n: usize| (pixel as f32 + (n as f32 + 0.5) / SAMPLES as f32) / SCALE;
    let places = (0..SAMPLES * SAMPLES).map(|n| Place::new(sample(x, n % SAMPLES), sample(y, n / SAMPLES)));
    places.filter(|&place| shape.contains(place)).count() as f32 / (SAMPLES * SAMPLES) as f32
}

fn raster(character: char, modifier: Modifier) -> Option<RasterizedChar> {
    let weight = if modifier.contains(Modifier::BOLD) { FontWeight::Bold } else { FontWeight::Regular };
    get_raster(character, weight, RasterHeight::Size24)
}

/// The box in place of a letter that the font does not have.
fn unknown(columns: usize) -> Vec<Shape> {
    let right = shapes::WIDTH * columns as f32 - 1.5;
    vec![Shape::stroke(&[(1.5, 4.0), (right, 4.0), (right, 16.0), (1.5, 16.0), (1.5, 4.0)], 1.0)]
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Style};

    use super::*;

    /// The pixels of a screen of three cells with this text.
    fn pixels(text: &str) -> Vec<Rgb> {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 1));
        let style = Style::new().fg(Color::Rgb(255, 0, 0)).bg(Color::Rgb(0, 0, 255));
        buffer.set_string(0, 0, text, style);
        let file = screen_png(&buffer, Background::Dark).expect("an image");
        let mut reader = ::png::Decoder::new(io::Cursor::new(file)).read_info().expect("a header");
        assert_eq!((reader.info().width, reader.info().height), (36, 24));
        let mut bytes = vec![0; 36 * 24 * 3];
        reader.next_frame(&mut bytes).expect("pixels");
        bytes.as_chunks().0.iter().map(|&[red, green, blue]| Rgb(red, green, blue)).collect()
    }

    #[test]
    fn half_blocks_fill_half_a_cell() {
        let (red, blue) = (Rgb(255, 0, 0), Rgb(0, 0, 255));
        let pixels = pixels("▀▄");
        assert_eq!([pixels[0], pixels[12 * 36]], [red, blue]);
        assert_eq!([pixels[11 * 36 + 11], pixels[11 * 36 + 12]], [red, blue]);
        assert_eq!(pixels[24], Rgb(24, 24, 28), "the third cell is empty");
    }

    #[test]
    fn every_letter_leaves_ink_in_its_cell_only() {
        let blue = Rgb(0, 0, 255);
        for letter in ["a", "é", "─", "⠿", "●", "σ", "ж"] {
            let pixels = pixels(&format!("{letter} "));
            let ink = pixels.iter().enumerate().filter(|(n, color)| n % 36 < 24 && **color != blue);
            let columns: Vec<usize> = ink.map(|(n, _)| n % 36).collect();
            assert!(columns.len() > 5 && columns.iter().all(|&x| x < 12), "{letter}: {columns:?}");
        }
    }

    #[test]
    fn a_wide_letter_takes_two_cells() {
        assert_eq!(pixels("日")[23], Rgb(0, 0, 255));
    }

    #[test]
    fn a_screen_without_cells_is_an_error() {
        assert!(screen_png(&Buffer::empty(Rect::ZERO), Background::Dark).is_err());
    }
}
