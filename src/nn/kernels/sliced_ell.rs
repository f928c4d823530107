//! Products with a sparse left factor in sliced ELL format.

#![expect(clippy::needless_range_loop, reason = "fixed loops over registers read best with indices")]

use pulp::{Simd, WithSimd};

use super::addend::Addend;
use super::csr::{Entry, add_entry};
use super::registers::{for_row_of_registers, registers, registers_mut};
use crate::nn::vector::{LANES, Vector};
use crate::vector_unit::dispatch;

/// Rows in a slice, whose sums are computed side by side to hide the latency of an addition.
pub const SLICE_HEIGHT: usize = 4;

/// A slice of a sliced ELL matrix: up to [`SLICE_HEIGHT`] rows, padded to the length of the longest one.
#[derive(Clone, Copy)]
pub struct Slice<'a> {
    /// The numbers of its rows.
    pub rows: &'a [u32],
    /// The first entry of each row, then the second of each, and so on; entries of zero are padding.
    pub entries: &'a [[Entry; SLICE_HEIGHT]],
}

/// `out` = `left` · `right` + `addend`, where `left` is given as slices.
///
/// `right` and `out` are panels whose rows have `width` vectors; the first row of `out` is row `first` of the product.
pub fn sliced_ell_product<'a>(
    slices: impl Iterator<Item = Slice<'a>>,
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

impl<'a, I: Iterator<Item = Slice<'a>>> WithSimd for Product<'_, I> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        for_row_of_registers!(self, simd, self.width * LANES / S::F32_LANES);
    }
}

impl<'a, I: Iterator<Item = Slice<'a>>> Product<'_, I> {
    /// Computes rows of `W` registers, `R` rows of a slice at once.
    #[inline(always)]
    fn rows<S: Simd, const R: usize, const W: usize>(self, simd: S) {
        let (right, _) = registers::<S>(self.right).as_chunks::<W>();
        let (out, _) = registers_mut::<S>(self.out).as_chunks_mut::<W>();
        let initial = self.addend.initial::<S, W>(simd);
        for slice in self.slices {
            for part in (0..SLICE_HEIGHT).step_by(R) {
                let mut sums = [initial; R];
                let place = |r: usize| slice.rows.get(part + r).map(|&row| row as usize - self.first);
                for r in 0..R {
                    if let (Addend::Output, Some(place)) = (self.addend, place(r)) {
                        sums[r] = out[place];
                    }
                }
                for entries in slice.entries {
                    for r in 0..R {
                        sums[r] = add_entry(simd, sums[r], entries[part + r], right);
                    }
                }
                for r in 0..R {
                    if let Some(place) = place(r) {
                        out[place] = sums[r];
                    }
                }
            }
        }
    }
}
