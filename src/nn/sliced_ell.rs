//! Sliced ELL, the sparse format for products with all examples at once.
//!
//! Rows are grouped in slices of a few rows each, which are padded to the length of the longest row in the slice,
//! so that the rows of a slice can be computed side by side (A. Monakov, A. Lokhmotov, A. Avetisyan: Automatically
//! Tuning Sparse Matrix-Vector Multiplication for GPU Architectures, `HiPEAC` 2010). Sorting the rows by length
//! within groups keeps the padding small. Padding entries are zero and change no sum.

use std::ops::Range;

use super::csr::Csr;
use super::kernels::{self, Addend, Entry, SLICE_HEIGHT, Slice};
use super::vector::Vector;

/// Columns in a block: this many rows of up to 32 numbers of the right factor fit into a first-level cache.
const BLOCK_COLUMNS: usize = 400;

/// A sparse matrix in sliced ELL format, cut into blocks of columns.
///
/// A product goes through one block after the other, so that the rows of the right factor that a block meets stay
/// in the cache.
#[derive(Clone, Debug)]
pub(super) struct BlockedSlicedEll(Vec<SlicedEll>);

impl BlockedSlicedEll {
    /// Converts a matrix of `columns` columns, whose entries `read` reads. Products can be computed for groups of `group` rows, a multiple of
    /// [`SLICE_HEIGHT`].
    pub fn new<T: Copy>(
        csr: &Csr<T>,
        read: impl Fn(T) -> Entry + Copy,
        group: usize,
        columns: usize,
    ) -> BlockedSlicedEll {
        let blocks = columns.div_ceil(BLOCK_COLUMNS);
        let bound = |block: usize| (block * columns / blocks) as u32;
        let block = |block| SlicedEll::new(csr, read, group, bound(block)..bound(block + 1));
        BlockedSlicedEll((0..blocks).map(block).collect())
    }

    /// `out` = `rows` of this matrix · `right` + `addend`, where `rows` are whole groups.
    ///
    /// `right` and `out` are panels whose rows have `width` vectors.
    pub fn product(
        &self,
        rows: Range<usize>,
        right: &[Vector],
        width: usize,
        addend: Addend,
        out: &mut [Vector],
    ) {
        let mut addend = addend;
        for block in &self.0 {
            kernels::sliced_ell_product(block.slices(rows.clone()), rows.start, right, width, addend, out);
            addend = Addend::Output;
        }
    }
}

/// A sparse matrix in sliced ELL format.
#[derive(Clone, Debug)]
struct SlicedEll {
    /// All row numbers, group by group, in each group the shortest row first.
    order: Vec<u32>,
    /// Where the entries of each slice start, and where those of the last one end.
    slice_starts: Vec<u32>,
    entries: Vec<[Entry; SLICE_HEIGHT]>,
}

impl SlicedEll {
    /// Converts the part of a matrix that lies in `columns`.
    fn new<T: Copy>(csr: &Csr<T>, read: impl Fn(T) -> Entry, group: usize, columns: Range<u32>) -> SlicedEll {
        let row = |row: u32| {
            let row = csr.row(row as usize);
            let before = |bound| row.partition_point(|&stored| read(stored).column < bound);
            &row[before(columns.start)..before(columns.end)]
        };
        let mut order: Vec<u32> = (0..csr.rows() as u32).collect();
        for group in order.chunks_mut(group) {
            group.sort_by_key(|&number| row(number).len());
        }
        let (mut slice_starts, mut entries) = (vec![0], Vec::new());
        for rows in order.chunks(SLICE_HEIGHT) {
            let rows: Vec<&[T]> = rows.iter().map(|&number| row(number)).collect();
            let longest = rows.iter().map(|row| row.len()).max().unwrap_or_default();
            let entry = |r: usize, k| {
                rows.get(r).and_then(|row| row.get(k)).map_or_else(Entry::default, |&stored| read(stored))
            };
            entries.extend((0..longest).map(|k| std::array::from_fn(|r| entry(r, k))));
            slice_starts.push(entries.len() as u32);
        }
        SlicedEll { order, slice_starts, entries }
    }

    /// The slices of `rows`, which are whole groups.
    fn slices(&self, rows: Range<usize>) -> impl Iterator<Item = Slice<'_>> + Clone {
        let slices = rows.start / SLICE_HEIGHT..rows.end.div_ceil(SLICE_HEIGHT);
        let entries = slices.map(|slice| {
            let (start, end) = (self.slice_starts[slice], self.slice_starts[slice + 1]);
            &self.entries[start as usize..end as usize]
        });
        self.order[rows].chunks(SLICE_HEIGHT).zip(entries).map(|(rows, entries)| Slice { rows, entries })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::kernels::{assert_same, dense_matrix, sparse_matrix, sum};
    use crate::nn::matrix::Matrix;

    #[test]
    fn blocked_products_are_the_plain_loops() {
        // More columns than a block has, and rows that fill no whole slice.
        for (rows, width, columns) in
            [(1, 32, 2), (6, 900, 30), (261, 1_300, 17), (33, 50, 40), (10, 401, 70)]
        {
            let (left, right) = (sparse_matrix(rows, width), dense_matrix(width, columns));
            let biases = dense_matrix(1, columns);
            let row = |i| left.row_values(i).zip(0..).map(move |(x, k)| (i, x, k));
            let nonzero: Vec<(usize, f32, u32)> =
                (0..rows).flat_map(row).filter(|(_, x, _)| *x != 0.0).collect();
            let mut csr = Csr::default();
            csr.assign(rows, nonzero.iter().map(|&(i, value, column)| (i as u32, Entry { column, value })));
            let blocked = BlockedSlicedEll::new(&csr, |entry| entry, 32, width);
            for (first, end) in [(0, rows.min(32)), (rows / 32 * 32, rows)] {
                let mut out = Matrix::zeros(end - first, columns);
                let row_vectors = out.width();
                let panels = right.panels().zip(biases.panels()).zip(out.panels_mut());
                for ((right, biases), out) in panels {
                    blocked.product(first..end, right, row_vectors, Addend::Row(biases), out);
                }
                let plain =
                    |i: usize, j| sum(biases[(0, j)], width, |k| left[(first + i, k)], |k| right[(k, j)]);
                assert_same(&out, plain);
            }
        }
    }
}
