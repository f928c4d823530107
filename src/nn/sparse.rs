//! Rows of numbers that are mostly zero, with the zeros left out.

use std::ops::Range;

use super::kernels::{self, Addend, BUNDLE, Term};
use super::matrix::{Matrix, Vector};

/// The numbers of each row that are not zero, with their places.
#[derive(Clone, Debug, Default)]
pub(super) struct Sparse {
    /// Where each row begins, and where the last one ends.
    starts: Vec<u32>,
    terms: Vec<Term>,
    /// The rows that hold something.
    pub filled: Vec<u32>,
}

impl Sparse {
    /// Takes rows and terms, the terms of a row in the order of their places.
    pub fn fill(&mut self, rows: usize, numbers: impl Iterator<Item = (u32, Term)> + Clone) {
        self.starts.clear();
        self.starts.resize(rows + 2, 0);
        let starts = &mut self.starts[..];
        numbers.clone().for_each(|(row, _)| starts[row as usize + 2] += 1);
        self.filled.clear();
        self.filled.extend((0..rows as u32).filter(|&row| starts[row as usize + 2] > 0));
        for row in 0..rows {
            starts[row + 2] += starts[row + 1];
        }
        self.terms.resize(starts[rows + 1] as usize, Term::default());
        let terms = &mut self.terms[..];
        numbers.for_each(|(row, term)| {
            let next = &mut starts[row as usize + 1]; // in the end it is where the row ends
            terms[*next as usize] = term;
            *next += 1;
        });
    }

    /// Takes rows of bytes, each of which stands for `value` of it; a byte of 0 for 0.
    pub fn of_bytes<'a>(rows: impl Iterator<Item = &'a [u8]>, value: &[f32; 256]) -> Sparse {
        let mut sparse = Sparse { starts: vec![0], ..Sparse::default() };
        for (row, bytes) in rows.enumerate() {
            let start = sparse.terms.len();
            sparse.terms.resize(start + bytes.len(), Term::default());
            let (terms, mut filled) = (&mut sparse.terms[start..], 0);
            for (place, &byte) in (0..).zip(bytes) {
                // No branch, which nobody could foresee: a zero is overwritten by the next.
                terms[filled] = Term { place, value: value[usize::from(byte)] };
                filled += usize::from(byte != 0);
            }
            sparse.terms.truncate(start + filled);
            sparse.starts.push(sparse.terms.len() as u32);
            sparse.filled.extend((filled > 0).then_some(row as u32));
        }
        sparse.starts.push(sparse.terms.len() as u32); // as `fill` leaves it
        sparse
    }

    /// The numbers of row `row` as those of columns, with `place` as their place.
    pub fn turned(&self, row: usize, place: usize) -> impl Iterator<Item = (u32, Term)> + Clone {
        let turn = move |term: &Term| (term.place, Term { place: place as u32, value: term.value });
        self.row(row).iter().map(turn)
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.starts.len().saturating_sub(2)
    }

    /// The terms of a row.
    #[inline(always)]
    pub fn row(&self, row: usize) -> &[Term] {
        &self.terms[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}

/// The same rows, ready for products: first their terms at some hundred places, then those at the next, block by
/// block, so that the rows of the other factor that they meet stay at hand.
#[derive(Clone, Debug)]
pub(super) struct Blocks(Vec<SlicedEll>);

/// Places that belong to one block: that many rows of up to 32 numbers fit into the first cache.
const BLOCK: usize = 400;

impl Blocks {
    /// Takes rows of `places` places. They can be multiplied in groups of `group`, a multiple of [`BUNDLE`].
    pub fn of(sparse: &Sparse, group: usize, places: usize) -> Blocks {
        let blocks = places.div_ceil(BLOCK);
        let bound = |block: usize| (block * places / blocks) as u32;
        let bundles = |block| SlicedEll::of(sparse, group, bound(block)..bound(block + 1));
        Blocks((0..blocks).map(bundles).collect())
    }

    /// `out` = these `rows`, whole groups, · `right` + `start`, which is one row that is added to all, or nothing.
    pub fn product(&self, rows: Range<usize>, right: &Matrix, start: Option<&Matrix>, out: &mut [Vector]) {
        let mut start = start.map_or(Addend::Zero, Addend::Row);
        for bundles in &self.0 {
            kernels::bundled_product(bundles.range(rows.clone()), rows.start, right, start, out);
            start = Addend::Sums;
        }
    }
}

/// The same rows in bundles of [`BUNDLE`] of like length, term by term, for loops that add all of a bundle at once.
/// Where a row is shorter than another one of its bundle, terms of zero stand in, which change no sum.
#[derive(Clone, Debug)]
struct SlicedEll {
    /// All rows, in groups, in each the shortest first.
    order: Vec<u32>,
    /// Where each bundle begins, and where the last one ends.
    starts: Vec<u32>,
    terms: Vec<[Term; BUNDLE]>,
}

impl SlicedEll {
    fn of(sparse: &Sparse, group: usize, places: Range<u32>) -> SlicedEll {
        let row = |row: u32| {
            let row = sparse.row(row as usize);
            let before = |bound| row.partition_point(|term| term.place < bound);
            &row[before(places.start)..before(places.end)]
        };
        let mut order: Vec<u32> = (0..sparse.rows() as u32).collect();
        for group in order.chunks_mut(group) {
            group.sort_by_key(|&number| row(number).len());
        }
        let (mut starts, mut terms) = (vec![0], Vec::new());
        for rows in order.chunks(BUNDLE) {
            let rows: Vec<&[Term]> = rows.iter().map(|&number| row(number)).collect();
            let longest = rows.iter().map(|row| row.len()).max().unwrap_or_default();
            let term = |r: usize, k| rows.get(r).and_then(|row| row.get(k)).copied().unwrap_or_default();
            terms.extend((0..longest).map(|k| std::array::from_fn(|r| term(r, k))));
            starts.push(terms.len() as u32);
        }
        SlicedEll { order, starts, terms }
    }

    /// Which rows each bundle of `rows` is for, and its terms.
    fn range(&self, rows: Range<usize>) -> impl Iterator<Item = (&[u32], &[[Term; BUNDLE]])> + Clone {
        let bundles = rows.start / BUNDLE..rows.end.div_ceil(BUNDLE);
        let terms = bundles.map(|bundle| {
            let (start, end) = (self.starts[bundle], self.starts[bundle + 1]);
            &self.terms[start as usize..end as usize]
        });
        self.order[rows].chunks(BUNDLE).zip(terms)
    }
}
