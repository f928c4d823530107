//! The update of the weights of a panel, restricted to the rows whose gradient is not zero.

use std::ops::Range;

use pulp::{Simd, WithSimd};

use super::registers::registers_mut;
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

/// `a` += `x` · `b` in the rows of `set`, and `b` = what `a` was, so that [`copy`] undoes it. Whether |`a`| ≤ `limit` everywhere
/// in these rows; false if a sum is NaN.
pub fn take_step(a: &mut [Vector], x: f32, b: &mut [Vector], set: RowSet, limit: f32) -> bool {
    dispatch(TakeStep { a, x, b, set, limit })
}

struct TakeStep<'a> {
    a: &'a mut [Vector],
    x: f32,
    b: &'a mut [Vector],
    set: RowSet<'a>,
    limit: f32,
}

impl WithSimd for TakeStep<'_> {
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> bool {
        let (a, b) = (registers_mut::<S>(self.a), registers_mut::<S>(self.b));
        let (x, limit) = (simd.splat_f32s(self.x), simd.splat_f32s(self.limit));
        let (one, mut beyond) = (simd.splat_f32s(1.0), simd.splat_f32s(0.0));
        self.set.for_each_range(
            a.len(),
            S::F32_LANES,
            #[inline(always)]
            |range| {
                for (a, b) in a[range.clone()].iter_mut().zip(&mut b[range]) {
                    let before = std::mem::replace(a, simd.mul_add_f32s(x, *b, *a));
                    *b = before;
                    let is_within = simd.less_than_or_equal_f32s(simd.abs_f32s(*a), limit);
                    beyond = simd.select_f32s(is_within, beyond, one);
                }
            },
        );
        bytemuck::cast_slice::<_, f32>(&[beyond]).iter().all(|&beyond| beyond == 0.0)
    }
}

/// `a` = `b` in the rows of `set`.
pub fn copy(a: &mut [Vector], b: &[Vector], set: RowSet) {
    set.for_each_range(a.len(), LANES, |range| a[range.clone()].copy_from_slice(&b[range]));
}

/// `a` = 0 in the rows of `set`.
pub fn clear(a: &mut [Vector], set: RowSet) {
    set.for_each_range(a.len(), LANES, |range| a[range].fill(Vector::default()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::kernels::plain::{assert_same, dense_matrix};
    use crate::nn::matrix::Matrix;

    #[test]
    fn rows_of_a_set_take_a_step_and_no_others() {
        for columns in [1, 17, 40, 64] {
            let (a, b) = (dense_matrix(9, columns), dense_matrix(columns, 9));
            let b = Matrix::from_fn(9, columns, |i, j| b[(j, i)]);
            let rows = [1, 4, 8];
            for set in [RowSet::All, RowSet::Some { rows: &rows, width: a.width() }] {
                let is_in = |i: usize| matches!(set, RowSet::All) || rows.contains(&(i as u32));
                let sum = |i, j| if is_in(i) { 0.3_f32.mul_add(b[(i, j)], a[(i, j)]) } else { a[(i, j)] };
                let sums = (0..9).filter(|&i| is_in(i)).flat_map(|i| (0..columns).map(move |j| sum(i, j)));
                let largest = sums.fold(0.0, |largest: f32, sum| largest.max(sum.abs()));
                for (limit, is_within) in [(largest, true), (0.999 * largest, false)] {
                    let (mut ours, mut before) = (a.clone(), b.clone());
                    let (w, u) = (ours.vectors_mut(), before.vectors_mut());
                    assert_eq!(take_step(w, 0.3, u, set, limit), is_within);
                    assert_same(&ours, sum);
                    assert_same(&before, |i, j| if is_in(i) { a[(i, j)] } else { b[(i, j)] });
                    copy(ours.vectors_mut(), before.vectors(), set);
                    assert_eq!(ours, a);
                    clear(ours.vectors_mut(), set);
                    assert_same(&ours, |i, j| if is_in(i) { 0.0 } else { a[(i, j)] });
                }
                assert!(!take_step(a.clone().vectors_mut(), f32::NAN, b.clone().vectors_mut(), set, 1e30));
            }
        }
    }
}
