//! Transposition: from quantities × examples to examples × quantities and back.

#![expect(clippy::needless_range_loop, reason = "fixed loops over registers read best with indices")]

use crate::nn::matrix::Matrix;
use crate::nn::vector::{LANES, Vector};
use crate::vector_unit::vectorize;

/// Rows of `out` = `panel`ᵀ, from row `first` on, as many as the panel has columns.
///
/// The rows of the panel have `width` vectors, one row for each column of `out`.
pub fn transpose(panel: &[Vector], width: usize, first: usize, out: &mut Matrix) {
    vectorize(
        #[inline(always)]
        || {
            let (mut square, mut scratch) = ([Vector::default(); LANES], [Vector::default(); LANES]);
            for across in 0..panel.len().div_ceil(width * LANES) {
                for down in 0..width.min((out.rows() - first).div_ceil(LANES)) {
                    for i in 0..LANES {
                        let place = (across * LANES + i) * width + down;
                        square[i] = panel.get(place).copied().unwrap_or_default();
                    }
                    transpose_square(&mut square, &mut scratch);
                    let (first, rows, width) = (first + down * LANES, out.rows(), out.width());
                    let start = out.place(first, across);
                    let column = out.vectors_mut()[start..].iter_mut().step_by(width);
                    for (vector, transposed) in column.take(rows - first).zip(&square) {
                        *vector = *transposed;
                    }
                }
            }
        },
    );
}

/// `panel` = rows of `matrix`ᵀ, those from row `first` on, as many as the panel has columns.
///
/// The rows of the panel have `width` vectors, one row for each column of `matrix`.
pub fn transpose_back(matrix: &Matrix, first: usize, panel: &mut [Vector], width: usize) {
    vectorize(
        #[inline(always)]
        || {
            let (mut square, mut scratch) = ([Vector::default(); LANES], [Vector::default(); LANES]);
            for (across, panel) in panel.chunks_mut((LANES * width).max(1)).enumerate() {
                let start = matrix.place(0, across);
                let column = &matrix.vectors()[start..];
                for down in 0..width {
                    for i in 0..LANES {
                        let row = first + down * LANES + i;
                        square[i] = if row < matrix.rows() {
                            column[row * matrix.width()]
                        } else {
                            Vector::default()
                        };
                    }
                    transpose_square(&mut square, &mut scratch);
                    for (row, vector) in panel.chunks_exact_mut(width).zip(&square) {
                        row[down] = *vector;
                    }
                }
            }
        },
    );
}

/// Transposes [`LANES`] × [`LANES`] numbers.
#[inline(always)]
fn transpose_square(square: &mut [Vector; LANES], scratch: &mut [Vector; LANES]) {
    for _ in 0..LANES.ilog2() / 2 {
        interleave(square, scratch);
        interleave(scratch, square);
    }
}

/// One perfect shuffle: row i and row i + 8 are interleaved, number by number, into rows 2i and 2i + 1. Four of
/// them (log₂ of [`LANES`]) transpose a square.
#[inline(always)]
fn interleave(rows: &[Vector; LANES], out: &mut [Vector; LANES]) {
    for i in 0..LANES / 2 {
        let (a, b) = (rows[i].0, rows[i + LANES / 2].0);
        for l in 0..LANES / 2 {
            (out[2 * i].0[2 * l], out[2 * i].0[2 * l + 1]) = (a[l], b[l]);
            let high = l + LANES / 2;
            (out[2 * i + 1].0[2 * l], out[2 * i + 1].0[2 * l + 1]) = (a[high], b[high]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::kernels::plain::{WIDTHS, assert_same, dense_matrix};
    use crate::nn::matrix::PANEL_COLUMNS;

    #[test]
    fn transposing_twice_gives_the_same_matrix() {
        for rows in WIDTHS {
            for columns in WIDTHS {
                let matrix = dense_matrix(rows, columns);
                let (mut transposed, width) = (Matrix::zeros(columns, rows), matrix.width());
                for (panel, first) in matrix.panels().zip((0..).step_by(PANEL_COLUMNS)) {
                    transpose(panel, width, first, &mut transposed);
                }
                assert_same(&transposed, |i, j| matrix[(j, i)]);
                let mut back = Matrix::zeros(rows, columns);
                for (panel, first) in back.panels_mut().zip((0..).step_by(PANEL_COLUMNS)) {
                    transpose_back(&transposed, first, panel, width);
                }
                assert_eq!(back, matrix);
            }
        }
    }
}
