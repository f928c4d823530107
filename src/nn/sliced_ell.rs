//! Sliced ELL, the sparse format for products with all examples at once.
//!
//! Rows are grouped in slices of a few rows each, which are padded to the length of the longest row in the slice,
//! so that the rows of a slice can be computed side by side (A. Monakov, A. Lokhmotov, A. Avetisyan: Automatically
//! Tuning Sparse Matrix-Vector Multiplication for GPU Architectures, `HiPEAC` 2010). Sorting the rows by length
//! within groups keeps the padding small. Consecutive rows with nearly the same columns can be stored together, in tiles.
//! Padding is zero and changes no sum.

use std::ops::Range;

use super::csr::Csr;
use super::kernels::{self, Addend, Entry, SLICE_HEIGHT, Slice, Tile};
use super::thread_pool::ThreadPool;
use super::vector::Vector;

/// Columns in a block: this many rows of up to 32 numbers of the right factor fit into a first-level cache.
const BLOCK_COLUMNS: usize = 400;

/// A sparse matrix in sliced ELL format, cut into blocks of columns, with the numbers of `T` consecutive rows in a tile.
///
/// A product goes through one block after the other, so that the rows of the right factor that a block meets stay
/// in the cache.
#[derive(Clone, Debug)]
pub(super) struct BlockedSlicedEll<const T: usize>(Vec<SlicedEll<T>>);

impl<const T: usize> BlockedSlicedEll<T> {
    /// Converts a matrix of `columns` columns, whose entries `read` reads. Products can be computed for groups of `group` rows, a
    /// multiple of [`SLICE_HEIGHT`]. The threads of `pool` share the work.
    pub fn new<E: Copy + Sync>(
        csr: &Csr<E>,
        read: impl Fn(E) -> Entry + Copy + Sync,
        group: usize,
        columns: usize,
        pool: &ThreadPool,
    ) -> BlockedSlicedEll<T> {
        let mut blocks = vec![SlicedEll::default(); columns.div_ceil(BLOCK_COLUMNS)];
        let count = blocks.len();
        let bound = |block: usize| (block * columns / count) as u32;
        pool.for_each(blocks.iter_mut().enumerate(), |(n, block)| {
            *block = SlicedEll::new(csr, read, group, bound(n)..bound(n + 1));
        });
        BlockedSlicedEll(blocks)
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
#[derive(Clone, Debug, Default)]
struct SlicedEll<const T: usize> {
    /// The first row of all tiles, group by group, in each group those with the fewest entries first.
    first_rows: Vec<u32>,
    /// Where the tiles of each slice start, and where those of the last one end.
    slice_starts: Vec<u32>,
    tiles: Vec<Tile<T>>,
}

impl<const T: usize> SlicedEll<T> {
    /// Converts the part of a matrix that lies in `columns`.
    fn new<E: Copy>(
        csr: &Csr<E>,
        read: impl Fn(E) -> Entry + Copy,
        group: usize,
        columns: Range<u32>,
    ) -> SlicedEll<T> {
        let row = |row: u32| {
            let row = csr.row(row as usize);
            let before = |bound| row.partition_point(|&stored| read(stored).column < bound);
            &row[before(columns.start)..before(columns.end)]
        };
        let all = csr.rows() as u32;
        let rows_of = |first: u32| (first..all).take(T).map(row);
        let mut first_rows: Vec<u32> = (0..all).step_by(T).collect();
        for group in first_rows.chunks_mut(group / T) {
            group.sort_by_cached_key(|&first| rows_of(first).map(<[E]>::len).sum::<usize>());
        }
        let (mut slice_starts, mut tiles) = (vec![0], Vec::new());
        for first_rows in first_rows.chunks(Tile::<T>::PER_SLICE) {
            let rows: Vec<Vec<Tile<T>>> =
                first_rows.iter().map(|&first| in_tiles(rows_of(first), read)).collect();
            let longest = rows.iter().map(Vec::len).max().unwrap_or_default();
            let tile = |n: usize, k| rows.get(n).and_then(|tiles| tiles.get(k)).copied();
            for k in 0..longest {
                tiles.extend((0..Tile::<T>::PER_SLICE).map(|n| tile(n, k).unwrap_or(Tile::ZERO)));
            }
            slice_starts.push(tiles.len() as u32);
        }
        SlicedEll { first_rows, slice_starts, tiles }
    }

    /// The slices of `rows`, which are whole groups.
    fn slices(&self, rows: Range<usize>) -> impl Iterator<Item = Slice<'_, T>> + Clone {
        let slices = rows.start / SLICE_HEIGHT..rows.end.div_ceil(SLICE_HEIGHT);
        let tiles = slices.map(|slice| {
            let (start, end) = (self.slice_starts[slice], self.slice_starts[slice + 1]);
            &self.tiles[start as usize..end as usize]
        });
        let first_rows = self.first_rows[rows.start / T..rows.end.div_ceil(T)].chunks(Tile::<T>::PER_SLICE);
        first_rows.zip(tiles).map(|(first_rows, tiles)| Slice { first_rows, tiles })
    }
}

/// The entries of up to `T` rows, in the order of their columns, in tiles.
fn in_tiles<'a, E: Copy + 'a, const T: usize>(
    rows: impl Iterator<Item = &'a [E]>,
    read: impl Fn(E) -> Entry,
) -> Vec<Tile<T>> {
    let mut rests = [[].as_slice(); T];
    rests.iter_mut().zip(rows).for_each(|(rest, row)| *rest = row);
    let mut tiles = Vec::with_capacity(rests[0].len());
    let column = |rest: &[E]| Some(read(*rest.first()?).column);
    while let Some(next) = rests.iter().filter_map(|rest| column(rest)).min() {
        let mut tile = Tile { column: next, ..Tile::ZERO };
        for (value, rest) in tile.values.iter_mut().zip(&mut rests) {
            if let Some((&stored, after)) = rest.split_first()
                && read(stored).column == next
            {
                *value = read(stored).value;
                *rest = after;
            }
        }
        tiles.push(tile);
    }
    tiles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::kernels::{assert_same, dense_matrix, sparse_matrix, sum};
    use crate::nn::matrix::Matrix;

    #[test]
    fn blocked_products_are_the_plain_loops() {
        // More columns than a block has, and rows that fill no whole slice and no whole tile.
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
            let pool = &ThreadPool::default();
            check(&BlockedSlicedEll::<1>::new(&csr, |entry| entry, 32, width, pool), &left, &right, &biases);
            check(&BlockedSlicedEll::<2>::new(&csr, |entry| entry, 32, width, pool), &left, &right, &biases);
            check(&BlockedSlicedEll::<4>::new(&csr, |entry| entry, 32, width, pool), &left, &right, &biases);
        }
    }

    /// Compares the product of the first and of the last 32 rows with the plain loops.
    fn check<const T: usize>(blocked: &BlockedSlicedEll<T>, left: &Matrix, right: &Matrix, biases: &Matrix) {
        let (rows, columns) = (left.rows(), right.columns());
        for (first, end) in [(0, rows.min(32)), (rows / 32 * 32, rows)] {
            let mut out = Matrix::zeros(end - first, columns);
            let row_vectors = out.width();
            let panels = right.panels().zip(biases.panels()).zip(out.panels_mut());
            for ((right, biases), out) in panels {
                blocked.product(first..end, right, row_vectors, Addend::Row(biases), out);
            }
            let left = |i, k| left[(first + i, k)];
            assert_same(&out, |i, j| sum(biases[(0, j)], right.rows(), |k| left(i, k), |k| right[(k, j)]));
        }
    }
}
