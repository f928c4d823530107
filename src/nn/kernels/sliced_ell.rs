//! Products with a sparse left factor in sliced ELL format.

#![expect(clippy::needless_range_loop, reason = "fixed loops over registers read best with indices")]

use pulp::{Simd, WithSimd};

use super::addend::Addend;
use super::registers::{for_row_of_registers, registers, registers_mut};
use crate::nn::vector::{LANES, Vector};
use crate::vector_unit::dispatch;

/// Rows in a slice, whose sums are computed side by side to hide the latency of an addition.
pub const SLICE_HEIGHT: usize = 4;

/// A tile of `T` × 1 numbers: those of `T` consecutive rows in one column.
///
/// The rows of a tile share the loads of a row of the right factor, and loads are what these products wait for. Where `T` rows
/// have nearly the same columns, that is worth the zeros that fill the tiles up.
#[derive(Clone, Copy, Debug)]
pub struct Tile<const T: usize> {
    /// The column.
    pub column: u32,
    /// The number of each row; 0 where a row has none.
    pub values: [f32; T],
}

impl<const T: usize> Tile<T> {
    /// A tile that changes no sum.
    pub const ZERO: Tile<T> = Tile { column: 0, values: [0.0; T] };
    /// The tiles side by side in a slice.
    pub const PER_SLICE: usize = SLICE_HEIGHT / T;
}

/// A slice of a sliced ELL matrix: up to [`SLICE_HEIGHT`] rows in tiles, padded to the length of the longest ones.
#[derive(Clone, Copy)]
pub struct Slice<'a, const T: usize> {
    /// The first row of each tile.
    pub first_rows: &'a [u32],
    /// The first tile of each of these rows, then the second of each, and so on.
    pub tiles: &'a [Tile<T>],
}

/// `out` = `left` · `right` + `addend`, where `left` is given as slices.
///
/// `right` and `out` are panels whose rows have `width` vectors; the first row of `out` is row `first` of the product.
pub fn sliced_ell_product<'a, const T: usize>(
    slices: impl Iterator<Item = Slice<'a, T>>,
    first: usize,
    right: &[Vector],
    width: usize,
    addend: Addend,
    out: &mut [Vector],
) {
    dispatch(Product { slices, first, right, width, addend, out });
}

struct Product<'b, I> {
    slices: I,
    first: usize,
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
                let place = |n: usize| slice.first_rows.get(part + n).map(|&row| row as usize - self.first);
                for n in 0..N {
                    if let (Addend::Output, Some(place)) = (self.addend, place(n)) {
                        sums[n].iter_mut().zip(&out[place..]).for_each(|(sum, out)| *sum = *out);
                    }
                }
                for tiles in slice.tiles.chunks_exact(Tile::<T>::PER_SLICE) {
                    for n in 0..N {
                        sums[n] = add_tile(simd, sums[n], tiles[part + n], right);
                    }
                }
                for n in 0..N {
                    if let Some(place) = place(n) {
                        sums[n].iter().zip(&mut out[place..]).for_each(|(sum, out)| *out = *sum);
                    }
                }
            }
        }
    }
}

/// `sums` + a tile times its row of `right`.
#[inline(always)]
fn add_tile<S: Simd, const T: usize, const W: usize>(
    simd: S,
    mut sums: [[S::f32s; W]; T],
    tile: Tile<T>,
    right: &[[S::f32s; W]],
) -> [[S::f32s; W]; T] {
    let row = &right[tile.column as usize];
    for t in 0..T {
        let factor = simd.splat_f32s(tile.values[t]);
        for w in 0..W {
            sums[t][w] = simd.mul_add_f32s(factor, row[w], sums[t][w]);
        }
    }
    sums
}
