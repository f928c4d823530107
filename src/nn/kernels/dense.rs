//! Dense matrix products.
//!
//! Every number of the product is summed from its first term to its last. A tile of the product, a few rows by a
//! few registers, stays in registers while the terms stream by.

#![expect(clippy::needless_range_loop, reason = "fixed loops over registers read best with indices")]

use pulp::{Simd, WithSimd};

use super::registers::{registers, registers_mut};
use crate::nn::matrix::{Matrix, PANEL_COLUMNS};
use crate::nn::vector::{LANES, as_numbers};
use crate::vector_unit::dispatch;

/// `out` = `left`ᵀ · `right` + `biases`ᵀ, the forward pass of a layer.
///
/// Shapes: `left` inputs × units, `right` inputs × examples, `biases` 1 × units, `out` units × examples. `right` and `out`
/// are in one panel.
pub fn affine(left: &Matrix, right: &Matrix, biases: &Matrix, out: &mut Matrix) {
    multiply(&Transposed { left, biases }, right, out);
}

/// `out` = `left` · `right`. `right` and `out` are in one panel.
pub fn product(left: &Matrix, right: &Matrix, out: &mut Matrix) {
    multiply(&Plain { left }, right, out);
}

fn multiply(left: &impl LeftFactor, right: &Matrix, out: &mut Matrix) {
    dispatch(Product { left, right, out });
}

/// The left factor of a product.
trait LeftFactor {
    /// The number from which the sums of row `row` of the product start.
    fn initial(&self, row: usize) -> f32;

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
    fn initial(&self, row: usize) -> f32 {
        self.biases[(0, row)]
    }

    #[inline(always)]
    fn for_each_term<const R: usize>(&self, first: usize, mut add: impl FnMut(usize, [f32; R])) {
        let (width, place) = (self.left.width(), first % PANEL_COLUMNS);
        let panel = as_numbers(self.left.panel(first / PANEL_COLUMNS));
        for (k, row) in panel.chunks_exact((width * LANES).max(1)).enumerate() {
            let mut factors = [0.0; R];
            factors.copy_from_slice(&row[place..place + R]);
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
        let (width, terms) = (self.left.width() * LANES, self.left.columns());
        for panel in 0..self.left.panel_count() {
            let (panel, start) = (self.left.panel(panel), PANEL_COLUMNS * panel);
            let mut rows = [[].as_slice(); R];
            for r in 0..R {
                rows[r] = &as_numbers(panel)[(first + r) * width..][..width.min(terms - start)];
            }
            for k in 0..rows[0].len() {
                let mut factors = [0.0; R];
                for r in 0..R {
                    factors[r] = rows[r][k];
                }
                add(start + k, factors);
            }
        }
    }
}

struct Product<'a, L> {
    left: &'a L,
    right: &'a Matrix,
    out: &'a mut Matrix,
}

impl<L: LeftFactor> WithSimd for Product<'_, L> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        match self.right.width() * LANES / S::F32_LANES {
            0 => {}
            1 => self.tiles::<S, 8, 1>(simd, 1),
            2 => self.tiles::<S, 4, 2>(simd, 1),
            3 => self.tiles::<S, 4, 3>(simd, 1),
            6 => self.tiles::<S, 4, 3>(simd, 2),
            more => self.tiles::<S, 2, 4>(simd, more / 4),
        }
    }
}

impl<L: LeftFactor> Product<'_, L> {
    /// Computes the product in tiles of `R` rows × `W` registers, `across` of them side by side.
    #[inline(always)]
    fn tiles<S: Simd, const R: usize, const W: usize>(self, simd: S, across: usize) {
        let rows = self.out.rows();
        let (right, _) = registers::<S>(self.right.only_panel()).as_chunks::<W>();
        let (out, _) = registers_mut::<S>(self.out.only_panel_mut()).as_chunks_mut::<W>();
        for column in 0..across {
            let at = |row: usize| row * across + column;
            let mut row = 0;
            while rows - row >= R {
                let sums = tile::<S, R, W>(simd, self.left, row, right, at);
                for r in 0..R {
                    out[at(row + r)] = sums[r];
                }
                row += R;
            }
            while rows - row >= 2 {
                let sums = tile::<S, 2, W>(simd, self.left, row, right, at);
                for r in 0..2 {
                    out[at(row + r)] = sums[r];
                }
                row += 2;
            }
            if rows > row {
                [out[at(row)]] = tile::<S, 1, W>(simd, self.left, row, right, at);
            }
        }
    }
}

/// The sums of the tile of `R` rows from `first` on; `at(k)` is the place of the registers of term k in `right`.
#[inline(always)]
fn tile<S: Simd, const R: usize, const W: usize>(
    simd: S,
    left: &impl LeftFactor,
    first: usize,
    right: &[[S::f32s; W]],
    at: impl Fn(usize) -> usize,
) -> [[S::f32s; W]; R] {
    let mut sums = [[simd.splat_f32s(0.0); W]; R];
    for r in 0..R {
        sums[r] = [simd.splat_f32s(left.initial(first + r)); W];
    }
    left.for_each_term::<R>(
        first,
        #[inline(always)]
        |k, factors| {
            let terms = right[at(k)];
            for r in 0..R {
                let factor = simd.splat_f32s(factors[r]);
                for w in 0..W {
                    sums[r][w] = simd.mul_add_f32s(factor, terms[w], sums[r][w]);
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
        for (rows, terms) in [(1, 19), (2, 70), (3, 1), (8, 64), (9, 19), (30, 65), (67, 130)] {
            for columns in WIDTHS {
                let (right, biases) = (dense_matrix(terms, columns).in_one_panel(), dense_matrix(1, rows));
                let left = dense_matrix(terms, rows);
                let mut out = Matrix::zeros(rows, columns).in_one_panel();
                affine(&left, &right, &biases, &mut out);
                assert_same(&out, |i, j| sum(biases[(0, i)], terms, |k| left[(k, i)], |k| right[(k, j)]));
                let left = dense_matrix(rows, terms);
                product(&left, &right, &mut out);
                assert_same(&out, |i, j| sum(0.0, terms, |k| left[(i, k)], |k| right[(k, j)]));
            }
        }
    }
}
