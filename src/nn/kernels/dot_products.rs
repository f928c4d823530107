//! Sums over examples: the gradients of dense layers.
//!
//! Examples lie along the vectors, so each sum is kept in lanes: lane `l` adds the examples `l`, `l` + 16,
//! `l` + 32 … in their order, and the lanes are added at the end. Dividing the examples into chunks of whole
//! vectors does not change the result.

use std::ops::Range;

use pulp::{Simd, WithSimd};

use super::addend::Accumulation;
use super::elementwise::zip_map;
use super::registers::{for_registers_of_a_vector, registers};
use crate::nn::matrix::Matrix;
use crate::nn::vector::{LANES, Vector, as_numbers_mut};
use crate::vector_unit::dispatch;

/// `out[i][j]` (+)= Σ a\[i\] · b\[j\] over all examples: part of a · bᵀ, the rows from `first` on, as many as `out` holds,
/// and the columns of one panel, which are `columns`. The rows of the panel have `width` vectors.
///
/// `pairs` are the a and b of one chunk of examples after the other, quantities × examples each, in one panel.
pub fn dot_products<'a>(
    pairs: impl Iterator<Item = (&'a Matrix, &'a Matrix)> + Clone,
    first: usize,
    columns: Range<usize>,
    accumulation: Accumulation,
    out: &mut [Vector],
    width: usize,
) {
    dispatch(DotProducts { pairs, first, columns, accumulation, out, width });
}

struct DotProducts<'b, P> {
    pairs: P,
    first: usize,
    columns: Range<usize>,
    accumulation: Accumulation,
    out: &'b mut [Vector],
    width: usize,
}

impl<'a, P: Iterator<Item = (&'a Matrix, &'a Matrix)> + Clone> WithSimd for DotProducts<'_, P> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        for_registers_of_a_vector!(self, simd);
    }
}

impl<'a, P: Iterator<Item = (&'a Matrix, &'a Matrix)> + Clone> DotProducts<'_, P> {
    /// All rows, where a vector fills `N` registers.
    #[inline(always)]
    fn all<S: Simd, const N: usize>(&mut self, simd: S) {
        let width = self.width * LANES;
        let out = std::mem::take(&mut self.out);
        let mut row = self.first;
        for rows in as_numbers_mut(out).chunks_mut((2 * width).max(1)) {
            match rows.split_at_mut_checked(width) {
                Some((above, below)) if !below.is_empty() => {
                    self.columns::<S, 2, N>(simd, row, [above, below]);
                }
                _ => self.columns::<S, 1, N>(simd, row, [rows]),
            }
            row += 2;
        }
    }

    /// `R` rows from `row` on.
    #[inline(always)]
    fn columns<S: Simd, const R: usize, const N: usize>(
        &self,
        simd: S,
        row: usize,
        mut out: [&mut [f32]; R],
    ) {
        let mut column = self.columns.start;
        while self.columns.end - column >= 4 {
            self.tile::<S, R, 4, N>(simd, row, column, &mut out);
            column += 4;
        }
        if self.columns.end - column >= 2 {
            self.tile::<S, R, 2, N>(simd, row, column, &mut out);
            column += 2;
        }
        if self.columns.end > column {
            self.tile::<S, R, 1, N>(simd, row, column, &mut out);
        }
    }

    /// `R` rows × `C` columns.
    #[inline(always)]
    fn tile<S: Simd, const R: usize, const C: usize, const N: usize>(
        &self,
        simd: S,
        row: usize,
        column: usize,
        out: &mut [&mut [f32]; R],
    ) {
        let mut sums = [[[simd.splat_f32s(0.0); N]; C]; R];
        for part in 0..N {
            let mut tile = [[simd.splat_f32s(0.0); C]; R];
            for (a, b) in self.pairs.clone() {
                let width = a.width();
                let (a, _) = registers::<S>(&a.only_panel()[row * width..][..R * width]).as_chunks::<N>();
                let (b, _) = registers::<S>(&b.only_panel()[column * width..][..C * width]).as_chunks::<N>();
                for v in 0..width {
                    for r in 0..R {
                        let a = a[r * width + v][part];
                        for c in 0..C {
                            tile[r][c] = simd.mul_add_f32s(a, b[c * width + v][part], tile[r][c]);
                        }
                    }
                }
            }
            for r in 0..R {
                for c in 0..C {
                    sums[r][c][part] = tile[r][c];
                }
            }
        }
        for r in 0..R {
            let out = &mut out[r][column - self.columns.start..][..C];
            for c in 0..C {
                let sum = sum_lanes(simd, sums[r][c]);
                match self.accumulation {
                    Accumulation::Replace => out[c] = sum,
                    Accumulation::Add => out[c] += sum,
                }
            }
        }
    }
}

/// The sum of the lanes of a vector, added pairwise: the upper half to the lower half, until one number is left.
#[inline(always)]
fn sum_lanes<S: Simd, const N: usize>(simd: S, mut vector: [S::f32s; N]) -> f32 {
    for half in [8, 4, 2, 1] {
        for i in 0..half {
            if i + half < N {
                vector[i] = simd.add_f32s(vector[i], vector[i + half]);
            }
        }
    }
    if S::F32_LANES > 4 {
        return simd.reduce_sum_f32s(vector[0]); // halves as well, with one instruction each
    }
    let mut lanes = [0.0; 4];
    lanes[..S::F32_LANES].copy_from_slice(bytemuck::cast_slice(&vector[..1]));
    (lanes[0] + lanes[2]) + (lanes[1] + lanes[3])
}

