//! The shapes that characters are made of.

/// The width of a cell.
pub const WIDTH: f32 = 10.0;
/// The height of a cell.
pub const HEIGHT: f32 = 20.0;

/// A place within a cell, from its top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub x: f32,
    pub y: f32,
}

/// A shape in the foreground colour.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A rectangle, given by its top left corner. Rectangles of neighbouring cells join without a seam.
    Rectangle { corner: Place, width: f32, height: f32 },
    /// The whole cell in a colour between background (0) and foreground (1).
    Tint(f32),
    /// A filled circle.
    Disc { middle: Place, radius: f32 },
    /// A filled polygon.
    Polygon(Vec<Place>),
    /// A line through these places.
    Stroke { places: Vec<Place>, width: f32 },
}

impl Place {
    pub const fn new(x: f32, y: f32) -> Place {
        Place { x, y }
    }

    fn distance(self, other: Place) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// The distance to the line between two places.
    fn distance_to_line(self, from: Place, to: Place) -> f32 {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let along = ((self.x - from.x) * dx + (self.y - from.y) * dy) / (dx * dx + dy * dy).max(f32::EPSILON);
        let along = along.clamp(0.0, 1.0);
        self.distance(Place::new(from.x + along * dx, from.y + along * dy))
    }
}

impl Shape {
    /// A rectangle from its left, top, right and bottom edges.
    pub fn between(left: f32, top: f32, right: f32, bottom: f32) -> Shape {
        Shape::Rectangle { corner: Place::new(left, top), width: right - left, height: bottom - top }
    }

    /// A polygon of these corners.
    pub fn polygon(corners: &[(f32, f32)]) -> Shape {
        Shape::Polygon(corners.iter().map(|&(x, y)| Place::new(x, y)).collect())
    }

    /// A line through these places.
    pub fn stroke(places: &[(f32, f32)], width: f32) -> Shape {
        Shape::Stroke { places: places.iter().map(|&(x, y)| Place::new(x, y)).collect(), width }
    }

    /// Part of a circle, between two angles in quarters of a turn, clockwise from three o'clock.
    pub fn arc(middle: Place, radius: f32, quarters: std::ops::Range<f32>, width: f32) -> Shape {
        /// Lines for each quarter.
        const LINES: f32 = 6.0;
        let count = ((quarters.end - quarters.start) * LINES).round() as usize;
        let place = |n: usize| {
            let angle = (quarters.start + n as f32 / LINES) * std::f32::consts::FRAC_PI_2;
            Place::new(middle.x + radius * angle.cos(), middle.y + radius * angle.sin())
        };
        Shape::Stroke { places: (0..=count).map(place).collect(), width }
    }

    /// A circle.
    pub fn ring(middle: Place, radius: f32, width: f32) -> Shape {
        Shape::arc(middle, radius, 0.0..4.0, width)
    }

    /// Whether a place is inside.
    pub fn contains(&self, place: Place) -> bool {
        match self {
            Shape::Rectangle { corner, width, height } => {
                (corner.x..corner.x + width).contains(&place.x)
                    && (corner.y..corner.y + height).contains(&place.y)
            }
            Shape::Tint(_) => true,
            Shape::Disc { middle, radius } => place.distance(*middle) <= *radius,
            Shape::Polygon(corners) => {
                let edges = corners.iter().zip(corners.iter().cycle().skip(1));
                edges.filter(|(from, to)| is_left_of(place, **from, **to)).count() % 2 == 1
            }
            Shape::Stroke { places, width } => {
                places.windows(2).any(|pair| place.distance_to_line(pair[0], pair[1]) <= width / 2.0)
            }
        }
    }
}

/// Whether a ray from the place to the right crosses the edge.
fn is_left_of(place: Place, from: Place, to: Place) -> bool {
    (from.y > place.y) != (to.y > place.y)
        && place.x < from.x + (place.y - from.y) / (to.y - from.y) * (to.x - from.x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_inside() {
        let triangle = Shape::polygon(&[(0.0, 0.0), (10.0, 0.0), (0.0, 10.0)]);
        let ring = Shape::ring(Place::new(5.0, 5.0), 4.0, 1.0);
        let inside = |shape: &Shape, x, y| shape.contains(Place::new(x, y));
        assert!(inside(&triangle, 2.0, 2.0) && !inside(&triangle, 6.0, 6.0));
        assert!(inside(&ring, 9.0, 5.0) && inside(&ring, 5.0, 1.2) && !inside(&ring, 5.0, 5.0));
        assert!(inside(&Shape::between(1.0, 2.0, 3.0, 4.0), 2.0, 3.0));
        assert!(!inside(&Shape::stroke(&[(0.0, 0.0), (4.0, 0.0)], 1.0), 5.0, 0.0));
    }
}
