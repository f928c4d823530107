//! `out` = rows · matrix: the one loop behind the forward pass, the deltas and the gradients.
//!
//! Every output is added up from the first term to the last, whatever the blocking, so the bits are those of
//! the plain loop; terms whose left factor is zero add nothing and may be left out. The speed comes from three
//! things: a few outputs of a few rows stay in registers while the terms stream by; enough of them at once to
//! hide the latency of an addition; and the last window of a width that is no multiple of the lanes overlaps
//! the one before it, so that there is no remainder (both write the same numbers).

use super::dispatch;

/// Numbers that one vector instruction handles, on the widest vector unit there is.
const LANES: usize = 16;

/// The left factor: rows of numbers, of which some may be known to be zero.
pub trait Rows {
    /// How many rows there are.
    fn count(&self) -> usize;

    /// Adds rows `first` to `first + R` times the columns of `matrix` in `W` windows of `L` lanes to `sums`.
    fn add<const R: usize, const W: usize, const L: usize>(
        &self,
        first: usize,
        matrix: &Matrix,
        windows: [usize; W],
        sums: &mut Sums<R, W, L>,
    );
}

/// The right factor, row by row.
pub struct Matrix<'a> {
    /// All numbers.
    pub values: &'a [f32],
    /// Columns.
    pub width: usize,
}

/// Outputs in the making: rows × windows × lanes.
type Sums<const R: usize, const W: usize, const L: usize> = [[[f32; L]; W]; R];

impl Matrix<'_> {
    /// The windows of row `i`.
    #[inline(always)]
    fn load<const W: usize, const L: usize>(&self, i: usize, windows: [usize; W]) -> [[f32; L]; W] {
        let row = &self.values[i * self.width..][..self.width];
        windows.map(|window| lanes(row, window))
    }
}

#[inline(always)]
fn lanes<const L: usize>(row: &[f32], window: usize) -> [f32; L] {
    let mut lanes = [0.0; L];
    lanes.copy_from_slice(&row[window..window + L]);
    lanes
}

#[inline(always)]
fn add_scaled<const W: usize, const L: usize>(x: f32, row: &[[f32; L]; W], sums: &mut [[f32; L]; W]) {
    for w in 0..W {
        for l in 0..L {
            sums[w][l] = x.mul_add(row[w][l], sums[w][l]);
        }
    }
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
        matrix: &Matrix,
        windows: [usize; W],
        sums: &mut Sums<R, W, L>,
    ) {
        let rows: [&[f32]; R] = std::array::from_fn(|r| (self.row)(first + r));
        for i in 0..self.length {
            let terms = matrix.load::<W, L>(i, windows);
            for (row, sums) in rows.iter().zip(&mut *sums) {
                add_scaled(row[i], &terms, sums);
            }
        }
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
        matrix: &Matrix,
        windows: [usize; W],
        sums: &mut Sums<R, W, L>,
    ) {
        for i in 0..self.length {
            let terms = matrix.load::<W, L>(i, windows);
            let factors = &(self.row)(i)[first..first + R];
            for r in 0..R {
                add_scaled(factors[r], &terms, &mut sums[r]);
            }
        }
    }
}

/// Rows of which only the numbers that are not zero are given, with their places.
pub struct SparseRows<F> {
    /// How many rows.
    pub count: usize,
    /// The places and the values of row `r`.
    pub row: F,
}

impl<'a, F: Fn(usize) -> (&'a [u32], &'a [f32])> Rows for SparseRows<F> {
    fn count(&self) -> usize {
        self.count
    }

    #[inline(always)]
    fn add<const R: usize, const W: usize, const L: usize>(
        &self,
        first: usize,
        matrix: &Matrix,
        windows: [usize; W],
        sums: &mut Sums<R, W, L>,
    ) {
        let rows: [(&[u32], &[f32]); R] = std::array::from_fn(|r| (self.row)(first + r));
        let common = rows.iter().map(|(places, _)| places.len()).min().unwrap_or(0);
        for k in 0..common {
            for r in 0..R {
                let (places, values) = rows[r];
                add_scaled(values[k], &matrix.load(places[k] as usize, windows), &mut sums[r]);
            }
        }
        for r in 0..R {
            let (places, values) = rows[r];
            for (&place, &value) in places[common..].iter().zip(&values[common..]) {
                add_scaled(value, &matrix.load(place as usize, windows), &mut sums[r]);
            }
        }
    }
}

