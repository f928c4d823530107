//! Products with a sparse left factor whose rows are lists of entries (compressed sparse rows).
//!
//! Zeros add nothing and are left out, so the bits are those of the plain loop over all numbers.

#![expect(clippy::needless_range_loop, reason = "fixed loops over registers read best with indices")]

use bytemuck::Zeroable;
use pulp::{Simd, WithSimd};

use super::addend::Addend;
use super::prefetch::prefetch;
use super::registers::{for_row_of_registers, registers, registers_mut};
use crate::nn::vector::{LANES, Vector};
use crate::vector_unit::dispatch;

/// An entry of a sparse row: a number that is not zero.
#[derive(Clone, Copy, Debug, Default, Zeroable)]
#[repr(C)]
pub struct Entry {
    /// The column it is in.
    pub column: u32,
    /// The number.
    pub value: f32,
}

/// An entry in half the memory, for numbers that bytes stand for: the column in the upper 24 bits, the byte in the lower 8.
#[derive(Clone, Copy, Debug, Default, Zeroable)]
#[repr(transparent)]
pub struct ByteEntry(u32);

impl ByteEntry {
    /// The most columns that a matrix of such entries can have.
    pub const MAX_COLUMNS: usize = 1 << 24;

    /// An entry in a column below [`ByteEntry::MAX_COLUMNS`].
    #[inline(always)]
    pub fn new(column: u32, byte: u8) -> ByteEntry {
        ByteEntry(column << 8 | u32::from(byte))
    }

    /// The same entry with its number: byte b stands for `value[b]`.
    #[inline(always)]
    pub fn entry(self, value: &[f32; 256]) -> Entry {
        Entry { column: self.0 >> 8, value: value[usize::from(self.0 as u8)] }
    }
}

/// `out` = `left` · `right` + `addend`, for the rows of `left` that `order` yields.
///
/// `row(i)` is row i of `left`, whose entries are stored as `T`, and `read` reads one. `right` and `out` are panels whose rows have
/// `width` vectors. A few rows are computed side by side to hide the latency of an addition, which works best if consecutive rows
/// are about equally long.
pub fn csr_product<'a, T: Copy + 'a>(
    order: impl ExactSizeIterator<Item = usize> + Clone,
    row: impl Fn(usize) -> &'a [T],
    read: impl Fn(T) -> Entry + Copy,
    right: &[Vector],
    width: usize,
    addend: Addend,
    out: &mut [Vector],
) {
    dispatch(Product { order, row, read, right, width, addend, out });
}

struct Product<'b, O, F, E> {
    order: O,
    row: F,
    read: E,
    right: &'b [Vector],
    width: usize,
    addend: Addend<'b>,
    out: &'b mut [Vector],
}

impl<'a, T, O, F, E> WithSimd for Product<'_, O, F, E>
where
    T: Copy + 'a,
    O: ExactSizeIterator<Item = usize> + Clone,
    F: Fn(usize) -> &'a [T],
    E: Fn(T) -> Entry + Copy,
{
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        for_row_of_registers!(self, simd, self.width * LANES / S::F32_LANES);
    }
}

impl<'a, T, O, F, E> Product<'_, O, F, E>
where
    T: Copy + 'a,
    O: ExactSizeIterator<Item = usize> + Clone,
    F: Fn(usize) -> &'a [T],
    E: Fn(T) -> Entry + Copy,
{
    /// Computes rows of `W` registers, `R` rows at once.
    #[inline(always)]
    fn rows<S: Simd, const R: usize, const W: usize>(mut self, simd: S) {
        // Where the rows are is looked up for all of them at once: each is likely not to be in the cache.
        std::hint::black_box(self.order.clone().map(|index| (self.row)(index).len()).sum::<usize>());
        let (right, _) = registers::<S>(self.right).as_chunks::<W>();
        let (out, _) = registers_mut::<S>(self.out).as_chunks_mut::<W>();
        let initial = self.addend.initial::<S, W>(simd);
        let start = |out: &[[S::f32s; W]], index: usize| match self.addend {
            Addend::Output => out[index],
            Addend::Row(_) | Addend::Zero => initial,
        };
        let mut ahead = self.order.clone().skip(R);
        while self.order.len() >= R {
            for index in ahead.by_ref().take(R) {
                prefetch((self.row)(index));
            }
            let (mut indices, mut rows, mut sums) = ([0; R], [[].as_slice(); R], [initial; R]);
            for r in 0..R {
                indices[r] = self.order.next().unwrap_or_default();
                rows[r] = (self.row)(indices[r]);
                sums[r] = start(out, indices[r]);
            }
            let sums = add_rows::<S, T, R, W>(simd, rows, self.read, right, sums);
            for r in 0..R {
                out[indices[r]] = sums[r];
            }
        }
        for index in self.order {
            let sums = [start(out, index)];
            [out[index]] = add_rows::<S, T, 1, W>(simd, [(self.row)(index)], self.read, right, sums);
        }
    }
}

