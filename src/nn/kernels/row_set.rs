//! The update of the weights of a panel, restricted to the rows whose gradient is not zero.

use pulp::{Simd, WithSimd};

use super::registers::{for_row_of_registers, registers_mut};
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

/// `a` += `x` · `b` in the rows of `set`, and `b` = what `a` was, so that [`copy`] undoes it. Whether |`a`| ≤ `limit` everywhere
/// in these rows; false if a sum is NaN.
pub fn take_step(a: &mut [Vector], x: f32, b: &mut [Vector], set: RowSet, limit: f32) -> bool {
    let mut is_within = true;
    dispatch(TakeStep { a, x, b, set, limit, is_within: &mut is_within });
    is_within
}

struct TakeStep<'a> {
    a: &'a mut [Vector],
    x: f32,
    b: &'a mut [Vector],
    set: RowSet<'a>,
    limit: f32,
    is_within: &'a mut bool,
}

impl WithSimd for TakeStep<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        match self.set {
            RowSet::All => self.rows::<S, 1, 1>(simd),
            RowSet::Some { width, .. } => for_row_of_registers!(self, simd, width * LANES / S::F32_LANES),
        }
    }
}

impl TakeStep<'_> {
    /// All rows of the set, of `W` registers each.
    #[inline(always)]
    fn rows<S: Simd, const R: usize, const W: usize>(self, simd: S) {
        let (a, _) = registers_mut::<S>(self.a).as_chunks_mut::<W>();
        let (b, _) = registers_mut::<S>(self.b).as_chunks_mut::<W>();
        let (x, limit) = (simd.splat_f32s(self.x), simd.splat_f32s(self.limit));
        let (one, mut beyond) = (simd.splat_f32s(1.0), simd.splat_f32s(0.0));
        let mut step = |a: &mut [S::f32s; W], b: &mut [S::f32s; W]| {
            for w in 0..W {
                let before = a[w];
                a[w] = simd.mul_add_f32s(x, b[w], before);
                b[w] = before;
                let is_within = simd.less_than_or_equal_f32s(simd.abs_f32s(a[w]), limit);
                beyond = simd.select_f32s(is_within, beyond, one);
            }
        };
        match self.set {
            RowSet::All => a.iter_mut().zip(b).for_each(|(a, b)| step(a, b)),
            RowSet::Some { rows, .. } => {
                rows.iter().map(|&row| row as usize).for_each(|row| step(&mut a[row], &mut b[row]));
            }
        }
        *self.is_within = bytemuck::cast_slice::<_, f32>(&[beyond]).iter().all(|&beyond| beyond == 0.0);
    }
}

/// `a` = 0 in the rows of `set`.
pub fn clear(a: &mut [Vector], set: RowSet) {
    match set {
        RowSet::All => a.fill(Vector::default()),
        RowSet::Some { rows, width } => dispatch(Clear { a, rows, width }),
    }
}

struct Clear<'a> {
    a: &'a mut [Vector],
    rows: &'a [u32],
    width: usize,
}

impl WithSimd for Clear<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        for_row_of_registers!(self, simd, self.width * LANES / S::F32_LANES);
    }
}

impl Clear<'_> {
    /// Rows of `W` registers each.
    #[inline(always)]
    fn rows<S: Simd, const R: usize, const W: usize>(self, simd: S) {
        let (a, _) = registers_mut::<S>(self.a).as_chunks_mut::<W>();
        for &row in self.rows {
            a[row as usize] = [simd.splat_f32s(0.0); W];
        }
    }
}

/// `a` = `b` in the rows of `set`.
pub fn copy(a: &mut [Vector], b: &[Vector], set: RowSet) {
    match set {
        RowSet::All => a.copy_from_slice(b),
        RowSet::Some { rows, width } => {
            for start in rows.iter().map(|&row| row as usize * width) {
                a[start..start + width].copy_from_slice(&b[start..start + width]);
            }
        }
    }
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
