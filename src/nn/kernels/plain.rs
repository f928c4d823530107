//! The plain loops that the kernels are compared with, to the bit.

use std::sync::LazyLock;

use crate::nn::matrix::Matrix;

/// Widths on all sides of the boundaries of vectors and panels.
pub const WIDTHS: [usize; 13] = [1, 2, 7, 8, 15, 16, 17, 31, 33, 48, 64, 65, 130];

/// What bytes stand for: b for b / 64.
pub static BYTE_VALUES: LazyLock<[f32; 256]> =
    LazyLock::new(|| std::array::from_fn(|byte| byte as f32 / 64.0));

/// A matrix of numbers that look random.
pub fn dense_matrix(rows: usize, columns: usize) -> Matrix {
    Matrix::from_fn(rows, columns, |i, j| {
        let phase = (i * 31 + j * 17) as f32;
        (phase * 0.37).sin() + 0.01 * phase.cos()
    })
}

/// [`dense_matrix`] with two of three numbers replaced by zero.
pub fn sparse_matrix(rows: usize, columns: usize) -> Matrix {
    let dense = dense_matrix(rows, columns);
    Matrix::from_fn(rows, columns, |i, j| if (i + 2 * j) % 3 == 0 { dense[(i, j)] } else { 0.0 })
}

/// `addend` + Σ left(k) · right(k), from the first term to the last.
pub fn sum(addend: f32, terms: usize, left: impl Fn(usize) -> f32, right: impl Fn(usize) -> f32) -> f32 {
    (0..terms).fold(addend, |sum, k| left(k).mul_add(right(k), sum))
}

/// Fails unless the bits of `ours` are those of `plain(i, j)`.
pub fn assert_same(ours: &Matrix, plain: impl Fn(usize, usize) -> f32) {
    for i in 0..ours.rows() {
        for j in 0..ours.columns() {
            assert_eq!(ours[(i, j)].to_bits(), plain(i, j).to_bits(), "at {i}, {j}");
        }
    }
}
