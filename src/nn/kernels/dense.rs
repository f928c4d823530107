//! Dense matrix products.
//!
//! Every number of the product is summed from its first term to its last. A tile of the product, a few rows by a
//! few vectors, stays in registers while the terms stream by: eight vectors, enough to hide the latency of an
//! addition and few enough for the registers of narrow vector units.

#![expect(clippy::needless_range_loop, reason = "fixed loops over registers read best with indices")]

use super::dispatch::dispatch;
use crate::nn::matrix::Matrix;
use crate::nn::vector::{LANES, Vector};

/// `out` = `left`ᵀ · `right` + `biases`ᵀ, the forward pass of a layer.
///
/// Shapes: `left` inputs × units, `right` inputs × examples, `biases` 1 × units, `out` units × examples.
pub fn affine(left: &Matrix, right: &Matrix, biases: &Matrix, out: &mut Matrix) {
    multiply(&Transposed { left, biases }, right, out);
}

/// `out` = `left` · `right`.
pub fn product(left: &Matrix, right: &Matrix, out: &mut Matrix) {
    multiply(&Plain { left }, right, out);
}

/// The left factor of a product.
trait LeftFactor {
    /// The number from which the sums of row `r` of the product start.
    fn initial(&self, r: usize) -> f32;

    /// Calls `add(k, factors)` for each term k of the sums, where `factors` are the left factors of the `R` rows
    /// from `first` on. `first` is a multiple of `R`, which divides [`LANES`].
    fn for_each_term<const R: usize>(&self, first: usize, add: impl FnMut(usize, [f32; R]));
}

struct Transposed<'a> {
    left: &'a Matrix,
    biases: &'a Matrix,
}

impl LeftFactor for Transposed<'_> {
    #[inline(always)]
    fn initial(&self, r: usize) -> f32 {
        self.biases[(0, r)]
    }

    #[inline(always)]
    fn for_each_term<const R: usize>(&self, first: usize, mut add: impl FnMut(usize, [f32; R])) {
        let (vector, lane) = (first / LANES, first % LANES);
        for (k, row) in self.left.vectors().chunks_exact(self.left.stride()).enumerate() {
            let mut factors = [0.0; R];
            factors.copy_from_slice(&row[vector].0[lane..lane + R]);
            add(k, factors);
        }
    }
}

struct Plain<'a> {
    left: &'a Matrix,
}

impl LeftFactor for Plain<'_> {
    #[inline(always)]
    fn initial(&self, _: usize) -> f32 {
        0.0
    }

    #[inline(always)]
    fn for_each_term<const R: usize>(&self, first: usize, mut add: impl FnMut(usize, [f32; R])) {
        let (stride, terms) = (self.left.stride(), self.left.columns());
        let rows = &self.left.vectors()[first * stride..][..R * stride];
        for vector in 0..terms.div_ceil(LANES) {
            let mut group = [Vector::default(); R];
            for r in 0..R {
                group[r] = rows[r * stride + vector];
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

fn multiply(left: &impl LeftFactor, right: &Matrix, out: &mut Matrix) {
    dispatch(
        #[inline(always)]
        || match right.stride() {
            0 => {}
            1 => panels::<8, 1>(left, right, out),
            2 => panels::<4, 2>(left, right, out),
            3 => panels::<2, 3>(left, right, out),
            _ => panels::<2, 4>(left, right, out),
        },
    );
}

/// Computes the product in tiles of `R` rows × `W` vectors. A panel is a column of tiles.
#[inline(always)]
fn panels<const R: usize, const W: usize>(left: &impl LeftFactor, right: &Matrix, out: &mut Matrix) {
    let (rows, stride) = (out.rows(), right.stride() / W);
    let (right, _) = right.vectors().as_chunks::<W>();
    let (out, _) = out.vectors_mut().as_chunks_mut::<W>();
    for panel in 0..stride {
        for first in (0..rows / R * R).step_by(R) {
            let sums = tile::<R, W>(left, first, right, (panel, stride));
            for r in 0..R {
                out[(first + r) * stride + panel] = sums[r];
            }
        }
        for first in (rows / R * R..rows / 2 * 2).step_by(2) {
            let sums = tile::<2, W>(left, first, right, (panel, stride));
            for r in 0..2 {
                out[(first + r) * stride + panel] = sums[r];
            }
        }
        for row in rows / 2 * 2..rows {
            [out[row * stride + panel]] = tile::<1, W>(left, row, right, (panel, stride));
        }
    }
}

/// The sums of the tile of `R` rows from `first` on and of the vectors of a panel.
#[inline(always)]
fn tile<const R: usize, const W: usize>(
    left: &impl LeftFactor,
    first: usize,
    right: &[[Vector; W]],
    (panel, stride): (usize, usize),
) -> [[Vector; W]; R] {
    let mut sums = [[Vector::default(); W]; R];
    for r in 0..R {
        sums[r] = [Vector::splat(left.initial(first + r)); W];
    }
    left.for_each_term::<R>(
        first,
        #[inline(always)]
        |k, factors| {
            let terms = right[k * stride + panel];
            for r in 0..R {
                for w in 0..W {
                    sums[r][w] = sums[r][w].plus_scaled(factors[r], terms[w]);
                }
            }
        },
    );
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::kernels::plain::{WIDTHS, assert_same, dense_matrix, sum};

    #[test]
    fn dense_products_are_the_plain_loops() {
        for rows in [1, 2, 3, 8, 9, 30] {
            for columns in WIDTHS {
                let (right, biases) = (dense_matrix(19, columns), dense_matrix(1, rows));
                let left = dense_matrix(19, rows);
                let mut out = Matrix::zeros(rows, columns);
                affine(&left, &right, &biases, &mut out);
                assert_same(&out, |i, j| sum(biases[(0, i)], 19, |k| left[(k, i)], |k| right[(k, j)]));
                let left = dense_matrix(rows, 19);
                product(&left, &right, &mut out);
                assert_same(&out, |i, j| sum(0.0, 19, |k| left[(i, k)], |k| right[(k, j)]));
            }
        }
    }
}
