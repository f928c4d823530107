//! Loops over all numbers of one matrix or of several of the same shape.

use crate::nn::matrix::{Matrix, PANEL_COLUMNS};
use crate::nn::vector::{LANES, Vector, as_numbers, as_numbers_mut};
use crate::vector_unit::vectorize;

/// Replaces every number x by `f(x)`.
#[inline(always)]
pub fn map(vectors: &mut [Vector], f: impl Fn(f32) -> f32) {
    vectorize(
        #[inline(always)]
        || {
            for x in as_numbers_mut(vectors) {
                *x = f(*x);
            }
        },
    );
}

/// Replaces every number of `a` by `f(a, b)`.
#[inline(always)]
pub fn zip_map(a: &mut [Vector], b: &[Vector], f: impl Fn(f32, f32) -> f32) {
    vectorize(
        #[inline(always)]
        || {
            for (a, &b) in as_numbers_mut(a).iter_mut().zip(as_numbers(b)) {
                *a = f(*a, b);
            }
        },
    );
}

/// Replaces every number x of a matrix by `f(i, j, x)`, where j is its column and i what `of_row` says of its row.
#[inline(always)]
pub fn map_indexed<I: Copy>(
    matrix: &mut Matrix,
    of_row: impl Fn(usize) -> I,
    f: impl Fn(I, u32, f32) -> f32,
) {
    let width = matrix.width() * LANES;
    vectorize(
        #[inline(always)]
        || {
            for (panel, start) in matrix.panels_mut().zip((0..).step_by(PANEL_COLUMNS)) {
                for (row, numbers) in as_numbers_mut(panel).chunks_exact_mut(width).enumerate() {
                    let i = of_row(row);
                    for (j, x) in (start..).zip(numbers) {
                        *x = f(i, j, *x);
                    }
                }
            }
        },
    );
}

/// The sum of the squares of all numbers, in float64: lane by lane, then from the first lane to the last.
pub fn sum_of_squares(vectors: &[Vector]) -> f64 {
    vectorize(
        #[inline(always)]
        || {
            let mut sums = [0.0; LANES];
            for vector in vectors {
                for (sum, x) in sums.iter_mut().zip(vector.0) {
                    *sum += f64::from(x) * f64::from(x); // the product of two `f32` is exact
                }
            }
            sums.iter().sum()
        },
    )
}

/// How many bytes are not 0.
pub fn count_nonzero(bytes: &[u8]) -> u32 {
    vectorize(
        #[inline(always)]
        || bytes.iter().map(|&byte| u32::from(byte != 0)).sum(),
    )
}

/// Adds to `counts[i]` how many numbers of row `i` of `matrix` are `chosen`.
#[inline(always)]
pub fn count_in_rows(matrix: &Matrix, counts: &mut [usize], chosen: impl Fn(f32) -> bool) {
    vectorize(
        #[inline(always)]
        || {
            let width = matrix.width() * LANES;
            for (panel, start) in matrix.panels().zip((0..).step_by(PANEL_COLUMNS)) {
                let columns = width.min(matrix.columns() - start);
                for (count, row) in counts.iter_mut().zip(as_numbers(panel).chunks_exact(width)) {
                    *count += row[..columns].iter().map(|&x| u32::from(chosen(x))).sum::<u32>() as usize;
                }
            }
        },
    );
}