/// `sums` + `R` sparse rows · `right`.
#[inline(always)]
fn add_rows<S: Simd, T: Copy, const R: usize, const W: usize>(
    simd: S,
    rows: [&[T]; R],
    read: impl Fn(T) -> Entry + Copy,
    right: &[[S::f32s; W]],
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
            sums[r] = add_entry(simd, sums[r], read(heads[r][k]), right);
        }
    }
    for r in 0..R {
        for &stored in &rows[r][common..] {
            sums[r] = add_entry(simd, sums[r], read(stored), right);
        }
    }
    sums
}

/// `sums` + one entry times its row of `right`.
#[inline(always)]
pub fn add_entry<S: Simd, const W: usize>(
    simd: S,
    mut sums: [S::f32s; W],
    entry: Entry,
    right: &[[S::f32s; W]],
) -> [S::f32s; W] {
    let (factor, row) = (simd.splat_f32s(entry.value), &right[entry.column as usize]);
    for w in 0..W {
        sums[w] = simd.mul_add_f32s(factor, row[w], sums[w]);
    }
    sums
}

/// `out` += `left`ᵀ · `right`, from the first row of `left` to the last; `rows` are the rows of `left`, whose entries `read` reads.
///
/// `right` and `out` are panels whose rows have `width` vectors; the first row of `out` is row `first` of the product. For few
/// rows this is faster than transposing `left` first. Shapes: `left` m × k, `right` m × n, `out` k × n.
pub fn csr_scatter<'a, T: Copy + 'a>(
    rows: impl Iterator<Item = &'a [T]>,
    read: impl Fn(T) -> Entry + Copy,
    first: usize,
    right: &[Vector],
    width: usize,
    out: &mut [Vector],
) {
    dispatch(Scatter { rows, read, first, right, width, out });
}

struct Scatter<'b, I, E> {
    rows: I,
    read: E,
    first: usize,
    right: &'b [Vector],
    width: usize,
    out: &'b mut [Vector],
}

impl<'a, T: Copy + 'a, I: Iterator<Item = &'a [T]>, E: Fn(T) -> Entry + Copy> WithSimd for Scatter<'_, I, E> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        for_row_of_registers!(self, simd, self.width * LANES / S::F32_LANES);
    }
}

impl<'a, T: Copy + 'a, I: Iterator<Item = &'a [T]>, E: Fn(T) -> Entry + Copy> Scatter<'_, I, E> {
    /// Goes through the rows one by one: they add to the same rows of `out`.
    #[inline(always)]
    fn rows<S: Simd, const R: usize, const W: usize>(self, simd: S) {
        let (right, _) = registers::<S>(self.right).as_chunks::<W>();
        let (out, _) = registers_mut::<S>(self.out).as_chunks_mut::<W>();
        for (row, &factors) in self.rows.zip(right) {
            for &stored in row {
                let entry = (self.read)(stored);
                let (x, sums) = (simd.splat_f32s(entry.value), &mut out[entry.column as usize - self.first]);
                for w in 0..W {
                    sums[w] = simd.mul_add_f32s(x, factors[w], sums[w]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::kernels::plain::{WIDTHS, assert_same, dense_matrix, sparse_matrix, sum};
    use crate::nn::matrix::Matrix;

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
                let width = out.width();
                let mut add = |addend: &Matrix, replaces: bool| {
                    for ((right, addend), out) in right.panels().zip(addend.panels()).zip(out.panels_mut()) {
                        let addend = if replaces { Addend::Row(addend) } else { Addend::Output };
                        csr_product((0..rows).rev(), |i| &lists[i], |entry| entry, right, width, addend, out);
                    }
                    out.clone()
                };
                let once = |i: usize, j| sum(biases[(0, j)], 40, |k| left[(i, k)], |k| right[(k, j)]);
                assert_same(&add(&biases, true), once);
                let twice = |i: usize, j| sum(once(i, j), 40, |k| left[(i, k)], |k| right[(k, j)]);
                assert_same(&add(&biases, false), twice);

                let delta = dense_matrix(rows, columns);
                let mut gradient = Matrix::zeros(40, columns);
                for (delta, gradient) in delta.panels().zip(gradient.panels_mut()) {
                    csr_scatter(lists.iter().map(Vec::as_slice), |entry| entry, 0, delta, width, gradient);
                }
                assert_same(&gradient, |i, j| sum(0.0, rows, |n| left[(n, i)], |n| delta[(n, j)]));
            }
        }
    }
}
