//! Sliced ELL, the sparse format for products with all examples at once.
//!
//! Rows are grouped in slices of a few rows each, which are padded to the length of the longest row in the slice,
//! so that the rows of a slice can be computed side by side (A. Monakov, A. Lokhmotov, A. Avetisyan: Automatically
//! Tuning Sparse Matrix-Vector Multiplication for GPU Architectures, `HiPEAC` 2010). Sorting the rows by length
//! within groups keeps the padding small. Where neighbouring rows have mostly the same columns, as those of neighbouring
//! pixels have, two rows are stored in tiles of 2 × 1 numbers, filled up with zeros (register blocking: E. Im, K. Yelick:
//! Optimizing Sparse Matrix Computations for Register Reuse in SPARSITY, ICCS 2001).
//!
//! Zeros of the padding and in tiles change no sum of finite numbers.

use std::ops::Range;

use super::csr::Csr;
use super::kernels::{self, Addend, Entry, Slice, Tile};
use super::thread_pool::ThreadPool;
use super::vector::Vector;
use crate::vector_unit::vector_bits;

/// Columns in a block: this many rows of up to 32 numbers of the right factor fit into a first-level cache.
const BLOCK_COLUMNS: usize = 400;

/// A sparse matrix in sliced ELL format, in groups of rows that are cut into blocks of columns.
///
/// A product goes through one block after the other, so that the rows of the right factor that a block meets stay
/// in the cache.
#[derive(Clone, Debug)]
pub(super) struct BlockedSlicedEll {
    /// The number of blocks in a group.
    blocks: usize,
    /// The blocks of the first group, then those of the second, and so on.
    parts: Vec<Part>,
}

impl BlockedSlicedEll {
    /// Converts a matrix of `columns` columns, whose entries `read` reads, in groups of `group` rows. The threads of `pool` share
    /// the work.
    pub fn new<E: Copy + Sync>(
        csr: &Csr<E>,
        read: impl Fn(E) -> Entry + Copy + Sync,
        group: usize,
        columns: usize,
        pool: &ThreadPool,
    ) -> BlockedSlicedEll {
        let blocks = columns.div_ceil(BLOCK_COLUMNS);
        let bound = |block: usize| (block * columns / blocks) as u32;
        let within = |row: usize, columns: &Range<u32>| {
            let row = csr.row(row);
            let before = |bound| row.partition_point(|&stored| read(stored).column < bound);
            &row[before(columns.start)..before(columns.end)]
        };
        let mut parts = vec![Part::default(); csr.rows().div_ceil(group) * blocks];
        pool.for_each(parts.iter_mut().enumerate(), |(n, part)| {
            let (first, block) = (n / blocks * group, n % blocks);
            let columns = bound(block)..bound(block + 1);
            let rows: Vec<&[E]> = (first..csr.rows()).take(group).map(|row| within(row, &columns)).collect();
            *part = Part::new(&rows, read);
        });
        BlockedSlicedEll { blocks, parts }
    }

    /// `out` = the rows of group `group` of this matrix · `right` + `addend`.
    ///
    /// `right` and `out` are panels whose rows have `width` vectors; `out` has the rows of the group, no more.
    pub fn product(&self, group: usize, right: &[Vector], width: usize, addend: Addend, out: &mut [Vector]) {
        let mut addend = addend;
        for part in &self.parts[group * self.blocks..][..self.blocks] {
            match part {
                Part::Rows(slices) => {
                    kernels::sliced_ell_product(slices.iter(), right, width, addend, out);
                }
                Part::Pairs(slices) => {
                    kernels::sliced_ell_product(slices.iter(), right, width, addend, out);
                }
            }
            addend = Addend::Output;
        }
    }
}

/// A group of rows in a block of columns.
#[derive(Clone, Debug)]
enum Part {
    /// Each row alone.
    Rows(Slices<1>),
    /// Two rows in a tile.
    Pairs(Slices<2>),
}

impl Default for Part {
    fn default() -> Part {
        Part::Rows(Slices::default())
    }
}

impl Part {
    /// Two rows in a tile if that makes at most two tiles of three entries, and if vectors have 512 bits: then the zeros cost less
    /// than the loads that are saved. With narrower vectors, processors load as fast as they multiply.
    fn new<E: Copy>(rows: &[&[E]], read: impl Fn(E) -> Entry + Copy) -> Part {
        let entries: usize = rows.iter().map(|row| row.len()).sum();
        let tiles = || rows.chunks(2).map(|pair| tiles::<E, 2>(pair, read).count()).sum::<usize>();
        if vector_bits() >= 512 && 3 * tiles() <= 2 * entries {
            Part::Pairs(Slices::new(rows, read))
        } else {
            Part::Rows(Slices::new(rows, read))
        }
    }
}

/// Rows in sliced ELL format, with `T` rows in a tile.
#[derive(Clone, Debug, Default)]
struct Slices<const T: usize> {
    /// The first of the `T` rows in each sequence of tiles, the shortest sequence first.
    first_rows: Vec<u32>,
    /// Where the tiles of each slice start, and where those of the last one end.
    slice_starts: Vec<u32>,
    tiles: Vec<Tile<T>>,
}

