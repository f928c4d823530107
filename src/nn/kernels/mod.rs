//! The fast loops. Each says in its first line what it computes; each adds in an order that does not
//! depend on the machine, so that the same numbers come out everywhere, to the last bit.
//!
//! The loops are plain Rust; [`dispatch`] compiles them for the vector units a processor may have and
//! picks at run time. Every product is added with one rounding (`mul_add`), as all of those units do.

mod dense;
mod dots;
mod functions;
mod score;
mod sparse;
mod transpose;

use std::ops::BitAnd;
use std::sync::LazyLock;

use pulp::Arch;

use super::matrix::{LANES, Matrix, Vector};

pub use dense::{affine, product};
pub use dots::{dots, sums, total};
#[cfg(test)]
pub use functions::exp;
pub use functions::{sigmoid, softmax, tanh};
pub use score::{count_correct, squared_error};
pub use sparse::{Addend, BUNDLE, Term, bundled_product, scatter, sparse_product};
pub use transpose::{transpose, transpose_back};

/// Set to anything, this variable turns the vector units off. The numbers stay the same, as a test shows.
const SWITCH: &str = "OVERFIT_PLAIN";

/// Runs `loops` as compiled for the best vector unit of this processor.
#[inline(always)]
fn dispatch<R>(loops: impl FnOnce() -> R) -> R {
    static ARCH: LazyLock<Option<Arch>> =
        LazyLock::new(|| std::env::var_os(SWITCH).is_none().then(Arch::new));
    match *ARCH {
        Some(arch) => arch.dispatch(loops),
        None => loops(),
    }
}

impl Vector {
    /// The same number in every lane.
    #[inline(always)]
    pub fn splat(x: f32) -> Vector {
        Vector([x; LANES])
    }

    /// Replaces every number by `f` of it and its partner.
    #[inline(always)]
    pub fn zip(&mut self, other: &Vector, f: impl Fn(f32, f32) -> f32) {
        let (a, b) = (self.0, other.0);
        self.0 = std::array::from_fn(|lane| f(a[lane], b[lane]));
    }

    /// This + `x` · `row`.
    #[inline(always)]
    fn plus_scaled(mut self, x: f32, row: Vector) -> Vector {
        for lane in 0..LANES {
            self.0[lane] = x.mul_add(row.0[lane], self.0[lane]);
        }
        self
    }

    /// This + the products of the lanes.
    #[inline(always)]
    fn plus_product(mut self, a: Vector, b: Vector) -> Vector {
        for lane in 0..LANES {
            self.0[lane] = a.0[lane].mul_add(b.0[lane], self.0[lane]);
        }
        self
    }

    /// This, with 1 wherever the size of `numbers` is beyond `limit` or not a number.
    #[inline(always)]
    fn or_beyond(mut self, limit: f32, numbers: Vector) -> Vector {
        for lane in 0..LANES {
            let within = numbers.0[lane].abs() <= limit;
            self.0[lane] = if within { self.0[lane] } else { 1.0 };
        }
        self
    }

    /// The sum of the lanes: of the halves, of the halves of that, and so on.
    #[inline(always)]
    fn fold(self) -> f32 {
        let eight: [f32; 8] = halves(self.0);
        let four: [f32; 4] = halves(eight);
        let two: [f32; 2] = halves(four);
        two[0] + two[1]
    }
}

/// The first half plus the second.
#[inline(always)]
fn halves<const N: usize, const HALF: usize>(lanes: [f32; N]) -> [f32; HALF] {
    let mut sums = [0.0; HALF];
    for lane in 0..HALF {
        sums[lane] = lanes[lane] + lanes[lane + HALF];
    }
    sums
}

/// Replaces every number by `f` of it.
#[inline(always)]
pub fn map(vectors: &mut [Vector], f: impl Fn(f32) -> f32) {
    dispatch(
        #[inline(always)]
        || {
            for vector in vectors {
                vector.0 = vector.0.map(&f);
            }
        },
    );
}

/// Replaces every number by `f` of its place, counted from `first`, and of it.
#[inline(always)]
pub fn map_numbered(vectors: &mut [Vector], first: u32, f: impl Fn(u32, f32) -> f32) {
    dispatch(
        #[inline(always)]
        || {
            for (start, vector) in (first..).step_by(LANES).zip(vectors) {
                let numbers = vector.0;
                vector.0 = std::array::from_fn(|lane| f(start + lane as u32, numbers[lane]));
            }
        },
    );
}

/// Replaces every number of `a` by `f` of it and its partner in `b`.
#[inline(always)]
pub fn zip_map(a: &mut [Vector], b: &[Vector], f: impl Fn(f32, f32) -> f32) {
    dispatch(
        #[inline(always)]
        || {
            for (a, &b) in flat_mut(a).iter_mut().zip(flat(b)) {
                *a = f(*a, b);
            }
        },
    );
}

