//! Where the sheet to draw on stands, and the panels beside it.

use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::widgets::Block;

use super::layout::Areas;
use super::run::Run;
use super::widgets::grey_image;
use crate::data::{Point, Shape};

/// Rows of the words at the bottom, and the fewest of them: what is most important comes first.
const WORDS: u16 = 5;
const FEWEST_WORDS: u16 = 2;
/// The fewest rows of the outputs below the canvas, frame included: one for each digit.
const OUTPUTS: u16 = 12;
/// The fewest columns of the outputs beside the canvas, frame included.
const NARROW_OUTPUTS: u16 = 20;
/// The most columns of an image that is shown beside the canvas pixel by pixel. Larger ones are scaled down.
const PREVIEW: usize = 32;
/// The size from which on the place of the picture is large enough: nearly for two images of 28 × 28 pixels side by side.
const LARGE: (u16, u16) = (56, 16 + OUTPUTS + FEWEST_WORDS);

/// The places of what belongs to a drawing. Each but the words has a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawingPlaces {
    /// All of it.
    pub whole: Rect,
    /// The sheet.
    pub canvas: Rect,
    /// The inputs of the network.
    pub inputs: Rect,
    /// Its outputs.
    pub outputs: Rect,
    /// The explanation.
    pub words: Rect,
}

impl DrawingPlaces {
    /// The places in a terminal of this size, or `None` if the data are no images.
    pub fn of(area: Rect, run: &Run) -> Option<DrawingPlaces> {
        let Shape::Image { width, height } = run.shape() else { return None };
        let whole = whole(area, run);
        Some(if whole.height >= LARGE.1 {
            DrawingPlaces::above_outputs(whole, (width, height))
        } else {
            DrawingPlaces::beside_outputs(whole, (width, height))
        })
    }

    /// The canvas and the inputs side by side, and the outputs below them.
    fn above_outputs(whole: Rect, size: (usize, usize)) -> DrawingPlaces {
        let one = size.0.min(PREVIEW) as u16 + 2;
        // The sheet comes first: where both are too wide, the inputs are scaled down.
        let inputs = one.min(whole.width.saturating_sub(one));
        let most = Rect {
            width: whole.width.saturating_sub(inputs),
            height: whole.height.saturating_sub(OUTPUTS + FEWEST_WORDS),
            ..whole
        };
        let canvas = frame_around(size, most);
        let words = whole.height.saturating_sub(canvas.height + OUTPUTS).min(WORDS);
        let rows = [Constraint::Length(canvas.height), Constraint::Fill(1), Constraint::Length(words)];
        let [top, outputs, words] = Layout::vertical(rows).areas(whole);
        let inputs = Rect { x: canvas.right(), width: whole.right().saturating_sub(canvas.right()), ..top };
        DrawingPlaces { whole, canvas, inputs, outputs, words }
    }

    /// The canvas, the inputs in the same size, and the outputs side by side.
    fn beside_outputs(whole: Rect, size: (usize, usize)) -> DrawingPlaces {
        let [top, words] = Layout::vertical([Constraint::Fill(1), Constraint::Length(WORDS)]).areas(whole);
        let most = Rect { width: whole.width.saturating_sub(NARROW_OUTPUTS) / 2, ..top };
        let canvas = frame_around(size, most);
        let columns = [canvas.width, canvas.width].map(Constraint::Length);
        let [canvas, inputs, outputs] = Layout::horizontal(columns.into_iter().chain([Constraint::Fill(1)]))
            .areas(Rect { height: canvas.height, ..top });
        let outputs = Rect { height: top.height, ..outputs };
        DrawingPlaces { whole, canvas, inputs, outputs, words }
    }

    /// Whether a place of the terminal is on the sheet.
    pub fn is_on_canvas(&self, place: Position) -> bool {
        Block::bordered().inner(self.canvas).contains(place)
    }

    /// The place on a sheet of so many pixels under the middle of a cell of the terminal.
    pub fn point(&self, (width, height): (usize, usize), place: Position) -> Point {
        let inner = Block::bordered().inner(self.canvas);
        let (across, down) = grey_image::size(width, height, inner);
        let scaled = |cell: f32, origin: u16, side: usize, drawn: usize| {
            (cell - f32::from(origin)) * side as f32 / drawn.max(1) as f32
        };
        Point {
            x: scaled(f32::from(place.x) + 0.5, inner.x, width, across),
            y: scaled(2.0 * (f32::from(place.y) + 0.5), 2 * inner.y, height, down),
        }
    }

    /// The pixel of the drawn sheet at a place of it: column, and row of half cells, inside the frame.
    pub fn pixel(&self, (width, height): (usize, usize), Point { x, y }: Point) -> (usize, usize) {
        let inner = Block::bordered().inner(self.canvas);
        let (across, down) = grey_image::size(width, height, inner);
        let drawn = |place: f32, side: usize, drawn: usize| {
            ((place * drawn as f32 / side.max(1) as f32) as usize).min(drawn.saturating_sub(1))
        };
        (drawn(x, width, across), drawn(y, height, down))
    }
}

/// The place of the picture and the gallery if it is large enough, or all between the status and the keys.
fn whole(area: Rect, run: &Run) -> Rect {
    let areas = Areas::of(area, run);
    let left = areas.picture.union(areas.gallery);
    if !areas.picture.is_empty() && left.width >= LARGE.0 && left.height >= LARGE.1 {
        return left;
    }
    let rows = [Constraint::Length(2), Constraint::Fill(1), Constraint::Length(1)];
    let [_, body, _] = Layout::vertical(rows).areas(area);
    body
}

/// The frame around an image as large as fits, at the top left of a place.
fn frame_around((width, height): (usize, usize), place: Rect) -> Rect {
    let (across, down) = grey_image::size(width, height, Block::bordered().inner(place));
    Rect { width: across as u16 + 2, height: down.div_ceil(2) as u16 + 2, ..place }.intersection(place)
}
