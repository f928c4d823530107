//! Transposition: from quantities × examples to examples × quantities and back.

#![expect(clippy::needless_range_loop, reason = "fixed loops over registers read best with indices")]

use super::dispatch::vectorize;
use crate::nn::matrix::Matrix;
use crate::nn::vector::{LANES, Vector};

/// `out` = `rows`ᵀ, where `rows` has as many rows, of `stride` vectors each, as `out` has columns.
pub fn transpose(rows: &[Vector], stride: usize, out: &mut Matrix) {
    let (count, out_stride) = (out.rows(), out.stride());
    transpose_vectors(rows, stride, out.vectors_mut(), out_stride, count);
}

/// `out` = `matrix`ᵀ, in rows of `stride` vectors.
pub fn transpose_back(matrix: &Matrix, out: &mut [Vector], stride: usize) {
    let count = out.len() / stride.max(1);
    transpose_vectors(matrix.vectors(), matrix.stride(), out, stride, count);
}

/// Transposes in squares of [`LANES`] × [`LANES`] numbers.
fn transpose_vectors(from: &[Vector], from_stride: usize, to: &mut [Vector], to_stride: usize, rows: usize) {
    vectorize(
        #[inline(always)]
        || {
            let (mut square, mut scratch) = ([Vector::default(); LANES], [Vector::default(); LANES]);
            for across in 0..to_stride {
                for down in 0..from_stride {
                    for i in 0..LANES {
                        let row = (across * LANES + i) * from_stride;
                        square[i] = from.get(row + down).copied().unwrap_or_default();
                    }
                    for _ in 0..LANES.ilog2() / 2 {
                        interleave(&square, &mut scratch);
                        interleave(&scratch, &mut square);
                    }
                    let first = down * LANES;
                    for i in 0..LANES.min(rows.saturating_sub(first)) {
                        to[(first + i) * to_stride + across] = square[i];
                    }
                }
            }
        },
    );
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

    #[test]
    fn transposing_twice_gives_the_same_matrix() {
        for rows in WIDTHS {
            for columns in WIDTHS {
                let matrix = dense_matrix(rows, columns);
                let mut transposed = Matrix::zeros(columns, rows);
                transpose(matrix.vectors(), matrix.stride(), &mut transposed);
                assert_same(&transposed, |i, j| matrix[(j, i)]);
                let mut back = Matrix::zeros(rows, columns);
                let stride = back.stride();
                transpose_back(&transposed, back.vectors_mut(), stride);
                assert_eq!(back, matrix);
            }
        }
    }
}
