//! From quantities × examples to examples × quantities and back.

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
            for across in 0..to_per_row {
                for down in 0..from_per_row {
                    let square: [Vector; LANES] = std::array::from_fn(|i| {
                        let row = (across * LANES + i) * from_per_row;
                        from.get(row + down).copied().unwrap_or_default()
                    });
                    let square = turn(square);
                    let first = down * LANES;
                    for i in 0..LANES.min(rows.saturating_sub(first)) {
                        to[(first + i) * to_per_row + across] = square[i];
                    }
                }
            }
        },
    );
}

/// The transposed square. Like a pack of cards that is cut in half and riffled, again and again: four riffles
/// bring sixteen rows to where their columns were.
#[inline(always)]
fn turn(mut square: [Vector; LANES]) -> [Vector; LANES] {
    for _ in 0..LANES.ilog2() {
        let mut next = [Vector::default(); LANES];
        for i in 0..LANES / 2 {
            [next[2 * i], next[2 * i + 1]] = riffle(square[i], square[i + LANES / 2]);
        }
        square = next;
    }
    square
}

/// The numbers of `a` and `b` in turns.
#[inline(always)]
fn riffle(a: Vector, b: Vector) -> [Vector; 2] {
    let turn = |l: usize| if l % 2 == 0 { a.0[l / 2] } else { b.0[l / 2] };
    [Vector(std::array::from_fn(turn)), Vector(std::array::from_fn(|l| turn(l + LANES)))]
}
