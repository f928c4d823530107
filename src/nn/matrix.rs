//! The matrix type: rows of whole, aligned vectors, in panels.
//!
//! Why not `ndarray` here: the kernels need rows that start at a cache line and are padded with zeros to whole
//! vectors, so that no loop has a remainder; `ndarray` has neither alignment nor padding. And its `dot` picks a
//! kernel by the processor, which changes the order of additions and so the bits of a training run from machine to
//! machine. Data sets arrive as `ndarray` arrays, and [`Matrix::to_array`] goes back.
//!
//! This type can go when an array library offers padded, aligned rows and products whose order of additions is
//! the same on all processors.

use std::ops::{Index, IndexMut, Range};

use ndarray::{Array2, ArrayView2};

use super::vector::{LANES, Vector};

/// Vectors in a row of a panel: as many as loops keep in registers side by side.
const PANEL: usize = 4;
/// Columns of a panel of a matrix with several panels.
pub(super) const PANEL_COLUMNS: usize = PANEL * LANES;

/// A matrix of `f32`. Rows are padded with zeros to whole vectors.
///
/// A matrix of more than 64 columns is usually stored in panels, one after the other, each row by row: what a
/// product goes through at once is close together, and each thread can own the weights of some units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    /// Vectors in a row of a panel.
    width: usize,
    vectors: Vec<Vector>,
}

