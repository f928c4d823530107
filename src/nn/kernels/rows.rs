//! The left factors of a product: rows as they lie in memory, columns of them, rows without their zeros.

#![expect(clippy::needless_range_loop, reason = "fixed loops over registers read best by their numbers")]

use super::multiply::{Matrix, Sums, add_scaled};

/// The left factor: rows of numbers, of which some may be known to be zero.
pub trait Rows {
    /// How many rows there are.
    fn count(&self) -> usize;

    /// Which row is done as number `r`.
    #[inline(always)]
    fn place(&self, r: usize) -> usize {
        r
    }

    /// Adds the rows done as numbers `first` to `first + R` times the columns of `matrix`, in `W` windows of
    /// `L` lanes, to `sums`.
    fn add<const R: usize, const W: usize, const L: usize>(
        &self,
        first: usize,
        matrix: Matrix,
        windows: [usize; W],
        sums: Sums<R, W, L>,
    ) -> Sums<R, W, L>;
}

/// Rows of a matrix as it lies in memory, all of them or chosen ones.
pub struct DenseRows<F> {
    /// How many rows.
    pub count: usize,
    /// Row `r`.
    pub row: F,
    /// Numbers in a row.
    pub length: usize,
}

impl<'a, F: Fn(usize) -> &'a [f32]> Rows for DenseRows<F> {
    fn count(&self) -> usize {
        self.count
    }

    #[inline(always)]
    fn add<const R: usize, const W: usize, const L: usize>(
        &self,
        first: usize,
        matrix: Matrix,
        windows: [usize; W],
        mut sums: Sums<R, W, L>,
    ) -> Sums<R, W, L> {
        let rows: [&[f32]; R] = std::array::from_fn(|r| (self.row)(first + r));
        for i in 0..self.length {
            let terms = matrix.load::<W, L>(i, windows);
            for r in 0..R {
                sums[r] = add_scaled(rows[r][i], terms, sums[r]);
            }
        }
        sums
    }
}

/// Columns of a matrix as it lies in memory: the transposed matrix, row by row.
pub struct DenseColumns<F> {
    /// How many columns.
    pub count: usize,
    /// How many rows.
    pub length: usize,
    /// Row `i` of the matrix.
    pub row: F,
}

impl<'a, F: Fn(usize) -> &'a [f32]> Rows for DenseColumns<F> {
    fn count(&self) -> usize {
        self.count
    }

    #[inline(always)]
    fn add<const R: usize, const W: usize, const L: usize>(
        &self,
        first: usize,
        matrix: Matrix,
        windows: [usize; W],
        mut sums: Sums<R, W, L>,
    ) -> Sums<R, W, L> {
        for i in 0..self.length {
            let terms = matrix.load::<W, L>(i, windows);
            let factors = &(self.row)(i)[first..first + R];
            for r in 0..R {
                sums[r] = add_scaled(factors[r], terms, sums[r]);
            }
        }
        sums
    }
}

/// A number of a row of which the zeros are left out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Term {
    /// Where in the row it stands.
    pub place: u32,
    /// The number.
    pub value: f32,
}

/// Rows of which only the numbers that are not zero are given.
pub struct SparseRows<F, P> {
    /// How many rows.
    pub count: usize,
    /// Which row is done as number `r`; each once.
    pub place: P,
    /// The row at a place.
    pub row: F,
}

impl<'a, F: Fn(usize) -> &'a [Term], P: Fn(usize) -> usize> Rows for SparseRows<F, P> {
    fn count(&self) -> usize {
        self.count
    }

    #[inline(always)]
    fn place(&self, r: usize) -> usize {
        (self.place)(r)
    }

    #[inline(always)]
    fn add<const R: usize, const W: usize, const L: usize>(
        &self,
        first: usize,
        matrix: Matrix,
        windows: [usize; W],
        mut sums: Sums<R, W, L>,
    ) -> Sums<R, W, L> {
        let rows: [&[Term]; R] = std::array::from_fn(|r| (self.row)(self.place(first + r)));
        let common = rows.iter().map(|row| row.len()).min().unwrap_or(0);
        let (heads, tails): ([&[Term]; R], [&[Term]; R]) =
            (rows.map(|row| &row[..common]), rows.map(|row| &row[common..]));
        for k in 0..common {
            for r in 0..R {
                let Term { place, value } = heads[r][k];
                sums[r] = add_scaled(value, matrix.load(place as usize, windows), sums[r]);
            }
        }
        for r in 0..R {
            for &Term { place, value } in tails[r] {
                sums[r] = add_scaled(value, matrix.load(place as usize, windows), sums[r]);
            }
        }
        sums
    }
}
