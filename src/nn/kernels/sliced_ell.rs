//! Products with a sparse left factor in sliced ELL format.

#![expect(clippy::needless_range_loop, reason = "fixed loops over registers read best with indices")]

use pulp::{Simd, WithSimd};

use super::addend::Addend;
use super::csr::{Entry, add_entry};
use super::dispatch::{dispatch, panel_width, registers, registers_mut};
use crate::nn::matrix::Matrix;
use crate::nn::vector::{LANES, Vector};

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
/// The first row of `out` is row `first` of the product.
pub fn sliced_ell_product<'a>(
    slices: impl Iterator<Item = Slice<'a>> + Clone,
    first: usize,
    right: &Matrix,
    addend: Addend,
    out: &mut [Vector],
) {
    dispatch(Product { slices, first, right, addend, out });
}

struct Product<'b, I> {
    slices: I,
    first: usize,
    right: &'b Matrix,
    addend: Addend<'b>,
    out: &'b mut [Vector],
}

impl<'a, I: Iterator<Item = Slice<'a>> + Clone> WithSimd for Product<'_, I> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let row = self.right.stride() * LANES / S::F32_LANES;
        match panel_width(row) {
            8 => self.panels::<S, 1, 8>(simd, row / 8),
            4 => self.panels::<S, 2, 4>(simd, row / 4),
            3 => self.panels::<S, 2, 3>(simd, row / 3),
            2 => self.panels::<S, 4, 2>(simd, row / 2),
            _ => self.panels::<S, 4, 1>(simd, row),
        }
    }
}

impl<'a, I: Iterator<Item = Slice<'a>> + Clone> Product<'_, I> {
    /// Computes the product in `panels` panels of `W` registers, each from the top down, `R` rows of a slice at once.
    #[inline(always)]
    fn panels<S: Simd, const R: usize, const W: usize>(self, simd: S, panels: usize) {
        let (right, _) = registers::<S>(self.right.vectors()).as_chunks::<W>();
        let (out, _) = registers_mut::<S>(self.out).as_chunks_mut::<W>();
        for panel in 0..panels {
            let initial = self.addend.initial::<S, W>(simd, panel);
            for slice in self.slices.clone() {
                for part in (0..SLICE_HEIGHT).step_by(R) {
                    let mut sums = [initial; R];
                    let at = |r: usize| {
                        slice.rows.get(part + r).map(|&row| (row as usize - self.first) * panels + panel)
                    };
                    for r in 0..R {
                        if let (Addend::Output, Some(at)) = (self.addend, at(r)) {
                            sums[r] = out[at];
                        }
                    }
                    for entries in slice.entries {
                        for r in 0..R {
                            sums[r] = add_entry(simd, sums[r], entries[part + r], right, panel, panels);
                        }
                    }
                    for r in 0..R {
                        if let Some(at) = at(r) {
                            out[at] = sums[r];
                        }
                    }
                }
            }
        }
    }
}
