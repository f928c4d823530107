//! From quantities × examples to examples × quantities and back.

#![expect(clippy::needless_range_loop, reason = "fixed loops over registers read best by their numbers")]

use super::dispatch;
use crate::nn::matrix::{LANES, Matrix, Vector};

/// `out` = `rows`ᵀ, where `rows` are as many rows of `per_row` vectors as `out` has columns.
pub fn transpose(rows: &[Vector], per_row: usize, out: &mut Matrix) {
    let (count, out_per_row) = (out.rows(), out.per_row());
    transpose_vectors(rows, per_row, out.vectors_mut(), out_per_row, count);
}

/// `out` = `matrix`ᵀ, in rows of `per_row` vectors.
pub fn transpose_back(matrix: &Matrix, out: &mut [Vector], per_row: usize) {
    let count = out.len() / per_row.max(1);
    transpose_vectors(matrix.vectors(), matrix.per_row(), out, per_row, count);
}

/// Square after square, sixteen numbers wide and high.
fn transpose_vectors(
    from: &[Vector],
    from_per_row: usize,
    to: &mut [Vector],
    to_per_row: usize,
    rows: usize,
) {
    dispatch(
        #[inline(always)]
        || {
            let (mut square, mut room) = ([Vector::default(); LANES], [Vector::default(); LANES]);
            for across in 0..to_per_row {
                for down in 0..from_per_row {
                    for i in 0..LANES {
                        let row = (across * LANES + i) * from_per_row;
                        square[i] = from.get(row + down).copied().unwrap_or_default();
                    }
                    for _ in 0..LANES.ilog2() / 2 {
                        interleave(&square, &mut room);
                        interleave(&room, &mut square);
                    }
                    let first = down * LANES;
                    for i in 0..LANES.min(rows.saturating_sub(first)) {
                        to[(first + i) * to_per_row + across] = square[i];
                    }
                }
            }
        },
    );
}

/// Cuts the rows like a pack of cards and riffles both halves, number by number: done four times, this brings
/// sixteen rows to where their columns were.
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
