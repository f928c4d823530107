//! Sums over examples: the gradients of dense layers.
//!
//! Examples lie along the vectors, so each sum is kept in lanes: lane `l` adds the examples `l`, `l` + 16,
//! `l` + 32 … in their order, and the lanes are added in the end. How the examples are divided into parts of
//! whole vectors makes no difference.

use super::{dispatch, zip_map};
use crate::nn::matrix::{LANES, Matrix, Vector, per_row};

/// `out[i][j]` = the sum over all examples of a\[i\] · b\[j\], for the rows from `first` on that `out` has room
/// for. `pairs` are a and b of one part of the examples after the other, quantities × examples each.
pub fn dots<'a>(
    pairs: impl Iterator<Item = (&'a Matrix, &'a Matrix)> + Clone,
    first: usize,
    columns: usize,
    out: &mut [Vector],
) {
    let per_row = per_row(columns);
    dispatch(
        #[inline(always)]
        || {
            let rows = out.len() / per_row.max(1);
            for i in (0..rows / 2 * 2).step_by(2) {
                let [above, below] = two_rows(out, i, per_row);
                across::<2>(&pairs, first + i, columns, [above, below]);
            }
            if rows % 2 == 1 {
                let last = rows - 1;
                across::<1>(&pairs, first + last, columns, [&mut out[last * per_row..][..per_row]]);
            }
        },
    );
}

fn two_rows(out: &mut [Vector], i: usize, per_row: usize) -> [&mut [Vector]; 2] {
    let (above, below) = out[i * per_row..][..2 * per_row].split_at_mut(per_row);
    [above, below]
}

#[inline(always)]
fn across<'a, const R: usize>(
    pairs: &(impl Iterator<Item = (&'a Matrix, &'a Matrix)> + Clone),
    i: usize,
    columns: usize,
    mut out: [&mut [Vector]; R],
) {
    let mut j = 0;
    while columns - j >= 4 {
        store(block::<R, 4>(pairs, i, j), j, &mut out);
        j += 4;
    }
    if columns - j >= 2 {
        store(block::<R, 2>(pairs, i, j), j, &mut out);
        j += 2;
    }
    if columns > j {
        store(block::<R, 1>(pairs, i, j), j, &mut out);
    }
}

#[inline(always)]
fn store<const R: usize, const C: usize>(sums: [[Vector; C]; R], j: usize, out: &mut [&mut [Vector]; R]) {
    for r in 0..R {
        for c in 0..C {
            out[r][(j + c) / LANES].0[(j + c) % LANES] = sums[r][c].fold();
        }
    }
}

#[inline(always)]
fn block<'a, const R: usize, const C: usize>(
    pairs: &(impl Iterator<Item = (&'a Matrix, &'a Matrix)> + Clone),
    i: usize,
    j: usize,
) -> [[Vector; C]; R] {
    let mut sums = [[Vector::default(); C]; R];
    for (a, b) in pairs.clone() {
        let per_row = a.per_row();
        let rows = &a.vectors()[i * per_row..][..R * per_row];
        let columns = &b.vectors()[j * per_row..][..C * per_row];
        for v in 0..per_row {
            for r in 0..R {
                for c in 0..C {
                    let (a, b) = (rows[r * per_row + v], columns[c * per_row + v]);
                    sums[r][c] = sums[r][c].plus_product(a, b);
                }
            }
        }
    }
    sums
}

/// `out[0][j]` = the sum of row `j`.
pub fn sums(rows: &Matrix, out: &mut Matrix) {
    dispatch(
        #[inline(always)]
        || {
            let columns = out.columns();
            let mut j = 0;
            while columns - j >= 4 {
                sums_of_rows::<4>(rows, j, out);
                j += 4;
            }
            while columns > j {
                sums_of_rows::<1>(rows, j, out);
                j += 1;
            }
        },
    );
}

#[inline(always)]
fn sums_of_rows<const R: usize>(rows: &Matrix, j: usize, out: &mut Matrix) {
    let mut sums = [Vector::default(); R];
    let per_row = rows.per_row();
    let rows = &rows.vectors()[j * per_row..][..R * per_row];
    for v in 0..per_row {
        for r in 0..R {
            sums[r] = sums[r].plus_scaled(1.0, rows[r * per_row + v]);
        }
    }
    for r in 0..R {
        out[(0, j + r)] = sums[r].fold();
    }
}

/// `out` = the sum of the `parts`, from the first to the last.
pub fn total<'a>(mut parts: impl Iterator<Item = &'a Matrix>, out: &mut Matrix) {
    if let Some(first) = parts.next() {
        out.vectors_mut().copy_from_slice(first.vectors());
    }
    for part in parts {
        zip_map(out.vectors_mut(), part.vectors(), |sum, number| sum + number);
    }
}