impl Matrix {
    /// `rows` × `columns` zeros.
    pub fn zeros(rows: usize, columns: usize) -> Matrix {
        let mut matrix = Matrix::default();
        matrix.reshape(rows, columns);
        matrix
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

    /// Vectors in a row of a panel.
    #[inline(always)]
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The number of panels.
    #[inline(always)]
    pub(super) fn panel_count(&self) -> usize {
        let stride = stride(self.columns);
        if self.width == stride { stride.min(1) } else { stride / PANEL }
    }

    /// Panel number `panel` from the left, row by row.
    #[inline(always)]
    pub(super) fn panel(&self, panel: usize) -> &[Vector] {
        let len = self.rows * self.width();
        &self.vectors[panel * len..][..len]
    }

    /// The vectors of a matrix that is in one panel, row by row.
    #[inline(always)]
    pub(super) fn only_panel(&self) -> &[Vector] {
        debug_assert_eq!(self.width, stride(self.columns), "there are several panels");
        &self.vectors
    }

    /// The vectors of a matrix that is in one panel, row by row, mutable.
    #[inline(always)]
    pub(super) fn only_panel_mut(&mut self) -> &mut [Vector] {
        debug_assert_eq!(self.width, stride(self.columns), "there are several panels");
        &mut self.vectors
    }

    /// The panels from the left to the right.
    pub(super) fn panels(&self) -> impl DoubleEndedIterator<Item = &[Vector]> + ExactSizeIterator + Clone {
        (0..self.panel_count()).map(|panel| self.panel(panel))
    }

    /// The panels from the left to the right, mutable.
    pub(super) fn panels_mut(
        &mut self,
    ) -> impl DoubleEndedIterator<Item = &mut [Vector]> + ExactSizeIterator {
        let len = (self.rows * self.width()).max(1);
        self.vectors.chunks_exact_mut(len)
    }

    /// The panels in parts of `rows` rows: the numbers of the panel and of the part, and its vectors.
    pub(super) fn parts_mut(
        &mut self,
        rows: usize,
    ) -> impl DoubleEndedIterator<Item = (usize, usize, &mut [Vector])> {
        let len = (rows * self.width()).max(1);
        let parts = move |(panel, vectors)| {
            <[Vector]>::chunks_mut(vectors, len)
                .enumerate()
                .map(move |(part, vectors)| (panel, part, vectors))
        };
        self.panels_mut().enumerate().flat_map(parts)
    }

    /// Where vector `v` of row `i` is.
    ///
    /// The same vector of the next row is [`Matrix::width`] further on.
    #[inline(always)]
    pub(super) fn place(&self, i: usize, v: usize) -> usize {
        let stride = stride(self.columns);
        if self.width == stride { i * stride + v } else { (v / PANEL * self.rows + i) * PANEL + v % PANEL }
    }

    /// Changes the shape without giving memory back.
    ///
    /// The numbers are unspecified afterwards. Padding that was zero is zero.
    pub(super) fn reshape(&mut self, rows: usize, columns: usize) {
        self.reshape_in_panels(rows, columns, stride(columns).min(PANEL));
    }

    /// Like [`Matrix::reshape`], with all columns in one panel: for matrices of few columns, which one thread works on.
    pub(super) fn reshape_in_one_panel(&mut self, rows: usize, columns: usize) {
        self.reshape_in_panels(rows, columns, stride(columns));
    }

    /// The same numbers in one panel.
    #[cfg(test)]
    pub(super) fn in_one_panel(&self) -> Matrix {
        let mut matrix = Matrix::default();
        matrix.reshape_in_one_panel(self.rows, self.columns);
        for i in 0..self.rows {
            for j in 0..self.columns {
                matrix[(i, j)] = self[(i, j)];
            }
        }
        matrix
    }

    fn reshape_in_panels(&mut self, rows: usize, columns: usize, width: usize) {
        if (self.rows, self.columns, self.width) != (rows, columns, width) {
            self.vectors.clear(); // or numbers of the old shape would end up in the padding
            self.vectors.resize(rows * stride(columns), Vector::default());
            (self.rows, self.columns, self.width) = (rows, columns, width);
        }
    }

    /// All vectors, panel by panel.
    pub(super) fn vectors(&self) -> &[Vector] {
        &self.vectors
    }

    /// All vectors, panel by panel, mutable.
    pub(super) fn vectors_mut(&mut self) -> &mut [Vector] {
        &mut self.vectors
    }

    /// Sets the padding to zero.
    pub(super) fn clear_padding(&mut self) {
        let (whole, rest) = (self.columns / LANES, self.columns % LANES);
        for v in whole..stride(self.columns) {
            for i in 0..self.rows {
                let place = self.place(i, v);
                self.vectors[place].0[if v == whole { rest } else { 0 }..].fill(0.0);
            }
        }
    }

    /// The numbers of row `i`.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn row_values(&self, i: usize) -> impl Iterator<Item = f32> {
        assert!(i < self.rows, "there is no row {i}");
        let vectors = (0..stride(self.columns)).map(move |v| &self.vectors[self.place(i, v)]);
        vectors.flat_map(|vector| vector.0).take(self.columns)
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

/// Vectors in a row of `columns` numbers: at most `PANEL`, or a multiple of it.
#[inline(always)]
pub(super) fn stride(columns: usize) -> usize {
    let vectors = columns.div_ceil(LANES);
    if vectors <= PANEL { vectors } else { vectors.next_multiple_of(PANEL) }
}

/// Which of `columns` columns are in a panel of a matrix.
pub(super) fn panel_columns(columns: usize, panel: usize) -> Range<usize> {
    PANEL_COLUMNS * panel..columns.min(PANEL_COLUMNS * (panel + 1))
}

impl Index<(usize, usize)> for Matrix {
    type Output = f32;

    fn index(&self, (i, j): (usize, usize)) -> &f32 {
        debug_assert!(i < self.rows && j < self.columns, "({i}, {j}) is outside");
        &self.vectors[self.place(i, j / LANES)].0[j % LANES]
    }
}

impl IndexMut<(usize, usize)> for Matrix {
    fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut f32 {
        debug_assert!(i < self.rows && j < self.columns, "({i}, {j}) is outside");
        let place = self.place(i, j / LANES);
        &mut self.vectors[place].0[j % LANES]
    }
}

impl From<ArrayView2<'_, f32>> for Matrix {
    fn from(array: ArrayView2<f32>) -> Matrix {
        Matrix::from_fn(array.nrows(), array.ncols(), |i, j| array[(i, j)])
    }
}
