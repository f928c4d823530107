//! Products whose left factor is mostly zero: zeros add nothing and are left out, so the results are those of
//! the plain loop over all numbers, to the bit.

#![expect(clippy::needless_range_loop, reason = "fixed loops over registers read best by their numbers")]

use super::dispatch;
use crate::nn::matrix::{Matrix, Vector};

/// A number of a row of which the zeros are left out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Term {
    /// Where in the row it stands.
    pub place: u32,
    /// The number.
    pub value: f32,
}

/// `out` = `rows` · `right` + `start`, where `start` is one row that is added to all, or nothing.
///
/// Only the rows that `order` names are done, in that order. A few rows at a time hide the
/// latency of an addition, best if those that follow each other are of like length.
pub fn sparse_product<'a>(
    order: impl ExactSizeIterator<Item = usize> + Clone,
    row: impl Fn(usize) -> &'a [Term],
    right: &Matrix,
    start: Option<&Matrix>,
    out: &mut [Vector],
) {
    dispatch(
        #[inline(always)]
        || match right.per_row() {
            0 => {}
            1 => panels::<8, 1>(order, row, right, start, out),
            2 => panels::<4, 2>(order, row, right, start, out),
            3 => panels::<2, 3>(order, row, right, start, out),
            _ => panels::<2, 4>(order, row, right, start, out),
        },
    );
}

/// Goes through the columns, `W` vectors at a time, and through the rows, `R` at a time.
#[inline(always)]
fn panels<'a, const R: usize, const W: usize>(
    order: impl ExactSizeIterator<Item = usize> + Clone,
    row: impl Fn(usize) -> &'a [Term],
    right: &Matrix,
    start: Option<&Matrix>,
    out: &mut [Vector],
) {
    let per_row = right.per_row() / W;
    let (right, _) = right.vectors().as_chunks::<W>();
    let (out, _) = out.as_chunks_mut::<W>();
    for panel in 0..per_row {
        let begin = start.map_or([Vector::default(); W], |start| start.vectors().as_chunks::<W>().0[panel]);
        let mut order = order.clone();
        while order.len() >= R {
            let (mut places, mut rows) = ([0; R], [[].as_slice(); R]);
            for r in 0..R {
                places[r] = order.next().unwrap_or_default();
                rows[r] = row(places[r]);
            }
            let sums = block::<R, W>(rows, right, (panel, per_row), begin);
            for r in 0..R {
                out[places[r] * per_row + panel] = sums[r];
            }
        }
        for place in order {
            [out[place * per_row + panel]] = block::<1, W>([row(place)], right, (panel, per_row), begin);
        }
    }
}

#[inline(always)]
fn block<const R: usize, const W: usize>(
    rows: [&[Term]; R],
    right: &[[Vector; W]],
    (panel, per_row): (usize, usize),
    begin: [Vector; W],
) -> [[Vector; W]; R] {
    let mut sums = [begin; R];
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
            add(&mut sums[r], heads[r][k], right, (panel, per_row));
        }
    }
    for r in 0..R {
        for &term in &rows[r][common..] {
            add(&mut sums[r], term, right, (panel, per_row));
        }
    }
    sums
}

#[inline(always)]
fn add<const W: usize>(
    sums: &mut [Vector; W],
    term: Term,
    right: &[[Vector; W]],
    (panel, per_row): (usize, usize),
) {
    let row = right[term.place as usize * per_row + panel];
    for w in 0..W {
        sums[w] = sums[w].plus_scaled(term.value, row[w]);
    }
}

/// Rows whose terms are added side by side.
pub const BUNDLE: usize = 4;

/// What a product is added to.
#[derive(Clone, Copy)]
pub enum Addend<'a> {
    /// Nothing.
    Zero,
    /// The same row everywhere, as the biases are.
    Row(&'a Matrix),
    /// What is there already.
    Sums,
}

/// The same for rows in bundles: which rows of `out` a bundle is for, counted from `first`, and its terms.
pub fn bundled_product<'a>(
    bundles: impl Iterator<Item = (&'a [u32], &'a [[Term; BUNDLE]])> + Clone,
    first: usize,
    right: &Matrix,
    start: Addend,
    out: &mut [Vector],
) {
    dispatch(
        #[inline(always)]
        || match right.per_row() {
            0 => {}
            1 => bundle_panels::<1>(bundles, first, right, start, out),
            2 => bundle_panels::<2>(bundles, first, right, start, out),
            3 => bundle_panels::<3>(bundles, first, right, start, out),
            _ => bundle_panels::<4>(bundles, first, right, start, out),
        },
    );
}

#[inline(always)]
fn bundle_panels<'a, const W: usize>(
    bundles: impl Iterator<Item = (&'a [u32], &'a [[Term; BUNDLE]])> + Clone,
    first: usize,
    right: &Matrix,
    start: Addend,
    out: &mut [Vector],
) {
    let per_row = right.per_row() / W;
    let (right, _) = right.vectors().as_chunks::<W>();
    let (out, _) = out.as_chunks_mut::<W>();
    for panel in 0..per_row {
        let begin = match start {
            Addend::Row(row) => row.vectors().as_chunks::<W>().0[panel],
            Addend::Zero | Addend::Sums => [Vector::default(); W],
        };
        for (places, terms) in bundles.clone() {
            let mut sums = [begin; BUNDLE];
            for r in 0..BUNDLE {
                if let (Addend::Sums, Some(&place)) = (start, places.get(r)) {
                    sums[r] = out[(place as usize - first) * per_row + panel];
                }
            }
            for terms in terms {
                for r in 0..BUNDLE {
                    add(&mut sums[r], terms[r], right, (panel, per_row));
                }
            }
            for r in 0..BUNDLE {
                if let Some(&place) = places.get(r) {
                    out[(place as usize - first) * per_row + panel] = sums[r];
                }
            }
        }
    }
}

/// `out` += the terms of each of the `rows` times its row of `right`: where rows are few, this is faster than
/// to put the terms in the order of their places. Added from the first row to the last.
pub fn scatter<'a>(rows: impl Iterator<Item = &'a [Term]>, right: &Matrix, out: &mut Matrix) {
    dispatch(
        #[inline(always)]
        || match right.per_row() {
            0 => {}
            1 => scatter_panels::<1>(rows, right, out),
            2 => scatter_panels::<2>(rows, right, out),
            3 => scatter_panels::<3>(rows, right, out),
            _ => scatter_panels::<4>(rows, right, out),
        },
    );
}

#[inline(always)]
fn scatter_panels<'a, const W: usize>(
    rows: impl Iterator<Item = &'a [Term]>,
    right: &Matrix,
    out: &mut Matrix,
) {
    let per_row = right.per_row() / W;
    let (right, _) = right.vectors().as_chunks::<W>();
    let (out, _) = out.vectors_mut().as_chunks_mut::<W>();
    for (row, right) in rows.zip(right.chunks_exact(per_row)) {
        for (panel, numbers) in right.iter().enumerate() {
            for term in row {
                let sums = &mut out[term.place as usize * per_row + panel];
                for w in 0..W {
                    sums[w] = sums[w].plus_scaled(term.value, numbers[w]);
                }
            }
        }
    }
}
