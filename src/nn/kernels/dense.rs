//! Products with a matrix that is full of numbers.
//!
//! Every output is added up from the first term to the last. The speed comes from a few vectors of a few rows
//! that stay in registers while the terms stream by: eight at a time, enough to hide the latency of an addition
//! and few enough for the registers of narrow vector units.

#![expect(clippy::needless_range_loop, reason = "fixed loops over registers read best by their numbers")]

use super::dispatch;
use crate::nn::matrix::{LANES, Matrix, Vector};

/// `out` = `left`ᵀ · `right` + `start`, where `start` has one number for each row.
pub fn affine(left: &Matrix, right: &Matrix, start: &Matrix, out: &mut Matrix) {
    multiply(&Columns { left, start }, right, out);
}

/// `out` = `left` · `right`.
pub fn product(left: &Matrix, right: &Matrix, out: &mut Matrix) {
    multiply(&Rows { left }, right, out);
}

/// The left factor of a product.
trait Left {
    /// What row `r` of the product starts from.
    fn start(&self, r: usize) -> f32;

    /// Calls `add` for one term after the other with its number and its factors for the rows from `first` on;
    /// rows are done in groups that begin at multiples of `R`, a divisor of [`LANES`].
    fn each_term<const R: usize>(&self, first: usize, add: impl FnMut(usize, [f32; R]));
}

struct Columns<'a> {
    left: &'a Matrix,
    start: &'a Matrix,
}

impl Left for Columns<'_> {
    #[inline(always)]
    fn start(&self, r: usize) -> f32 {
        self.start[(0, r)]
    }

    #[inline(always)]
    fn each_term<const R: usize>(&self, first: usize, mut add: impl FnMut(usize, [f32; R])) {
        let (vector, lane) = (first / LANES, first % LANES);
        for (k, row) in self.left.vectors().chunks_exact(self.left.per_row()).enumerate() {
            let mut factors = [0.0; R];
            factors.copy_from_slice(&row[vector].0[lane..lane + R]);
            add(k, factors);
        }
    }
}

struct Rows<'a> {
    left: &'a Matrix,
}

impl Left for Rows<'_> {
    #[inline(always)]
    fn start(&self, _: usize) -> f32 {
        0.0
    }

    #[inline(always)]
    fn each_term<const R: usize>(&self, first: usize, mut add: impl FnMut(usize, [f32; R])) {
        let (per_row, terms) = (self.left.per_row(), self.left.columns());
        let rows = &self.left.vectors()[first * per_row..][..R * per_row];
        for vector in 0..terms.div_ceil(LANES) {
            let mut group = [Vector::default(); R];
            for r in 0..R {
                group[r] = rows[r * per_row + vector];
            }
            for lane in 0..LANES.min(terms - vector * LANES) {
                let mut factors = [0.0; R];
                for r in 0..R {
                    factors[r] = group[r].0[lane];
                }
                add(vector * LANES + lane, factors);
            }
        }
    }
}

fn multiply(left: &impl Left, right: &Matrix, out: &mut Matrix) {
    dispatch(
        #[inline(always)]
        || match right.per_row() {
            0 => {}
            1 => panels::<8, 1>(left, right, out),
            2 => panels::<4, 2>(left, right, out),
            3 => panels::<2, 3>(left, right, out),
            _ => panels::<2, 4>(left, right, out),
        },
    );
}

/// Goes through the columns, `W` vectors at a time, and through the rows, `R` at a time.
#[inline(always)]
fn panels<const R: usize, const W: usize>(left: &impl Left, right: &Matrix, out: &mut Matrix) {
    let (rows, per_row) = (out.rows(), right.per_row() / W);
    let (right, _) = right.vectors().as_chunks::<W>();
    let (out, _) = out.vectors_mut().as_chunks_mut::<W>();
    for panel in 0..per_row {
        for first in (0..rows / R * R).step_by(R) {
            let sums = block::<R, W>(left, first, right, (panel, per_row));
            for r in 0..R {
                out[(first + r) * per_row + panel] = sums[r];
            }
        }
        for first in (rows / R * R..rows / 2 * 2).step_by(2) {
            let sums = block::<2, W>(left, first, right, (panel, per_row));
            for r in 0..2 {
                out[(first + r) * per_row + panel] = sums[r];
            }
        }
        for row in rows / 2 * 2..rows {
            [out[row * per_row + panel]] = block::<1, W>(left, row, right, (panel, per_row));
        }
    }
}

#[inline(always)]
fn block<const R: usize, const W: usize>(
    left: &impl Left,
    first: usize,
    right: &[[Vector; W]],
    (panel, per_row): (usize, usize),
) -> [[Vector; W]; R] {
    let mut sums = [[Vector::default(); W]; R];
    for r in 0..R {
        sums[r] = [Vector::splat(left.start(first + r)); W];
    }
    left.each_term::<R>(
        first,
        #[inline(always)]
        |k, factors| {
            let terms = right[k * per_row + panel];
            for r in 0..R {
                for w in 0..W {
                    sums[r][w] = sums[r][w].plus_scaled(factors[r], terms[w]);
                }
            }
        },
    );
    sums
}