/// `out` = `start` + `rows` · `matrix`; `start` is one row that every output row begins with, zeros if empty.
pub fn multiply(rows: &impl Rows, matrix: &Matrix, start: &[f32], out: &mut [f32]) {
    dispatch(
        #[inline(always)]
        || match matrix.width {
            0 => {}
            1 => panels::<1>(rows, matrix, start, out),
            2..4 => panels::<2>(rows, matrix, start, out),
            4..8 => panels::<4>(rows, matrix, start, out),
            8..LANES => panels::<8>(rows, matrix, start, out),
            _ => panels::<LANES>(rows, matrix, start, out),
        },
    );
}

/// Goes through the columns, four, two or one window at a time.
#[inline(always)]
fn panels<const L: usize>(rows: &impl Rows, matrix: &Matrix, start: &[f32], out: &mut [f32]) {
    let last = matrix.width - L;
    let window = |number: usize| (number * L).min(last);
    let count = matrix.width.div_ceil(L);
    let mut done = 0;
    while done < count {
        match count - done {
            1 => {
                blocks::<8, 1, L>(rows, matrix, [window(done)], start, out);
                done += 1;
            }
            2 | 3 => {
                blocks::<4, 2, L>(rows, matrix, [window(done), window(done + 1)], start, out);
                done += 2;
            }
            _ => {
                let windows = [0, 1, 2, 3].map(|next| window(done + next));
                blocks::<3, 4, L>(rows, matrix, windows, start, out);
                done += 4;
            }
        }
    }
}

/// Goes through the rows, `R` at a time, and through the rest one by one.
#[inline(always)]
fn blocks<const R: usize, const W: usize, const L: usize>(
    rows: &impl Rows,
    matrix: &Matrix,
    windows: [usize; W],
    start: &[f32],
    out: &mut [f32],
) {
    let beginning = if start.is_empty() { [[0.0; L]; W] } else { windows.map(|window| lanes(start, window)) };
    let whole = rows.count() / R * R;
    for first in (0..whole).step_by(R) {
        let mut sums = [beginning; R];
        rows.add::<R, W, L>(first, matrix, windows, &mut sums);
        store(&sums, first, matrix.width, windows, out);
    }
    for first in whole..rows.count() {
        let mut sums = [beginning; 1];
        rows.add::<1, W, L>(first, matrix, windows, &mut sums);
        store(&sums, first, matrix.width, windows, out);
    }
}

#[inline(always)]
fn store<const R: usize, const W: usize, const L: usize>(
    sums: &Sums<R, W, L>,
    first: usize,
    width: usize,
    windows: [usize; W],
    out: &mut [f32],
) {
    for (r, sums) in sums.iter().enumerate() {
        let row = &mut out[(first + r) * width..][..width];
        for (&window, sums) in windows.iter().zip(sums) {
            row[window..window + L].copy_from_slice(sums);
        }
    }
}

/// `out` += the sum over the rows of row × its line of `matrix` at each of its places: the gradient of a few
/// examples, which touches only their pixels. Added from the first example to the last.
pub fn scatter<'a>(
    count: usize,
    row: impl Fn(usize) -> (&'a [u32], &'a [f32]),
    matrix: &Matrix,
    out: &mut [f32],
) {
    let width = matrix.width;
    dispatch(
        #[inline(always)]
        || {
            for (n, delta) in matrix.values.chunks_exact(width).enumerate().take(count) {
                let (places, values) = row(n);
                for (&place, &x) in places.iter().zip(values) {
                    let out = &mut out[place as usize * width..][..width];
                    for (out, &delta) in out.iter_mut().zip(delta) {
                        *out = x.mul_add(delta, *out);
                    }
                }
            }
        },
    );
}
