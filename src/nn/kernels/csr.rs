//! Products with a sparse left factor whose rows are lists of entries (compressed sparse rows).
//!
//! Zeros add nothing and are left out, so the bits are those of the plain loop over all numbers.

#![expect(clippy::needless_range_loop, reason = "fixed loops over registers read best with indices")]

use pulp::{Simd, WithSimd};

use super::addend::Addend;
use super::dispatch::{dispatch, panel_width, registers, registers_mut};
use super::prefetch::prefetch;
use crate::nn::matrix::Matrix;
use crate::nn::vector::{LANES, Vector};

/// An entry of a sparse row: a number that is not zero.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry {
    /// The column it is in.
    pub column: u32,
    /// The number.
    pub value: f32,
}

/// `out` = `left` · `right` + `addend`, for the rows of `left` that `order` yields.
///
/// `row(i)` is row i of `left`; `out` has the rows of `left` and the columns of `right`. A few rows are computed
/// side by side to hide the latency of an addition, which works best if consecutive rows are about equally long.
pub fn csr_product<'a>(
    order: impl ExactSizeIterator<Item = usize> + Clone,
    row: impl Fn(usize) -> &'a [Entry],
    right: &Matrix,
    addend: Addend,
    out: &mut [Vector],
) {
    dispatch(Product { order, row, right, addend, out });
}

struct Product<'b, O, F> {
    order: O,
    row: F,
    right: &'b Matrix,
    addend: Addend<'b>,
    out: &'b mut [Vector],
}

impl<'a, O, F> WithSimd for Product<'_, O, F>
where
    O: ExactSizeIterator<Item = usize> + Clone,
    F: Fn(usize) -> &'a [Entry],
{
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        // Where the rows are is looked up for all of them at once: each is likely not to be in the cache.
        std::hint::black_box(self.order.clone().map(|index| (self.row)(index).len()).sum::<usize>());
        let row = self.right.stride() * LANES / S::F32_LANES;
        match panel_width(row) {
            8 => self.panels::<S, 1, 8>(simd, row / 8),
            4 => self.panels::<S, 2, 4>(simd, row / 4),
            3 => self.panels::<S, 3, 3>(simd, row / 3),
            2 => self.panels::<S, 4, 2>(simd, row / 2),
            _ => self.panels::<S, 8, 1>(simd, row),
        }
    }
}

impl<'a, O, F> Product<'_, O, F>
where
    O: ExactSizeIterator<Item = usize> + Clone,
    F: Fn(usize) -> &'a [Entry],
{
    /// Computes the product in `panels` panels of `W` registers, each from the top down, `R` rows at once.
    #[inline(always)]
    fn panels<S: Simd, const R: usize, const W: usize>(self, simd: S, panels: usize) {
        let (right, _) = registers::<S>(self.right.vectors()).as_chunks::<W>();
        let (out, _) = registers_mut::<S>(self.out).as_chunks_mut::<W>();
        for panel in 0..panels {
            let initial = self.addend.initial::<S, W>(simd, panel);
            let start = |out: &[[S::f32s; W]], at: usize| match self.addend {
                Addend::Output => out[at],
                Addend::Row(_) | Addend::Zero => initial,
            };
            let mut order = self.order.clone();
            let mut ahead = self.order.clone().skip(R);
            while order.len() >= R {
                for index in ahead.by_ref().take(R) {
                    prefetch((self.row)(index));
                }
                let (mut at, mut rows, mut sums) = ([0; R], [[].as_slice(); R], [initial; R]);
                for r in 0..R {
                    let index = order.next().unwrap_or_default();
                    rows[r] = (self.row)(index);
                    at[r] = index * panels + panel;
                    sums[r] = start(out, at[r]);
                }
                let sums = add_rows::<S, R, W>(simd, rows, right, panel, panels, sums);
                for r in 0..R {
                    out[at[r]] = sums[r];
                }
            }
            for index in order {
                let at = index * panels + panel;
                let sums = [start(out, at)];
                [out[at]] = add_rows::<S, 1, W>(simd, [(self.row)(index)], right, panel, panels, sums);
            }
        }
    }
}

/// `sums` + `R` sparse rows · a panel of `right`.
#[inline(always)]
fn add_rows<S: Simd, const R: usize, const W: usize>(
    simd: S,
    rows: [&[Entry]; R],
    right: &[[S::f32s; W]],
    panel: usize,
    panels: usize,
    mut sums: [[S::f32s; W]; R],
) -> [[S::f32s; W]; R] {
    let mut common = usize::MAX;
    for row in rows {
        common = common.min(row.len());
    }
    let mut heads = rows;
    for r in 0..R {
        heads[r] = &rows[r][..common];
    }
    for k in 0..common {
        for r in 0..R {
            sums[r] = add_entry(simd, sums[r], heads[r][k], right, panel, panels);
        }
    }
    for r in 0..R {
        for &entry in &rows[r][common..] {
            sums[r] = add_entry(simd, sums[r], entry, right, panel, panels);
        }
    }
    sums
}

