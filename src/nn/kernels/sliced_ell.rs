//! Products with a sparse left factor in sliced ELL format.

#![expect(clippy::needless_range_loop, reason = "fixed loops over registers read best with indices")]

use super::addend::Addend;
use super::csr::{Entry, add_entry};
use super::dispatch::dispatch;
use crate::nn::matrix::Matrix;
use crate::nn::vector::Vector;

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
    dispatch(
        #[inline(always)]
        || match right.stride() {
            0 => {}
            1 => panels::<1>(slices, first, right, addend, out),
            2 => panels::<2>(slices, first, right, addend, out),
            3 => panels::<3>(slices, first, right, addend, out),
            _ => panels::<4>(slices, first, right, addend, out),
        },
    );
}

#[inline(always)]
fn panels<'a, const W: usize>(
    slices: impl Iterator<Item = Slice<'a>> + Clone,
    first: usize,
    right: &Matrix,
    addend: Addend,
    out: &mut [Vector],
) {
    let stride = right.stride() / W;
    let (right, _) = right.vectors().as_chunks::<W>();
    let (out, _) = out.as_chunks_mut::<W>();
    for panel in 0..stride {
        let initial = addend.initial::<W>(panel);
        for slice in slices.clone() {
            let mut sums = [initial; SLICE_HEIGHT];
            for r in 0..SLICE_HEIGHT {
                if let (Addend::Output, Some(&row)) = (addend, slice.rows.get(r)) {
                    sums[r] = out[(row as usize - first) * stride + panel];
                }
            }
            for entries in slice.entries {
                for r in 0..SLICE_HEIGHT {
                    add_entry(&mut sums[r], entries[r], right, panel, stride);
                }
            }
            for r in 0..SLICE_HEIGHT {
                if let Some(&row) = slice.rows.get(r) {
                    out[(row as usize - first) * stride + panel] = sums[r];
                }
            }
        }
    }
}
