//! `out` = rows · matrix: the one loop behind the forward pass, the deltas and the gradients.
//!
//! Every output is added up from the first term to the last, whatever the blocking, so the bits are those of
//! the plain loop; terms whose left factor is zero add nothing and may be left out. The speed comes from three
//! things: a few outputs of a few rows stay in registers while the terms stream by; enough of them at once to
//! hide the latency of an addition; and the last window of a width that is no multiple of the lanes overlaps
//! the one before it, so that there is no remainder (both write the same numbers).

use super::dispatch;
use super::rows::{Rows, Term};

/// Numbers that one vector instruction handles, on the widest vector unit there is.
const LANES: usize = 16;

/// The right factor, row by row.
#[derive(Clone, Copy)]
pub struct Matrix<'a> {
    /// All numbers.
    pub values: &'a [f32],
    /// Columns.
    pub width: usize,
    /// From the beginning of one row to that of the next.
    pub stride: usize,
}

/// Room for a copy of a matrix whose rows begin at the boundaries of cache lines: a load that crosses one costs
/// two, so the copy pays if each row is used many times.
#[derive(Clone, Debug, Default)]
pub struct Aligned {
    room: Vec<f32>,
}

impl Aligned {
    /// Bytes of a cache line.
    const LINE: usize = 64;

    /// Copies `matrix`, if it is wide enough for that to matter.
    pub fn copy<'a>(&'a mut self, matrix: Matrix<'a>) -> Matrix<'a> {
        if matrix.width < LANES {
            return matrix;
        }
        let stride = matrix.width.next_multiple_of(LANES);
        let rows = matrix.values.len() / matrix.stride;
        self.room.resize(rows * stride + LANES, 0.0);
        let start = self.room.as_ptr().align_offset(Self::LINE).min(LANES);
        let copy = &mut self.room[start..start + rows * stride];
        for (to, from) in copy.chunks_exact_mut(stride).zip(matrix.values.chunks_exact(matrix.stride)) {
            to[..matrix.width].copy_from_slice(&from[..matrix.width]);
        }
        Matrix { values: copy, width: matrix.width, stride }
    }
}

/// What a product is added to.
#[derive(Clone, Copy)]
pub enum Start<'a> {
    /// Nothing.
    Zero,
    /// The same row everywhere, as the biases are.
    Row(&'a [f32]),
}

/// Outputs in the making: rows × windows × lanes.
pub type Sums<const R: usize, const W: usize, const L: usize> = [[[f32; L]; W]; R];

impl Matrix<'_> {
    /// The windows of row `i`.
    #[inline(always)]
    pub fn load<const W: usize, const L: usize>(self, i: usize, windows: [usize; W]) -> [[f32; L]; W] {
        let row = &self.values[i * self.stride..][..self.stride];
        windows.map(|window| lanes(row, window))
    }
}

#[inline(always)]
fn lanes<const L: usize>(row: &[f32], window: usize) -> [f32; L] {
    let mut lanes = [0.0; L];
    lanes.copy_from_slice(&row[window..window + L]);
    lanes
}

/// The same where the row may end within the window.
#[inline(always)]
fn cut_lanes<const L: usize>(row: &[f32], window: usize) -> [f32; L] {
    match row.get(window..window + L) {
        Some(_) => lanes(row, window),
        None => std::array::from_fn(|l| row.get(window + l).copied().unwrap_or(0.0)),
    }
}

/// `sums` + `x` · `row`, each number rounded once.
#[inline(always)]
pub fn add_scaled<const W: usize, const L: usize>(
    x: f32,
    row: [[f32; L]; W],
    mut sums: [[f32; L]; W],
) -> [[f32; L]; W] {
    for w in 0..W {
        for l in 0..L {
            sums[w][l] = x.mul_add(row[w][l], sums[w][l]);
        }
    }
    sums
}

/// `out` = `start` + `rows` · `matrix`.
pub fn multiply(rows: &impl Rows, matrix: Matrix, start: Start, out: &mut [f32]) {
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
fn panels<const L: usize>(rows: &impl Rows, matrix: Matrix, start: Start, out: &mut [f32]) {
    // Where rows are padded, the last window reaches into the padding; else it overlaps the one before.
    let last = matrix.stride - L;
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
    matrix: Matrix,
    windows: [usize; W],
    start: Start,
    out: &mut [f32],
) {
    let whole = rows.count() / R * R;
    for first in (0..whole).step_by(R) {
        let places = std::array::from_fn(|r| rows.place(first + r));
        let sums: Sums<R, W, L> = rows.add(first, matrix, windows, begin(start, windows));
        store(&sums, places, matrix.width, windows, out);
    }
    for first in whole..rows.count() {
        let places = [rows.place(first)];
        let sums: Sums<1, W, L> = rows.add(first, matrix, windows, begin(start, windows));
        store(&sums, places, matrix.width, windows, out);
    }
}

#[inline(always)]
fn begin<const R: usize, const W: usize, const L: usize>(start: Start, windows: [usize; W]) -> Sums<R, W, L> {
    match start {
        Start::Zero => [[[0.0; L]; W]; R],
        Start::Row(row) => [windows.map(|window| cut_lanes(row, window)); R],
    }
}

#[inline(always)]
fn store<const R: usize, const W: usize, const L: usize>(
    sums: &Sums<R, W, L>,
    places: [usize; R],
    width: usize,
    windows: [usize; W],
    out: &mut [f32],
) {
    for (place, sums) in places.into_iter().zip(sums) {
        let row = &mut out[place * width..][..width];
        for (&window, sums) in windows.iter().zip(sums) {
            match row.get_mut(window..window + L) {
                Some(row) => row.copy_from_slice(sums),
                None => row[window..].copy_from_slice(&sums[..width - window]),
            }
        }
    }
}

/// `out` += the sum over the rows of row × its line of `matrix` at each of its places: the gradient of a few
/// examples, which touches only their pixels. Added from the first example to the last.
pub fn scatter<'a>(count: usize, row: impl Fn(usize) -> &'a [Term], matrix: Matrix, out: &mut [f32]) {
    let width = matrix.width;
    dispatch(
        #[inline(always)]
        || {
            for (n, delta) in matrix.values.chunks_exact(matrix.stride).enumerate().take(count) {
                for &Term { place, value } in row(n) {
                    let out = &mut out[place as usize * width..][..width];
                    for (out, &delta) in out.iter_mut().zip(delta) {
                        *out = value.mul_add(delta, *out);
                    }
                }
            }
        },
    );
}
