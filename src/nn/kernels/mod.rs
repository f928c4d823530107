//! The fast loops. Each says in its first line what it computes; each adds in an order that does not
//! depend on the machine, so that the same numbers come out everywhere, to the last bit.
//!
//! The loops are plain Rust; [`dispatch`] compiles them for the vector units a processor may have and
//! picks at run time. Every product is added with one rounding (`mul_add`), as all of those units do.

mod multiply;
mod rows;

use ndarray::{Array, Array1, Array2, Dimension};
use pulp::Arch;

pub use multiply::{Aligned, Matrix, Start, multiply, scatter};
pub use rows::{DenseColumns, DenseRows, SparseRows, Term};

/// Runs `loops` as compiled for the best vector unit of this processor.
#[inline(always)]
fn dispatch<R>(loops: impl FnOnce() -> R) -> R {
    Arch::new().dispatch(loops)
}

const CONTIGUOUS: &str = "every array of the network lies in memory row by row, without gaps";

/// The numbers of an array, row by row.
pub fn flat<D: Dimension>(array: &Array<f32, D>) -> &[f32] {
    array.as_slice().expect(CONTIGUOUS)
}

/// The numbers of an array, row by row, to be changed.
pub fn flat_mut<D: Dimension>(array: &mut Array<f32, D>) -> &mut [f32] {
    array.as_slice_mut().expect(CONTIGUOUS)
}

/// An array as the right factor of a product.
pub fn matrix(array: &Array2<f32>) -> Matrix<'_> {
    Matrix { values: flat(array), width: array.ncols(), stride: array.ncols() }
}

/// `out` = `left` · `right` + `start` in every row.
pub fn affine(left: &Array2<f32>, right: &Array2<f32>, start: Start, out: &mut Array2<f32>) {
    let width = left.ncols();
    let row = |n| &flat(left)[n * width..][..width];
    let rows = DenseRows { count: left.nrows(), length: width, row };
    multiply(&rows, matrix(right), start, flat_mut(out));
}

/// `out` = `left`ᵀ · `right`, added from the first row to the last.
pub fn gradient(left: &Array2<f32>, right: &Array2<f32>, out: &mut Array2<f32>) {
    let width = left.ncols();
    let row = |n| &flat(left)[n * width..][..width];
    let columns = DenseColumns { count: width, length: left.nrows(), row };
    multiply(&columns, matrix(right), Start::Zero, flat_mut(out));
}

/// `out` = the sum of the rows, from the first to the last.
pub fn sum_rows(rows: &Array2<f32>, out: &mut Array1<f32>) {
    let ones = DenseColumns { count: 1, length: rows.nrows(), row: |_| [1.0].as_slice() };
    multiply(&ones, matrix(rows), Start::Zero, flat_mut(out));
}

/// Whether every sum of an element of `a` and one of `b` is finite and at most `limit` in size.
pub fn sum_within(a: &[f32], b: &[f32], limit: f32) -> bool {
    dispatch(
        #[inline(always)]
        || a.iter().zip(b).fold(true, |within, (a, b)| within & ((a + b).abs() <= limit)),
    )
}

/// Replaces every value by `f` of it.
#[inline(always)]
pub fn map(values: &mut [f32], f: impl Fn(f32) -> f32) {
    dispatch(
        #[inline(always)]
        || values.iter_mut().for_each(|value| *value = f(*value)),
    );
}

/// Replaces every element of `a` by `f` of it and its partner in `b`.
#[inline(always)]
pub fn zip_map(a: &mut [f32], b: &[f32], f: impl Fn(f32, f32) -> f32) {
    dispatch(
        #[inline(always)]
        || a.iter_mut().zip(b).for_each(|(a, &b)| *a = f(*a, b)),
    );
}

/// The place and the value of the largest number; the first of equals, and of none (0, 0).
pub fn argmax(values: &[f32]) -> (usize, f32) {
    let mut best = (0, values.first().copied().unwrap_or(0.0));
    for (i, &value) in values.iter().enumerate() {
        if value > best.1 {
            best = (i, value);
        }
    }
    best
}

/// eˣ with a relative error below 2⁻²³, the same bits on every machine; 0 below −87.3, at most e⁸⁸.
///
/// x = n ln 2 + r with |r| ≤ ½ ln 2 (ln 2 in two parts, as in Cody and Waite 1980); eʳ by its Taylor
/// polynomial of degree 7, whose remainder is below 1e-8; 2ⁿ by its bits. Branch-free, so that it vectorises.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    const LN2_HIGH: f32 = 0.693_359_4;
    const LN2_LOW: f32 = -2.121_944_4e-4;
    const ROUND: f32 = 12_582_912.0; // 1.5 · 2²³: adding it rounds to a whole number
    const LOWEST: f32 = -87.3;
    const HIGHEST: f32 = 88.0;
    let inside = if x > LOWEST { x } else { LOWEST };
    let inside = if inside < HIGHEST { inside } else { HIGHEST };
    let shifted = inside.mul_add(std::f32::consts::LOG2_E, ROUND);
    let n = shifted - ROUND;
    let r = n.mul_add(-LN2_LOW, n.mul_add(-LN2_HIGH, inside));
    let mut polynomial = 1.0 / 5_040.0;
    for coefficient in [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        polynomial = r.mul_add(polynomial, coefficient);
    }
    let power = f32::from_bits((shifted.to_bits() << 23).wrapping_add(0x3f80_0000));
    let value = polynomial * power;
    if x > LOWEST {
        value
    } else if x.is_nan() {
        x
    } else {
        0.0
    }
}

/// 1 / (1 + e⁻ᶻ).
#[inline(always)]
pub fn sigmoid(z: f32) -> f32 {
    1.0 / (1.0 + exp(-z))
}

/// The hyperbolic tangent: 1 − 2 / (1 + e²ᶻ), and its series near zero, where that difference loses digits.
#[inline(always)]
pub fn tanh(z: f32) -> f32 {
    let square = z * z;
    let near = z * square.mul_add(square.mul_add(2.0 / 15.0, -1.0 / 3.0), 1.0);
    let far = 1.0 - 2.0 / (1.0 + exp(2.0 * z));
    if square < 0.01 { near } else { far }
}

/// Turns each row of `width` weighted inputs into probabilities, in place: eᶻ / Σ eᶻ, z less its maximum.
pub fn softmax(z: &mut [f32], width: usize) {
    dispatch(
        #[inline(always)]
        || {
            for row in z.chunks_exact_mut(width) {
                let largest = argmax(row).1;
                for z in row.iter_mut() {
                    *z = exp(*z - largest);
                }
                let sum = row.iter().fold(0.0, |sum, e| sum + e);
                for e in row.iter_mut() {
                    *e /= sum;
                }
            }
        },
    );
}