/// Replaces every g, m and s by `f` of the three.
#[inline(always)]
pub fn update_moments(
    g: &mut [Vector],
    m: &mut [Vector],
    s: &mut [Vector],
    f: impl Fn(f32, f32, f32) -> (f32, f32, f32),
) {
    dispatch(
        #[inline(always)]
        || {
            for ((g, m), s) in g.iter_mut().zip(m).zip(s) {
                // Copies, since the vector units want each of the three by itself.
                let (mut update, mut mean, mut square) = (*g, *m, *s);
                for lane in 0..LANES {
                    (update.0[lane], mean.0[lane], square.0[lane]) =
                        f(update.0[lane], mean.0[lane], square.0[lane]);
                }
                (*g, *m, *s) = (update, mean, square);
            }
        },
    );
}

/// `out` = `f`(a, y) for every output a and its one-hot target y; classes × examples.
#[inline(always)]
pub fn compare(outputs: &Matrix, labels: &[u8], out: &mut Matrix, f: impl Fn(f32, f32) -> f32) {
    let per_row = outputs.per_row();
    dispatch(
        #[inline(always)]
        || {
            for (group, labels) in labels.chunks(LANES).enumerate() {
                let mut padded = [0; LANES];
                padded[..labels.len()].copy_from_slice(labels);
                for class in 0..outputs.rows() {
                    let at = class * per_row + group;
                    let a = &outputs.vectors()[at].0;
                    let target = padded.map(|label| f32::from(u8::from(usize::from(label) == class)));
                    out.vectors_mut()[at] = Vector(std::array::from_fn(|lane| f(a[lane], target[lane])));
                }
            }
        },
    );
}

/// Which vectors of a matrix a loop is for.
#[derive(Clone, Copy)]
pub enum Part<'a> {
    /// All of them.
    All,
    /// Those of some rows; each row has so many.
    Rows(&'a [u32], usize),
}

/// Whether `a` + `x` · `b` stays finite and at most `limit` in size, everywhere in a part of both.
pub fn stays_within(a: &[Vector], x: f32, b: &[Vector], part: Part, limit: f32) -> bool {
    dispatch(
        #[inline(always)]
        || match part {
            Part::All => {
                let sums = flat(a).iter().zip(flat(b)).map(|(a, b)| x.mul_add(*b, *a).abs());
                sums.map(|sum| sum <= limit).fold(true, BitAnd::bitand)
            }
            Part::Rows(rows, per_row) => {
                let mut beyond = Vector::default();
                for &row in rows {
                    let row = row as usize * per_row..(row as usize + 1) * per_row;
                    for (a, b) in a[row.clone()].iter().zip(&b[row]) {
                        beyond = beyond.or_beyond(limit, a.plus_scaled(x, *b));
                    }
                }
                beyond == Vector::default()
            }
        },
    )
}

/// `a` += `x` · `b`, in a part of both.
pub fn add_scaled(a: &mut [Vector], x: f32, b: &[Vector], part: Part) {
    dispatch(
        #[inline(always)]
        || match part {
            Part::All => {
                for (a, b) in flat_mut(a).iter_mut().zip(flat(b)) {
                    *a = x.mul_add(*b, *a);
                }
            }
            Part::Rows(rows, per_row) => {
                for &row in rows {
                    let row = row as usize * per_row..(row as usize + 1) * per_row;
                    for (a, b) in a[row.clone()].iter_mut().zip(&b[row]) {
                        *a = a.plus_scaled(x, *b);
                    }
                }
            }
        },
    );
}

/// Makes a part of `a` zero.
pub fn clear(a: &mut [Vector], part: Part) {
    dispatch(
        #[inline(always)]
        || match part {
            Part::All => a.fill(Vector::default()),
            Part::Rows(rows, per_row) => {
                for &row in rows {
                    for vector in &mut a[row as usize * per_row..(row as usize + 1) * per_row] {
                        *vector = Vector::default();
                    }
                }
            }
        },
    );
}

/// The numbers of vectors that lie one after the other.
#[inline(always)]
fn flat(vectors: &[Vector]) -> &[f32] {
    bytemuck::cast_slice(vectors)
}

/// The same, to be changed.
#[inline(always)]
fn flat_mut(vectors: &mut [Vector]) -> &mut [f32] {
    bytemuck::cast_slice_mut(vectors)
}

/// The place and the value of the largest number; the first of equals, and of none (0, 0).
pub fn argmax(values: impl IntoIterator<Item = f32>) -> (usize, f32) {
    let mut values = values.into_iter().enumerate();
    let first = values.next().unwrap_or_default();
    values.fold(first, |best, next| if next.1 > best.1 { next } else { best })
}
