//! The crosshair on the plane, with which points are added, moved and removed.

use ratatui::layout::Rect;

use super::inside::Arrow;
use super::picture::Viewport;
use crate::data::{MOST_COORDINATE, PointId};

/// A training point that has been picked up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// The point.
    pub point: PointId,
    /// Its class.
    pub class: u8,
    /// What holds it.
    pub by: Hand,
}

/// What holds a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hand {
    /// The keys.
    Keys,
    /// The button of the mouse, which went down when the crosshair was here.
    Mouse(Place),
}

/// A place of the plane.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// The first input.
    pub x: f32,
    /// The second input.
    pub y: f32,
}

/// The place that the keys act on, and what a person has in hand.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Crosshair {
    /// Where it is.
    pub place: Place,
    /// The class of the next point that is added by the mouse.
    pub class: u8,
    /// The point that has been picked up.
    pub held: Option<Held>,
}

/// The map of the plane on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaneView {
    /// The part of the plane that it shows.
    pub window: Viewport,
    /// Where it is.
    pub area: Rect,
}

impl PlaneView {
    /// The column and row of a place in the map, the nearest ones if it lies outside.
    pub fn cell(&self, place: Place) -> (u16, u16) {
        let Viewport { half_width, half_height } = self.window;
        let at = |share: f32, cells: u16| {
            let cell = (f32::midpoint(1.0, share) * f32::from(cells)) as u16;
            cell.min(cells.saturating_sub(1))
        };
        (at(place.x / half_width, self.area.width), at(-place.y / half_height, self.area.height))
    }

    /// The place in the middle of a cell of the map.
    pub fn place(&self, (column, row): (u16, u16)) -> Place {
        let middle = |cell: u16, cells: u16| 2.0 * (f32::from(cell) + 0.5) / f32::from(cells.max(1)) - 1.0;
        Place {
            x: rounded(self.window.half_width * middle(column, self.area.width)),
            y: rounded(-self.window.half_height * middle(row, self.area.height)),
        }
    }

    /// The place so many cells from another one, at most at the edge of the map.
    pub fn moved(&self, place: Place, arrow: Arrow, cells: u16) -> Place {
        let (column, row) = self.cell(place);
        let (right, down) = (self.area.width.saturating_sub(1), self.area.height.saturating_sub(1));
        self.place(match arrow {
            Arrow::Left => (column.saturating_sub(cells), row),
            Arrow::Right => ((column + cells).min(right), row),
            Arrow::Up => (column, row.saturating_sub(cells)),
            Arrow::Down => (column, (row + cells).min(down)),
        })
    }

    /// How far a place is from a point, in columns of the map.
    pub fn columns_between(&self, place: Place, (x, y): (f32, f32)) -> f32 {
        let column = 2.0 * self.window.half_width / f32::from(self.area.width.max(1));
        (place.x - x).hypot(place.y - y) / column
    }
}

/// Rounds a coordinate to a thousandth, far less than a cell, so that the line that repeats the run is short.
fn rounded(coordinate: f32) -> f32 {
    let bounded = coordinate.clamp(-MOST_COORDINATE, MOST_COORDINATE);
    format!("{bounded:.3}").parse().unwrap_or(bounded) + 0.0 // -0 is 0
}
