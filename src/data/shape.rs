//! What the inputs of an example stand for.

/// What one row of inputs stands for, and so how it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A point of the plane: two inputs, x and y.
    Plane,
    /// A grey image, row by row from the top left; 0 is paper, 1 is ink.
    Image {
        /// Pixels in a row.
        width: usize,
        /// Rows.
        height: usize,
    },
    /// Numbers that cannot be drawn.
    Numbers {
        /// Numbers in a row.
        count: usize,
    },
}

impl Shape {
    /// The shape of rows of `count` numbers that are not pixels.
    pub fn of_numbers(count: usize) -> Shape {
        if count == 2 { Shape::Plane } else { Shape::Numbers { count } }
    }

    /// The number of inputs of an example.
    pub fn inputs(self) -> usize {
        match self {
            Shape::Plane => 2,
            Shape::Image { width, height } => width * height,
            Shape::Numbers { count } => count,
        }
    }
}
