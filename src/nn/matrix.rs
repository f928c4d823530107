//! Matrices in rows of whole vectors, so that no loop over them has a remainder.

use std::ops::{Index, IndexMut};

use bytemuck::{Pod, Zeroable};
use ndarray::{Array2, ArrayView2};

/// Numbers in a vector: what one instruction of the widest vector units takes. Sums over examples are kept in
/// so many parts on every machine, and so come out the same on all of them.
pub const LANES: usize = 16;

/// Vectors of a row that loops go through side by side, in registers.
const PANEL: usize = 4;

/// A vector in a cache line of its own, since a load that crosses two lines costs two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Pod, Zeroable)]
#[repr(C, align(64))]
pub struct Vector(pub [f32; LANES]);

/// Rows × columns numbers. What follows the last column of a row, up to whole vectors, is zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    vectors: Vec<Vector>,
}

impl Matrix {
    /// Rows × columns zeros.
    pub fn zeros(rows: usize, columns: usize) -> Matrix {
        Matrix { rows, columns, vectors: vec![Vector::default(); rows * per_row(columns)] }
    }

    /// `value(row, column)` everywhere.
    pub fn from_fn(rows: usize, columns: usize, mut value: impl FnMut(usize, usize) -> f32) -> Matrix {
        let mut matrix = Matrix::zeros(rows, columns);
        for i in 0..rows {
            for j in 0..columns {
                matrix[(i, j)] = value(i, j);
            }
        }
        matrix
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Vectors in a row: up to [`PANEL`], or a multiple of it.
    pub(super) fn per_row(&self) -> usize {
        per_row(self.columns)
    }

    /// Becomes rows × columns without giving memory back. Every number is then to be written; what follows the
    /// last column is zero if it was.
    pub(super) fn reshape(&mut self, rows: usize, columns: usize) {
        if (self.rows, self.columns) != (rows, columns) {
            self.vectors.clear(); // or a number of a wider row would lie behind the last column
            self.vectors.resize(rows * per_row(columns), Vector::default());
            (self.rows, self.columns) = (rows, columns);
        }
    }

    /// The vectors of row `i`.
    pub(super) fn row(&self, i: usize) -> &[Vector] {
        &self.vectors[i * self.per_row()..][..self.per_row()]
    }

    /// The vectors of row `i`, to be changed.
    pub(super) fn row_mut(&mut self, i: usize) -> &mut [Vector] {
        let per_row = self.per_row();
        &mut self.vectors[i * per_row..][..per_row]
    }

    /// All vectors, row by row.
    pub(super) fn vectors(&self) -> &[Vector] {
        &self.vectors
    }

    /// All vectors, row by row, to be changed.
    pub(super) fn vectors_mut(&mut self) -> &mut [Vector] {
        &mut self.vectors
    }

    /// Makes what follows the last column zero.
    pub(super) fn clear_padding(&mut self) {
        let (whole, rest) = (self.columns / LANES, self.columns % LANES);
        let per_row = self.per_row();
        if whole == per_row {
            return;
        }
        for row in self.vectors.chunks_exact_mut(per_row) {
            row[whole].0[rest..].fill(0.0);
            row[whole + 1..].fill(Vector::default());
        }
    }

    /// The numbers of row `i`.
    pub fn row_values(&self, i: usize) -> impl Iterator<Item = f32> {
        self.row(i).iter().flat_map(|vector| vector.0).take(self.columns)
    }

    /// All numbers, row by row.
    pub fn values(&self) -> impl Iterator<Item = f32> {
        (0..self.rows).flat_map(|i| self.row_values(i))
    }

    /// A copy as an array.
    pub fn to_array(&self) -> Array2<f32> {
        Array2::from_shape_fn((self.rows, self.columns), |place| self[place])
    }
}

/// Vectors in a row of so many columns.
pub(super) fn per_row(columns: usize) -> usize {
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
