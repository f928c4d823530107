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

    /// Puts the examples into the order of these indices, each of which occurs once, without a second copy of all.
    ///
    /// # Panics
    /// When an index is out of bounds.
    #[must_use]
    pub fn reordered(self, order: &[usize]) -> Features {
        match self {
            Features::Numbers(numbers) => Features::Numbers(reordered(numbers, order)),
            Features::Pixels(pixels) => Features::Pixels(reordered(pixels, order)),
        }
    }

    /// Keeps the first `n` examples, and returns the others.
    ///
    /// # Panics
    /// When there are fewer.
    #[must_use]
    pub fn split_off(&mut self, n: usize) -> Features {
        match self {
            Features::Numbers(numbers) => Features::Numbers(split_off(numbers, n)),
            Features::Pixels(pixels) => Features::Pixels(split_off(pixels, n)),
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

/// Reorders the rows of an array in its own memory, one cycle of the permutation after the other.
fn reordered<T: Copy>(mut rows: Array2<T>, order: &[usize]) -> Array2<T> {
    let mut is_placed = vec![false; order.len()];
    for start in 0..order.len() {
        if is_placed[start] {
            continue;
        }
        let first = rows.row(start).to_owned();
        let mut place = start;
        loop {
            is_placed[place] = true;
            let from = order[place];
            if from == start {
                rows.row_mut(place).assign(&first);
                break;
            }
            let (mut to, from_row) = rows.multi_slice_mut((s![place, ..], s![from, ..]));
            to.assign(&from_row);
            place = from;
        }
    }
    rows
}

/// Keeps the first rows of an array, and returns the others.
fn split_off<T: Copy + Default>(rows: &mut Array2<T>, n: usize) -> Array2<T> {
    let rest = rows.slice(s![n.., ..]).to_owned();
    let width = rows.ncols();
    let (mut entries, _) = std::mem::take(rows).into_raw_vec_and_offset();
    entries.truncate(n * width);
    entries.shrink_to_fit();
    *rows = Array2::from_shape_vec((n, width), entries).unwrap_or_default();
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_reordered_in_place_and_split() {
        let rows = Array2::from_shape_fn((7, 3), |(row, column)| (10 * row + column) as u8);
        let order = [3, 0, 2, 6, 5, 4, 1];
        let mut reordered = Features::Pixels(rows.clone()).reordered(&order);
        let selected = Features::Pixels(rows).select(&order);
        assert_eq!(reordered, selected);
        let rest = reordered.split_off(5);
        assert_eq!((reordered, rest), (selected.first(5), selected.select(&[5, 6])));
    }
}
