//! Dense matrix products.
//!
//! Every number of the product is summed from its first term to its last. A tile of the product, a few rows by a
//! few registers, stays in registers while the terms stream by.

#![expect(clippy::needless_range_loop, reason = "fixed loops over registers read best with indices")]

use pulp::{Simd, WithSimd};

use super::dispatch::{dispatch, panel_width, registers, registers_mut};
use crate::nn::matrix::Matrix;
use crate::nn::vector::{LANES, as_numbers};

/// `out` = `left`ᵀ · `right` + `biases`ᵀ, the forward pass of a layer.
///
/// Shapes: `left` inputs × units, `right` inputs × examples, `biases` 1 × units, `out` units × examples.
pub fn affine(left: &Matrix, right: &Matrix, biases: &Matrix, out: &mut Matrix) {
    dispatch(Product { left: &Transposed { left, biases }, right, out });
}

/// `out` = `left` · `right`.
pub fn product(left: &Matrix, right: &Matrix, out: &mut Matrix) {
    dispatch(Product { left: &Plain { left }, right, out });
}

/// The left factor of a product.
trait LeftFactor {
    /// The number from which the sums of row `row` of the product start.
    fn initial(&self, row: usize) -> f32;

    /// Calls `add(k, factors)` for each term k of the sums, where `factors` are the left factors of the `R` rows
    /// from `first` on.
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
        let stride = LANES * self.left.stride();
        for (k, row) in as_numbers(self.left.vectors()).chunks_exact(stride).enumerate() {
            let mut factors = [0.0; R];
            factors.copy_from_slice(&row[first..first + R]);
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
        let terms = self.left.columns();
        let mut rows = [[].as_slice(); R];
        for r in 0..R {
            rows[r] = &as_numbers(self.left.row(first + r))[..terms];
        }
        for k in 0..terms {
            let mut factors = [0.0; R];
            for r in 0..R {
                factors[r] = rows[r][k];
            }
            add(k, factors);
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
        let row = self.right.stride() * LANES / S::F32_LANES;
        match panel_width(row) {
            8 | 4 => self.panels::<S, 2, 4>(simd, row / 4),
            3 => self.panels::<S, 3, 3>(simd, row / 3),
            2 => self.panels::<S, 5, 2>(simd, row / 2),
            _ => self.panels::<S, 8, 1>(simd, row),
        }
    }
}

impl<L: LeftFactor> Product<'_, L> {
    /// Computes the product in tiles of `R` rows × `W` registers. A panel is a column of tiles.
    #[inline(always)]
    fn panels<S: Simd, const R: usize, const W: usize>(self, simd: S, panels: usize) {
        let rows = self.out.rows();
        let (right, _) = registers::<S>(self.right.vectors()).as_chunks::<W>();
        let (out, _) = registers_mut::<S>(self.out.vectors_mut()).as_chunks_mut::<W>();
        for panel in 0..panels {
            let mut row = 0;
            while rows - row >= R {
                let sums = tile::<S, R, W>(simd, self.left, row, right, panel, panels);
                for r in 0..R {
                    out[(row + r) * panels + panel] = sums[r];
                }
                row += R;
            }
            while rows - row >= 2 {
                let sums = tile::<S, 2, W>(simd, self.left, row, right, panel, panels);
                for r in 0..2 {
                    out[(row + r) * panels + panel] = sums[r];
                }
                row += 2;
            }
            if rows > row {
                [out[row * panels + panel]] = tile::<S, 1, W>(simd, self.left, row, right, panel, panels);
            }
        }
    }
}

/// The sums of the tile of `R` rows from `first` on and of the registers of a panel.
#[inline(always)]
fn tile<S: Simd, const R: usize, const W: usize>(
    simd: S,
    left: &impl LeftFactor,
    first: usize,
    right: &[[S::f32s; W]],
    panel: usize,
    panels: usize,
) -> [[S::f32s; W]; R] {
    let mut sums = [[simd.splat_f32s(0.0); W]; R];
    for r in 0..R {
        sums[r] = [simd.splat_f32s(left.initial(first + r)); W];
    }
    left.for_each_term::<R>(
        first,
        #[inline(always)]
        |k, factors| {
            let terms = right[k * panels + panel];
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