/// `sums` + one entry times its row of `right`, in one panel.
#[inline(always)]
pub fn add_entry<S: Simd, const W: usize>(
    simd: S,
    mut sums: [S::f32s; W],
    entry: Entry,
    right: &[[S::f32s; W]],
    panel: usize,
    panels: usize,
) -> [S::f32s; W] {
    let (factor, row) = (simd.splat_f32s(entry.value), &right[entry.column as usize * panels + panel]);
    for w in 0..W {
        sums[w] = simd.mul_add_f32s(factor, row[w], sums[w]);
    }
    sums
}

/// `out` += `left`ᵀ · `right`, from the first row of `left` to the last; `rows` are the rows of `left`.
///
/// For few rows this is faster than transposing `left` first. Shapes: `left` m × k, `right` m × n, `out` k × n.
pub fn csr_scatter<'a>(rows: impl Iterator<Item = &'a [Entry]>, right: &Matrix, out: &mut Matrix) {
    dispatch(Scatter { rows, right, out });
}

struct Scatter<'b, I> {
    rows: I,
    right: &'b Matrix,
    out: &'b mut Matrix,
}

impl<'a, I: Iterator<Item = &'a [Entry]>> WithSimd for Scatter<'_, I> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let row = self.right.stride() * LANES / S::F32_LANES;
        match panel_width(row) {
            8 => self.panels::<S, 8>(simd, row / 8),
            4 => self.panels::<S, 4>(simd, row / 4),
            3 => self.panels::<S, 3>(simd, row / 3),
            2 => self.panels::<S, 2>(simd, row / 2),
            _ => self.panels::<S, 1>(simd, row),
        }
    }
}

impl<'a, I: Iterator<Item = &'a [Entry]>> Scatter<'_, I> {
    #[inline(always)]
    fn panels<S: Simd, const W: usize>(self, simd: S, panels: usize) {
        let (right, _) = registers::<S>(self.right.vectors()).as_chunks::<W>();
        let (out, _) = registers_mut::<S>(self.out.vectors_mut()).as_chunks_mut::<W>();
        for (row, right) in self.rows.zip(right.chunks_exact(panels.max(1))) {
            for (panel, factors) in right.iter().enumerate() {
                let factors = *factors;
                for entry in row {
                    let (x, sums) =
                        (simd.splat_f32s(entry.value), &mut out[entry.column as usize * panels + panel]);
                    for w in 0..W {
                        sums[w] = simd.mul_add_f32s(x, factors[w], sums[w]);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::kernels::plain::{WIDTHS, assert_same, dense_matrix, sparse_matrix, sum};

    #[test]
    fn sparse_products_are_the_plain_loops_over_all_numbers() {
        for columns in WIDTHS {
            for rows in [1, 2, 5, 8] {
                let (left, right) = (sparse_matrix(rows, 40), dense_matrix(40, columns));
                let biases = dense_matrix(1, columns);
                let entries = |i: usize| -> Vec<Entry> {
                    let all = left.row_values(i).enumerate().filter(|(_, value)| *value != 0.0);
                    all.map(|(column, value)| Entry { column: column as u32, value }).collect()
                };
                let lists: Vec<Vec<Entry>> = (0..rows).map(entries).collect();
                let mut out = Matrix::zeros(rows, columns);
                let order = (0..rows).rev();
                csr_product(order.clone(), |i| &lists[i], &right, Addend::Row(&biases), out.vectors_mut());
                assert_same(&out, |i, j| sum(biases[(0, j)], 40, |k| left[(i, k)], |k| right[(k, j)]));
                csr_product(order, |i| &lists[i], &right, Addend::Output, out.vectors_mut());
                let once = |i: usize, j| sum(biases[(0, j)], 40, |k| left[(i, k)], |k| right[(k, j)]);
                assert_same(&out, |i, j| sum(once(i, j), 40, |k| left[(i, k)], |k| right[(k, j)]));

                let delta = dense_matrix(rows, columns);
                let mut gradient = Matrix::zeros(40, columns);
                csr_scatter(lists.iter().map(Vec::as_slice), &delta, &mut gradient);
                assert_same(&gradient, |i, j| sum(0.0, rows, |n| left[(n, i)], |n| delta[(n, j)]));
            }
        }
    }
}
