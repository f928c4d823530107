//! Sums over examples: the gradients of dense layers.
//!
//! Examples lie along the vectors, so each sum is kept in lanes: lane `l` adds the examples `l`, `l` + 16,
//! `l` + 32 … in their order, and the lanes are added at the end. Dividing the examples into chunks of whole
//! vectors does not change the result.

use super::addend::Accumulation;
use super::dispatch::dispatch;
use super::elementwise::zip_map;
use crate::nn::matrix::{Matrix, stride};
use crate::nn::vector::{LANES, Vector};

/// `out[i][j]` (+)= Σ a\[i\] · b\[j\] over all examples: the rows from `first` on of a · bᵀ, as many as `out` holds.
///
/// `pairs` are the a and b of one chunk of examples after the other, quantities × examples each; b has `columns`
/// rows.
pub fn dot_products<'a>(
    pairs: impl Iterator<Item = (&'a Matrix, &'a Matrix)> + Clone,
    first: usize,
    columns: usize,
    accumulation: Accumulation,
    out: &mut [Vector],
) {
    let stride = stride(columns);
    dispatch(
        #[inline(always)]
        || {
            let rows = out.len() / stride.max(1);
            for i in (0..rows / 2 * 2).step_by(2) {
                let [above, below] = two_rows(out, i, stride);
                rows_of_products::<2>(&pairs, first + i, columns, accumulation, [above, below]);
            }
            if rows % 2 == 1 {
                let last = rows - 1;
                let row = &mut out[last * stride..][..stride];
                rows_of_products::<1>(&pairs, first + last, columns, accumulation, [row]);
            }
        },
    );
}

fn two_rows(out: &mut [Vector], i: usize, stride: usize) -> [&mut [Vector]; 2] {
    let (above, below) = out[i * stride..][..2 * stride].split_at_mut(stride);
    [above, below]
}

#[inline(always)]
fn rows_of_products<'a, const R: usize>(
    pairs: &(impl Iterator<Item = (&'a Matrix, &'a Matrix)> + Clone),
    i: usize,
    columns: usize,
    accumulation: Accumulation,
    mut out: [&mut [Vector]; R],
) {
    let mut j = 0;
    while columns - j >= 4 {
        store(tile::<R, 4>(pairs, i, j), j, accumulation, &mut out);
        j += 4;
    }
    if columns - j >= 2 {
        store(tile::<R, 2>(pairs, i, j), j, accumulation, &mut out);
        j += 2;
    }
    if columns > j {
        store(tile::<R, 1>(pairs, i, j), j, accumulation, &mut out);
    }
}

#[inline(always)]
fn store<const R: usize, const C: usize>(
    sums: [[Vector; C]; R],
    j: usize,
    accumulation: Accumulation,
    out: &mut [&mut [Vector]; R],
) {
    for r in 0..R {
        for c in 0..C {
            let (sum, out) = (sums[r][c].sum_lanes(), &mut out[r][(j + c) / LANES].0[(j + c) % LANES]);
            match accumulation {
                Accumulation::Replace => *out = sum,
                Accumulation::Add => *out += sum,
            }
        }
    }
}

#[inline(always)]
fn tile<'a, const R: usize, const C: usize>(
    pairs: &(impl Iterator<Item = (&'a Matrix, &'a Matrix)> + Clone),
    i: usize,
    j: usize,
) -> [[Vector; C]; R] {
    let mut sums = [[Vector::default(); C]; R];
    for (a, b) in pairs.clone() {
        let stride = a.stride();
        let rows = &a.vectors()[i * stride..][..R * stride];
        let columns = &b.vectors()[j * stride..][..C * stride];
        for v in 0..stride {
            for r in 0..R {
                for c in 0..C {
                    let (a, b) = (rows[r * stride + v], columns[c * stride + v]);
                    sums[r][c] = sums[r][c].plus_product(a, b);
                }
            }
        }
    }
    sums
}

/// `out[0][j]` = the sum of row `j` of `rows`.
pub fn row_sums(rows: &Matrix, out: &mut Matrix) {
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
    let stride = rows.stride();
    let rows = &rows.vectors()[j * stride..][..R * stride];
    for v in 0..stride {
        for r in 0..R {
            sums[r] = sums[r].plus_scaled(1.0, rows[r * stride + v]);
        }
    }
    for r in 0..R {
        out[(0, j + r)] = sums[r].sum_lanes();
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
            for (rows, columns) in [(1, 1), (2, 2), (3, 5), (10, 7), (17, 20)] {
                let (a, b) = (dense_matrix(rows, examples), dense_matrix(columns, examples));
                let mut out = Matrix::zeros(rows, columns);
                dot_products([(&a, &b)].into_iter(), 0, columns, Accumulation::Replace, out.vectors_mut());
                assert_same(&out, |i, j| plain(examples, |n, sum| a[(i, n)].mul_add(b[(j, n)], sum)));
                let mut out = Matrix::zeros(1, columns);
                row_sums(&b, &mut out);
                assert_same(&out, |_, j| plain(examples, |n, sum| b[(j, n)] + sum));
            }
        }
    }

    #[test]
    fn dividing_the_examples_into_whole_vectors_changes_no_sum() {
        let (a, b) = (dense_matrix(5, 100), dense_matrix(6, 100));
        let cut = |m: &Matrix, from: usize, to: usize| {
            Matrix::from_fn(m.rows(), to - from, |i, n| m[(i, from + n)])
        };
        let parts: Vec<(Matrix, Matrix)> =
            [(0, 32), (32, 96), (96, 100)].map(|(from, to)| (cut(&a, from, to), cut(&b, from, to))).into();
        let (mut whole, mut divided) = (Matrix::zeros(5, 6), Matrix::zeros(5, 6));
        dot_products([(&a, &b)].into_iter(), 0, 6, Accumulation::Replace, whole.vectors_mut());
        dot_products(parts.iter().map(|(a, b)| (a, b)), 0, 6, Accumulation::Replace, divided.vectors_mut());
        assert_eq!(whole, divided);
    }
}
