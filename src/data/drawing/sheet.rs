//! A sheet of paper to draw on, of as many pixels as an image, with a soft brush and undo.

use std::collections::VecDeque;

use ndarray::Array2;

/// The larger side of the images that the lengths of the brush are given for.
const SIDE: f32 = 28.0;
/// The brush is never thinner than for images of half that size: it would slip between the pixels.
const THINNEST: f32 = 0.5;
/// Strokes that can be taken back.
const UNDO: usize = 32;

/// A place on the sheet in pixels from its top left corner. The middle of the first pixel is at 0.5, 0.5.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

/// What a stroke does to the ink on the sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tool {
    /// Adds ink.
    #[default]
    Pen,
    /// Takes it away.
    Rubber,
}

/// A sheet of paper with ink on it.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Pixel rows × columns, from 0 for paper to 1 for ink.
    ink: Array2<f32>,
    /// The ink before each of the last strokes, the latest last.
    before: VecDeque<Array2<f32>>,
}

impl Sheet {
    /// An empty sheet.
    pub fn new(width: usize, height: usize) -> Sheet {
        Sheet::with_ink(Array2::zeros((height, width)))
    }

    /// A sheet with this ink on it, pixel rows × columns from 0 to 1.
    pub fn with_ink(ink: Array2<f32>) -> Sheet {
        Sheet { ink, before: VecDeque::new() }
    }

    /// The ink, pixel rows × columns from 0 for paper to 1.
    pub fn ink(&self) -> &Array2<f32> {
        &self.ink
    }

    /// Whether nothing is drawn.
    pub fn is_empty(&self) -> bool {
        self.ink.iter().all(|&ink| ink <= 0.0)
    }

    /// The nearest place on the sheet.
    #[must_use]
    pub fn nearest(&self, Point { x, y }: Point) -> Point {
        let (rows, columns) = self.ink.dim();
        Point { x: x.clamp(0.0, columns as f32), y: y.clamp(0.0, rows as f32) }
    }

    /// Begins a stroke, which [`Sheet::undo`] takes back as a whole.
    pub fn begin_stroke(&mut self) {
        if self.before.len() == UNDO {
            self.before.pop_front();
        }
        self.before.push_back(self.ink.clone());
    }

    /// Draws a straight line with a tool. The brush acts on all of a pixel whose middle is within one pixel of the line, and
    /// on less and less of one that is up to two away. Lengths are scaled with the sheet.
    pub fn line(&mut self, from: Point, to: Point, tool: Tool) {
        let (rows, columns) = self.ink.dim();
        let unit = (rows.max(columns) as f32 / SIDE).max(THINNEST);
        let reach = 2.0 * unit;
        let range = |a: f32, b: f32, end: usize| {
            let low = (a.min(b) - reach).floor().max(0.0) as usize;
            low..((a.max(b) + reach).ceil().max(0.0) as usize).min(end)
        };
        for row in range(from.y, to.y, rows) {
            for column in range(from.x, to.x, columns) {
                let middle = Point { x: column as f32 + 0.5, y: row as f32 + 0.5 };
                let touch = (2.0 - distance(middle, from, to) / unit).clamp(0.0, 1.0);
                let ink = &mut self.ink[(row, column)];
                *ink = match tool {
                    Tool::Pen => ink.max(touch),
                    Tool::Rubber => ink.min(1.0 - touch),
                };
            }
        }
    }

    /// Takes all ink away, as one stroke.
    pub fn clear(&mut self) {
        if !self.is_empty() {
            self.begin_stroke();
            self.ink.fill(0.0);
        }
    }

    /// Takes the last stroke back. Returns whether there was one.
    pub fn undo(&mut self) -> bool {
        let before = self.before.pop_back();
        let has_stroke = before.is_some();
        self.ink = before.unwrap_or_else(|| std::mem::take(&mut self.ink));
        has_stroke
    }
}

/// The distance of a place from the nearest one of a line.
fn distance(place: Point, from: Point, to: Point) -> f32 {
    let (across, down) = (to.x - from.x, to.y - from.y);
    let length = across * across + down * down;
    let share = ((place.x - from.x) * across + (place.y - from.y) * down) / length.max(f32::MIN_POSITIVE);
    let share = share.clamp(0.0, 1.0);
    (place.x - from.x - share * across).hypot(place.y - from.y - share * down)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIDDLE: Point = Point { x: 14.5, y: 14.5 };

    #[test]
    fn ink_spreads_to_the_neighbours_by_their_distance() {
        let mut sheet = Sheet::new(28, 28);
        sheet.line(MIDDLE, MIDDLE, Tool::Pen);
        let ink = |row: usize, column: usize| sheet.ink()[(row, column)];
        assert_eq!([ink(14, 14), ink(13, 14), ink(14, 15), ink(14, 16)], [1.0, 1.0, 1.0, 0.0]);
        assert!((ink(13, 13) - (2.0 - 2.0_f32.sqrt())).abs() < 1e-6, "a pixel across the corner gets less");
        assert_eq!(sheet.ink().iter().filter(|&&ink| ink > 0.0).count(), 9);
    }

    #[test]
    fn a_line_has_no_gaps_and_the_rubber_takes_it_away() {
        let mut sheet = Sheet::new(28, 28);
        let (from, to) = (Point { x: 3.0, y: 4.0 }, Point { x: 24.0, y: 20.0 });
        sheet.line(from, to, Tool::Pen);
        assert!((4..20).all(|row| sheet.ink().row(row).iter().any(|&ink| ink > 0.9)));
        sheet.line(from, to, Tool::Rubber);
        assert!(sheet.ink().iter().all(|&ink| ink <= 0.5), "only soft edges are left");
    }

    #[test]
    fn strokes_are_taken_back_one_by_one_as_far_as_they_are_kept() {
        let mut sheet = Sheet::new(5, 4);
        for column in 0..2 * UNDO {
            sheet.begin_stroke();
            let place = Point { x: column as f32 % 5.0, y: 1.0 };
            sheet.line(place, place, Tool::Pen);
        }
        sheet.clear();
        assert!(sheet.is_empty());
        assert!(sheet.undo() && !sheet.is_empty(), "clearing is taken back as well");
        assert_eq!((0..2 * UNDO).filter(|_| sheet.undo()).count(), UNDO - 1);
        let left = sheet.ink().clone();
        assert!(!sheet.undo());
        assert_eq!(*sheet.ink(), left, "nothing more to take back");
    }

    #[test]
    fn the_brush_fits_every_size_of_image() {
        for (width, height) in [(1, 1), (8, 8), (64, 3), (256, 256)] {
            let mut sheet = Sheet::new(width, height);
            let middle = Point { x: width as f32 / 2.0, y: height as f32 / 2.0 };
            sheet.line(middle, sheet.nearest(Point { x: 1e9, y: -5.0 }), Tool::Pen);
            let ink = sheet.ink();
            assert!(ink.iter().any(|&ink| ink > 0.4) && ink.iter().all(|ink| (0.0..=1.0).contains(ink)));
        }
    }
}
