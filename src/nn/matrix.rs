//! The matrix type: rows of whole, aligned vectors.
//!
//! Why not `ndarray` here: the kernels need rows that start at a cache line and are padded with zeros to whole
//! vectors, so that no loop has a remainder; `ndarray` has neither alignment nor padding. And its `dot` picks a
//! kernel by the processor, which changes the order of additions and so the bits of a training run from machine to
//! machine. Data sets arrive as `ndarray` arrays, and [`Matrix::to_array`] goes back.
//!
//! This type can go when an array library offers padded, aligned rows and products whose order of additions is
//! the same on all processors.

use std::ops::{Index, IndexMut};

use ndarray::{Array2, ArrayView2};

use super::vector::{LANES, Vector};

/// Vectors that loops keep in registers side by side.
const PANEL: usize = 4;

/// A matrix of `f32`, row by row. Rows are padded with zeros to whole vectors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    vectors: Vec<Vector>,
}

impl Matrix {
    /// `rows` × `columns` zeros.
    pub fn zeros(rows: usize, columns: usize) -> Matrix {
        Matrix { rows, columns, vectors: vec![Vector::default(); rows * stride(columns)] }
    }

    /// The matrix whose number at (i, j) is `value(i, j)`; called row by row.
    pub fn from_fn(rows: usize, columns: usize, mut value: impl FnMut(usize, usize) -> f32) -> Matrix {
        let mut matrix = Matrix::zeros(rows, columns);
        for i in 0..rows {
            for j in 0..columns {
                matrix[(i, j)] = value(i, j);
            }
        }
        matrix
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Vectors from the start of one row to the start of the next.
    pub(super) fn stride(&self) -> usize {
        stride(self.columns)
    }

    /// Changes the shape without giving memory back.
    ///
    /// The numbers are unspecified afterwards. Padding that was zero is zero.
    pub(super) fn reshape(&mut self, rows: usize, columns: usize) {
        if (self.rows, self.columns) != (rows, columns) {
            self.vectors.clear(); // or numbers of the old shape would end up in the padding
            self.vectors.resize(rows * stride(columns), Vector::default());
            (self.rows, self.columns) = (rows, columns);
        }
    }

    /// The vectors of row `i`.
    pub(super) fn row(&self, i: usize) -> &[Vector] {
        &self.vectors[i * self.stride()..][..self.stride()]
    }

    /// The vectors of row `i`, mutable.
    pub(super) fn row_mut(&mut self, i: usize) -> &mut [Vector] {
        let stride = self.stride();
        &mut self.vectors[i * stride..][..stride]
    }

    /// All vectors, row by row.
    pub(super) fn vectors(&self) -> &[Vector] {
        &self.vectors
    }

    /// All vectors, row by row, mutable.
    pub(super) fn vectors_mut(&mut self) -> &mut [Vector] {
        &mut self.vectors
    }

    /// Sets the padding to zero.
    pub(super) fn clear_padding(&mut self) {
        let (whole, rest) = (self.columns / LANES, self.columns % LANES);
        let stride = self.stride();
        if whole == stride {
            return;
        }
        for row in self.vectors.chunks_exact_mut(stride) {
            row[whole].0[rest..].fill(0.0);
            row[whole + 1..].fill(Vector::default());
        }
    }

    /// The numbers of row `i`.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn row_values(&self, i: usize) -> impl Iterator<Item = f32> {
        self.row(i).iter().flat_map(|vector| vector.0).take(self.columns)
    }

    /// All numbers, row by row.
    pub fn values(&self) -> impl Iterator<Item = f32> {
        (0..self.rows).flat_map(|i| self.row_values(i))
    }

    /// A copy as an array of the same shape.
    pub fn to_array(&self) -> Array2<f32> {
        Array2::from_shape_fn((self.rows, self.columns), |index| self[index])
    }
}

/// Vectors in a row of `columns` numbers: at most [`PANEL`], or a multiple of it.
pub(super) fn stride(columns: usize) -> usize {
    let vectors = columns.div_ceil(LANES);
    if vectors <= PANEL { vectors } else { vectors.next_multiple_of(PANEL) }
}

impl Index<(usize, usize)> for Matrix {
    type Output = f32;

    fn index(&self, (i, j): (usize, usize)) -> &f32 {
        &self.row(i)[j / LANES].0[j % LANES]
    }
}

impl IndexMut<(usize, usize)> for Matrix {
    fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut f32 {
        &mut self.row_mut(i)[j / LANES].0[j % LANES]
    }
}

impl From<ArrayView2<'_, f32>> for Matrix {
    fn from(array: ArrayView2<f32>) -> Matrix {
        Matrix::from_fn(array.nrows(), array.ncols(), |i, j| array[(i, j)])
    }
}