/// `out[0][j]` = the sum of row `j` of `rows`, which are in one panel.
pub fn row_sums(rows: &Matrix, out: &mut Matrix) {
    dispatch(RowSums { rows, out });
}

struct RowSums<'a> {
    rows: &'a Matrix,
    out: &'a mut Matrix,
}

impl WithSimd for RowSums<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        for_registers_of_a_vector!(self, simd);
    }
}

impl RowSums<'_> {
    /// All rows, where a vector fills `N` registers.
    #[inline(always)]
    fn all<S: Simd, const N: usize>(&mut self, simd: S) {
        let columns = self.out.columns();
        let mut column = 0;
        while columns - column >= 4 {
            self.some::<S, 4, N>(simd, column);
            column += 4;
        }
        while columns > column {
            self.some::<S, 1, N>(simd, column);
            column += 1;
        }
    }

    /// The sums of `C` rows, from row `column` on.
    #[inline(always)]
    fn some<S: Simd, const C: usize, const N: usize>(&mut self, simd: S, column: usize) {
        let width = self.rows.width();
        let mut sums = [[simd.splat_f32s(0.0); N]; C];
        let rows = &self.rows.only_panel()[column * width..][..C * width];
        let (rows, _) = registers::<S>(rows).as_chunks::<N>();
        for v in 0..width {
            for c in 0..C {
                for part in 0..N {
                    sums[c][part] = simd.add_f32s(sums[c][part], rows[c * width + v][part]);
                }
            }
        }
        let out = &mut as_numbers_mut(self.out.vectors_mut())[column..][..C];
        for c in 0..C {
            out[c] = sum_lanes(simd, sums[c]);
        }
    }
}

/// `out` (+)= the sum of `terms`, matrices of its shape, from the first to the last.
pub fn total<'a>(mut terms: impl Iterator<Item = &'a Matrix>, accumulation: Accumulation, out: &mut Matrix) {
    if accumulation == Accumulation::Replace
        && let Some(first) = terms.next()
    {
        out.vectors_mut().copy_from_slice(first.vectors());
    }
    for term in terms {
        zip_map(out.vectors_mut(), term.vectors(), |sum, number| sum + number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::kernels::plain::{WIDTHS, assert_same, dense_matrix};
    use crate::nn::matrix::panel_columns;

    #[test]
    fn sums_over_examples_are_kept_in_lanes() {
        /// Lane after lane, then halves of halves.
        fn plain(examples: usize, product: impl Fn(usize, f32) -> f32) -> f32 {
            let mut lanes = [0.0; LANES];
            for n in 0..examples {
                lanes[n % LANES] = product(n, lanes[n % LANES]);
            }
            for half in [8, 4, 2, 1] {
                for lane in 0..half {
                    lanes[lane] += lanes[lane + half];
                }
            }
            lanes[0]
        }
        for examples in WIDTHS {
            for (rows, columns) in [(1, 1), (2, 2), (3, 5), (10, 7), (17, 20), (3, 130)] {
                let [a, b] = [rows, columns].map(|rows| dense_matrix(rows, examples).in_one_panel());
                let mut out = Matrix::zeros(rows, columns);
                let width = out.width();
                for (panel, part, out) in out.parts_mut(3) {
                    let columns = panel_columns(columns, panel);
                    dot_products(
                        [(&a, &b)].into_iter(),
                        3 * part,
                        columns,
                        Accumulation::Replace,
                        out,
                        width,
                    );
                }
                assert_same(&out, |i, j| plain(examples, |n, sum| a[(i, n)].mul_add(b[(j, n)], sum)));
                let mut out = Matrix::zeros(1, columns);
                row_sums(&b, &mut out);
                assert_same(&out, |_, j| plain(examples, |n, sum| b[(j, n)] + sum));
            }
        }
    }

    #[test]
    fn dividing_the_examples_into_whole_vectors_changes_no_sum() {
        let [a, b] = [5, 6].map(|rows| dense_matrix(rows, 100).in_one_panel());
        let cut = |m: &Matrix, from: usize, to: usize| {
            Matrix::from_fn(m.rows(), to - from, |i, n| m[(i, from + n)]).in_one_panel()
        };
        let parts: Vec<(Matrix, Matrix)> =
            [(0, 32), (32, 96), (96, 100)].map(|(from, to)| (cut(&a, from, to), cut(&b, from, to))).into();
        let (mut whole, mut divided) = (Matrix::zeros(5, 6), Matrix::zeros(5, 6));
        dot_products([(&a, &b)].into_iter(), 0, 0..6, Accumulation::Replace, whole.vectors_mut(), 1);
        dot_products(
            parts.iter().map(|(a, b)| (a, b)),
            0,
            0..6,
            Accumulation::Replace,
            divided.vectors_mut(),
            1,
        );
        assert_eq!(whole, divided);
    }
}
