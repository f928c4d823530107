//! The update of the weights of a panel, restricted to the rows whose gradient is not zero.

use std::ops::Range;

use pulp::{Simd, WithSimd};

use super::registers::{registers, registers_mut};
use crate::nn::vector::{LANES, Vector};
use crate::vector_unit::dispatch;

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

impl RowSet<'_> {
    /// The registers of the rows of a panel of so many registers, `lanes` numbers each, range after range.
    #[inline(always)]
    fn for_each_range(self, registers: usize, lanes: usize, mut f: impl FnMut(Range<usize>)) {
        match self {
            RowSet::All => f(0..registers),
            RowSet::Some { rows, width } => {
                let row_registers = width * LANES / lanes;
                for &row in rows {
                    let start = row as usize * row_registers;
                    f(start..start + row_registers);
                }
            }
        }
    }
}

/// Whether |`a` + `x` · `b`| ≤ `limit` everywhere in the rows of `set`. False if a sum is NaN.
pub fn stays_within(a: &[Vector], x: f32, b: &[Vector], set: RowSet, limit: f32) -> bool {
    dispatch(StaysWithin { a, x, b, set, limit })
}

struct StaysWithin<'a> {
    a: &'a [Vector],
    x: f32,
    b: &'a [Vector],
    set: RowSet<'a>,
    limit: f32,
}

impl WithSimd for StaysWithin<'_> {
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> bool {
        let (a, b) = (registers::<S>(self.a), registers::<S>(self.b));
        let (x, limit) = (simd.splat_f32s(self.x), simd.splat_f32s(self.limit));
        let (one, mut beyond) = (simd.splat_f32s(1.0), simd.splat_f32s(0.0));
        self.set.for_each_range(
            a.len(),
            S::F32_LANES,
            #[inline(always)]
            |range| {
                for (&a, &b) in a[range.clone()].iter().zip(&b[range]) {
                    let size = simd.abs_f32s(simd.mul_add_f32s(x, b, a));
                    beyond = simd.select_f32s(simd.less_than_or_equal_f32s(size, limit), beyond, one);
                }
            },
        );
        bytemuck::cast_slice::<_, f32>(&[beyond]).iter().all(|&beyond| beyond == 0.0)
    }
}

/// `a` += `x` · `b` in the rows of `set`.
pub fn add_scaled(a: &mut [Vector], x: f32, b: &[Vector], set: RowSet) {
    dispatch(AddScaled { a, x, b, set });
}

struct AddScaled<'a> {
    a: &'a mut [Vector],
    x: f32,
    b: &'a [Vector],
    set: RowSet<'a>,
}

impl WithSimd for AddScaled<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let (a, b) = (registers_mut::<S>(self.a), registers::<S>(self.b));
        let x = simd.splat_f32s(self.x);
        self.set.for_each_range(
            a.len(),
            S::F32_LANES,
            #[inline(always)]
            |range| {
                for (a, &b) in a[range.clone()].iter_mut().zip(&b[range]) {
                    *a = simd.mul_add_f32s(x, b, *a);
                }
            },
        );
    }
}

/// `a` = 0 in the rows of `set`.
pub fn clear(a: &mut [Vector], set: RowSet) {
    set.for_each_range(a.len(), LANES, |range| a[range].fill(Vector::default()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::kernels::plain::{assert_same, dense_matrix};

    #[test]
    fn rows_of_a_set_are_updated_and_no_others() {
        for columns in [1, 17, 40, 64] {
            let (a, b) = (dense_matrix(9, columns), dense_matrix(9, columns + 1));
            let b = crate::nn::matrix::Matrix::from_fn(9, columns, |i, j| b[(i, j + 1)]);
            let rows = [1, 4, 8];
            let sets = [RowSet::All, RowSet::Some { rows: &rows, width: a.width() }];
            for set in sets {
                let is_in = |i: usize| matches!(set, RowSet::All) || rows.contains(&(i as u32));
                let sum = |i: usize, j: usize| {
                    if is_in(i) { 0.3_f32.mul_add(b[(i, j)], a[(i, j)]) } else { a[(i, j)] }
                };
                let largest = (0..9)
                    .filter(|&i| is_in(i))
                    .flat_map(|i| (0..columns).map(move |j| (i, j)))
                    .map(|(i, j)| sum(i, j).abs())
                    .fold(0.0, f32::max);
                let within = |limit| stays_within(a.vectors(), 0.3, b.vectors(), set, limit);
                assert!(within(largest) && !within(0.999 * largest));
                assert!(!stays_within(a.vectors(), f32::NAN, b.vectors(), set, 1e30));
                let mut ours = a.clone();
                add_scaled(ours.vectors_mut(), 0.3, b.vectors(), set);
                assert_same(&ours, sum);
                clear(ours.vectors_mut(), set);
                assert_same(&ours, |i, j| if is_in(i) { 0.0 } else { a[(i, j)] });
            }
        }
    }
}
