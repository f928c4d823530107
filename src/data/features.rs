//! The inputs of examples, stored as compactly as their type allows.

use ndarray::{Array2, Axis, ErrorKind, ShapeError, s};

/// Examples × inputs.
#[derive(Clone, Debug, PartialEq)]
pub enum Features {
    /// Any numbers.
    Numbers(Array2<f32>),
    /// Grey pixels, 0 for paper to 255 for ink. [`GREY`] maps them to inputs from 0 to 1.
    Pixels(Array2<u8>),
}

/// The input for each grey level.
pub const GREY: [f32; 256] = {
    let mut grey = [0.0; 256];
    let mut pixel = 0;
    while pixel < 256 {
        grey[pixel] = pixel as f32 / 255.0;
        pixel += 1;
    }
    grey
};

impl Features {
    /// The number of examples.
    pub fn len(&self) -> usize {
        match self {
            Features::Numbers(numbers) => numbers.nrows(),
            Features::Pixels(pixels) => pixels.nrows(),
        }
    }

    /// Whether there are no examples.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of inputs of an example.
    pub fn width(&self) -> usize {
        match self {
            Features::Numbers(numbers) => numbers.ncols(),
            Features::Pixels(pixels) => pixels.ncols(),
        }
    }

    /// The inputs of example `n`.
    ///
    /// # Panics
    /// When there is no such example.
    pub fn row(&self, n: usize) -> impl Iterator<Item = f32> + Clone {
        let (numbers, pixels) = match self {
            Features::Numbers(numbers) => (Some(numbers.row(n)), None),
            Features::Pixels(pixels) => (None, Some(pixels.row(n))),
        };
        let pixels = pixels.into_iter().flatten().map(|&pixel| GREY[usize::from(pixel)]);
        numbers.into_iter().flatten().copied().chain(pixels)
    }

    /// The inputs of each example in turn.
    pub fn rows(&self) -> impl Iterator<Item = impl Iterator<Item = f32> + Clone> {
        (0..self.len()).map(|n| self.row(n))
    }

    /// Returns the first `n` examples.
    ///
    /// # Panics
    /// When there are fewer.
    #[must_use]
    pub fn first(&self, n: usize) -> Features {
        match self {
            Features::Numbers(numbers) => Features::Numbers(numbers.slice(s![..n, ..]).to_owned()),
            Features::Pixels(pixels) => Features::Pixels(pixels.slice(s![..n, ..]).to_owned()),
        }
    }

    /// Returns the examples with these indices, in the order of the indices.
    ///
    /// # Panics
    /// When an index is out of bounds.
    #[must_use]
    pub fn select(&self, indices: &[usize]) -> Features {
        match self {
            Features::Numbers(numbers) => Features::Numbers(numbers.select(Axis(0), indices)),
            Features::Pixels(pixels) => Features::Pixels(pixels.select(Axis(0), indices)),
        }
    }

    /// Appends examples of the same kind and width.
    pub(super) fn append(&mut self, more: &Features) -> Result<(), ShapeError> {
        match (self, more) {
            (Features::Numbers(numbers), Features::Numbers(more)) => numbers.append(Axis(0), more.view()),
            (Features::Pixels(pixels), Features::Pixels(more)) => pixels.append(Axis(0), more.view()),
            _ => Err(ShapeError::from_kind(ErrorKind::IncompatibleShape)),
        }
    }

    /// Returns example `n` as an image, pixel rows × columns; empty if the size does not match.
    ///
    /// # Panics
    /// When there is no such example.
    pub fn image(&self, n: usize, width: usize, height: usize) -> Array2<f32> {
        Array2::from_shape_vec((height, width), self.row(n).collect()).unwrap_or_default()
    }

    /// Returns example `n` as a point of the plane, x and y.
    ///
    /// # Panics
    /// When there is no such example.
    pub fn point(&self, n: usize) -> (f32, f32) {
        let mut row = self.row(n);
        (row.next().unwrap_or_default(), row.next().unwrap_or_default())
    }

    /// Returns a copy as an array, examples × inputs.
    pub fn to_array(&self) -> Array2<f32> {
        let numbers = self.rows().flatten().collect();
        Array2::from_shape_vec((self.len(), self.width()), numbers).unwrap_or_default()
    }
}
