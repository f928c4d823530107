//! Products with a sparse left factor in sliced ELL format.

#![expect(clippy::needless_range_loop, reason = "fixed loops over registers read best with indices")]

use pulp::{Simd, WithSimd};

use super::addend::Addend;
use super::csr::{Entry, add_entry};
use super::registers::{for_row_of_registers, registers, registers_mut};
use crate::nn::vector::{LANES, Vector};
use crate::vector_unit::dispatch;

/// Rows in a slice, whose sums are computed side by side to hide the latency of an addition.
const SLICE_HEIGHT: usize = 4;

/// A tile of `T` × 1 numbers: those of `T` consecutive rows in one column.
///
/// The rows of a tile share the loads of a row of the right factor, and loads are what these products wait for.
#[derive(Clone, Copy, Debug)]
pub struct Tile<const T: usize> {
    /// The column of the numbers, and so the row of the right factor.
    pub column: u32,
    /// The number of each row; 0 where a row has none.
    pub values: [f32; T],
}

impl<const T: usize> Tile<T> {
    /// A tile that changes no sum.
    pub const ZERO: Tile<T> = Tile { column: 0, values: [0.0; T] };
    /// The tiles side by side in a slice.
    pub const PER_SLICE: usize = {
        assert!(SLICE_HEIGHT.is_multiple_of(T), "a slice has whole tiles");
        SLICE_HEIGHT / T
    };
}

/// A slice of a sliced ELL matrix: up to [`SLICE_HEIGHT`] rows, `T` in a tile.
#[derive(Clone, Copy)]
pub struct Slice<'a, const T: usize> {
    /// The first row of each sequence of tiles; each has `T` rows, but for one that begins with the last row of all.
    pub first_rows: &'a [u32],
    /// The first tile of each sequence, then the second of each, and so on: [`Tile::PER_SLICE`] at a time. Sequences that have
    /// ended go on with [`Tile::ZERO`].
    pub tiles: &'a [Tile<T>],
}

/// `out` = `left` · `right` + `addend`, where `left` is given as slices.
///
/// `right` and `out` are panels whose rows have `width` vectors. `out` ends with the last row of `left`.
pub fn sliced_ell_product<'a, const T: usize>(
    slices: impl Iterator<Item = Slice<'a, T>>,
    right: &[Vector],
    width: usize,
    addend: Addend,
    out: &mut [Vector],
) {
    dispatch(Product { slices, right, width, addend, out });
}

struct Product<'b, I> {
    slices: I,
    right: &'b [Vector],
    width: usize,
    addend: Addend<'b>,
    out: &'b mut [Vector],
}

impl<'a, const T: usize, I: Iterator<Item = Slice<'a, T>>> WithSimd for Product<'_, I> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        for_row_of_registers!(self, simd, self.width * LANES / S::F32_LANES);
    }
}

impl<'a, const T: usize, I: Iterator<Item = Slice<'a, T>>> Product<'_, I> {
    /// Computes rows of `W` registers, `R` rows of a slice at once, or the `T` rows of one tile.
    #[inline(always)]
    fn rows<S: Simd, const R: usize, const W: usize>(self, simd: S) {
        match R / T {
            4 => self.tiles::<S, 4, W>(simd),
            2 => self.tiles::<S, 2, W>(simd),
            _ => self.tiles::<S, 1, W>(simd),
        }
    }

    /// Computes rows of `W` registers, those of `N` tiles of a slice at once.
    #[inline(always)]
    fn tiles<S: Simd, const N: usize, const W: usize>(self, simd: S) {
        let (right, _) = registers::<S>(self.right).as_chunks::<W>();
        let (out, _) = registers_mut::<S>(self.out).as_chunks_mut::<W>();
        let initial = self.addend.initial::<S, W>(simd);
        for slice in self.slices {
            for part in (0..Tile::<T>::PER_SLICE).step_by(N) {
                let mut sums = [[initial; T]; N];
                let first_row = |n: usize| slice.first_rows.get(part + n).map(|&row| row as usize);
                for n in 0..N {
                    if let (Addend::Output, Some(first)) = (self.addend, first_row(n)) {
                        sums[n].iter_mut().zip(&out[first..]).for_each(|(sum, out)| *sum = *out);
                    }
                }
                for tiles in slice.tiles.chunks_exact(Tile::<T>::PER_SLICE) {
                    for n in 0..N {
                        let Tile { column, values } = tiles[part + n];
                        for t in 0..T {
                            sums[n][t] =
                                add_entry(simd, sums[n][t], Entry { column, value: values[t] }, right);
                        }
                    }
                }
                for n in 0..N {
                    if let Some(first) = first_row(n) {
                        sums[n].iter().zip(&mut out[first..]).for_each(|(sum, out)| *out = *sum);
                    }
                }
            }
        }
    }
}
