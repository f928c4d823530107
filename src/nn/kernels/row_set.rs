//! The update of the weights of a panel, restricted to the rows whose gradient is not zero.

use std::ops::BitAnd;

use crate::nn::vector::{Vector, as_numbers, as_numbers_mut};
use crate::vector_unit::vectorize;

/// The rows of a panel that a loop goes through.
#[derive(Clone, Copy)]
pub enum RowSet<'a> {
    /// All rows.
    All,
    /// The rows of these numbers.
    Some {
        /// Row numbers.
        rows: &'a [u32],
        /// Vectors in a row of the panel.
        width: usize,
    },
}

/// Whether |`a` + `x` · `b`| ≤ `limit` everywhere in the rows of `set`. False if a sum is NaN.
pub fn stays_within(a: &[Vector], x: f32, b: &[Vector], set: RowSet, limit: f32) -> bool {
    vectorize(
        #[inline(always)]
        || match set {
            RowSet::All => {
                let sums = as_numbers(a).iter().zip(as_numbers(b)).map(|(a, b)| x.mul_add(*b, *a).abs());
                sums.map(|sum| sum <= limit).fold(true, BitAnd::bitand)
            }
            RowSet::Some { rows, width } => {
                let mut beyond = Vector::default();
                for &row in rows {
                    let row = row as usize * width..(row as usize + 1) * width;
                    for (a, b) in a[row.clone()].iter().zip(&b[row]) {
                        beyond = beyond.mark_beyond(limit, a.plus_scaled(x, *b));
                    }
                }
                beyond == Vector::default()
            }
        },
    )
}

/// `a` += `x` · `b` in the rows of `set`.
pub fn add_scaled(a: &mut [Vector], x: f32, b: &[Vector], set: RowSet) {
    vectorize(
        #[inline(always)]
        || match set {
            RowSet::All => {
                for (a, b) in as_numbers_mut(a).iter_mut().zip(as_numbers(b)) {
                    *a = x.mul_add(*b, *a);
                }
            }
            RowSet::Some { rows, width } => {
                for &row in rows {
                    let row = row as usize * width..(row as usize + 1) * width;
                    for (a, b) in a[row.clone()].iter_mut().zip(&b[row]) {
                        *a = a.plus_scaled(x, *b);
                    }
                }
            }
        },
    );
}

/// `a` = 0 in the rows of `set`.
pub fn clear(a: &mut [Vector], set: RowSet) {
    vectorize(
        #[inline(always)]
        || match set {
            RowSet::All => a.fill(Vector::default()),
            RowSet::Some { rows, width } => {
                for &row in rows {
                    for vector in &mut a[row as usize * width..(row as usize + 1) * width] {
                        *vector = Vector::default();
                    }
                }
            }
        },
    );
}