impl<const T: usize> Slices<T> {
    fn new<E: Copy>(rows: &[&[E]], read: impl Fn(E) -> Entry + Copy) -> Slices<T> {
        let tiled = rows.chunks(T).map(|rows| tiles(rows, read).collect());
        let mut tiled: Vec<(u32, Vec<Tile<T>>)> = (0..).step_by(T).zip(tiled).collect();
        tiled.sort_by_key(|(_, tiles)| tiles.len());
        let (mut slice_starts, mut all) = (vec![0], Vec::new());
        for sequences in tiled.chunks(Tile::<T>::PER_SLICE) {
            let longest = sequences.iter().map(|(_, tiles)| tiles.len()).max().unwrap_or_default();
            let tile = |n: usize, k| sequences.get(n).and_then(|(_, tiles)| tiles.get(k)).copied();
            for k in 0..longest {
                all.extend((0..Tile::<T>::PER_SLICE).map(|n| tile(n, k).unwrap_or(Tile::ZERO)));
            }
            slice_starts.push(all.len() as u32);
        }
        Slices { first_rows: tiled.iter().map(|&(first, _)| first).collect(), slice_starts, tiles: all }
    }

    fn iter(&self) -> impl Iterator<Item = Slice<'_, T>> {
        let first_rows = self.first_rows.chunks(Tile::<T>::PER_SLICE);
        let tiles = self.slice_starts.windows(2).map(|ends| &self.tiles[ends[0] as usize..ends[1] as usize]);
        first_rows.zip(tiles).map(|(first_rows, tiles)| Slice { first_rows, tiles })
    }
}

/// The entries of up to `T` rows in tiles, in the order of their columns.
fn tiles<E: Copy, const T: usize>(rows: &[&[E]], read: impl Fn(E) -> Entry) -> impl Iterator<Item = Tile<T>> {
    let mut rests = [[].as_slice(); T];
    rests[..rows.len()].copy_from_slice(rows);
    std::iter::from_fn(move || {
        let next = rests.iter().filter_map(|rest| Some(read(*rest.first()?).column)).min()?;
        let mut tile = Tile { column: next, ..Tile::ZERO };
        for (value, rest) in tile.values.iter_mut().zip(&mut rests) {
            if let Some((&stored, after)) = rest.split_first()
                && read(stored).column == next
            {
                *value = read(stored).value;
                *rest = after;
            }
        }
        Some(tile)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::kernels::{assert_same, dense_matrix, sum};
    use crate::nn::matrix::Matrix;
    use crate::nn::thread_pool::with_pool;

    const GROUP: usize = 32;

    /// Rows of all lengths, from empty to full. Two rows have the same columns in the first of two groups, and few in common in the
    /// next one.
    fn rows(rows: usize, columns: usize) -> Matrix {
        let dense = dense_matrix(rows, columns);
        let is_nonzero = |i: usize, j: usize| match i % 13 {
            0 => false,
            1 => true,
            _ if (i / GROUP).is_multiple_of(2) => (i / 2 * 5 + j * 7) % 11 < 5,
            _ => (i + 2 * j).is_multiple_of(3 + i % 13),
        };
        Matrix::from_fn(rows, columns, |i, j| if is_nonzero(i, j) { dense[(i, j)] } else { 0.0 })
    }

    fn csr(matrix: &Matrix) -> Csr<Entry> {
        let row =
            |i| matrix.row_values(i).zip(0..).map(move |(value, column)| (i as u32, Entry { column, value }));
        let entries: Vec<(u32, Entry)> =
            (0..matrix.rows()).flat_map(row).filter(|(_, entry)| entry.value != 0.0).collect();
        let mut csr = Csr::default();
        csr.assign(matrix.rows(), entries.into_iter());
        csr
    }

    #[test]
    fn blocked_products_are_the_plain_loops() {
        // More columns than a block has, and rows that fill no whole slice and no whole tile.
        for (count, width, columns) in
            [(1, 32, 2), (6, 900, 30), (261, 1_300, 17), (33, 50, 40), (67, 401, 70)]
        {
            let (left, right, biases) =
                (rows(count, width), dense_matrix(width, columns), dense_matrix(1, columns));
            let check = |pool: &ThreadPool| {
                let blocked = BlockedSlicedEll::new(&csr(&left), |entry| entry, GROUP, width, pool);
                for first in (0..count).step_by(GROUP) {
                    let mut out = Matrix::zeros(GROUP.min(count - first), columns);
                    let row_vectors = out.width();
                    for ((right, biases), out) in right.panels().zip(biases.panels()).zip(out.panels_mut()) {
                        blocked.product(first / GROUP, right, row_vectors, Addend::Row(biases), out);
                    }
                    let left = |i, k| left[(first + i, k)];
                    assert_same(&out, |i, j| sum(biases[(0, j)], width, |k| left(i, k), |k| right[(k, j)]));
                }
            };
            check(&ThreadPool::default());
            with_pool(3, check);
        }
    }

    #[test]
    fn rows_are_paired_where_they_have_the_same_columns() {
        let blocked =
            BlockedSlicedEll::new(&csr(&rows(67, 40)), |entry| entry, GROUP, 40, &ThreadPool::default());
        let is_paired: Vec<bool> = blocked.parts.iter().map(|part| matches!(part, Part::Pairs(_))).collect();
        assert_eq!(is_paired, [vector_bits() >= 512, false, false]);
    }
}
