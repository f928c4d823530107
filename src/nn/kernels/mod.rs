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

use std::ops::Range;
use std::sync::LazyLock;

use pulp::Arch;

use super::matrix::{LANES, Matrix, Vector};

pub use dense::{affine, product};
pub use dots::{dots, sums, total};
#[cfg(test)]
pub use functions::exp;
pub use functions::{sigmoid, softmax, tanh};
pub use score::{hits, squares};
pub use sparse::{BUNDLE, Start, Term, bundled_product, scatter, sparse_product};
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
pub fn remember(
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

/// Whether every sum of a number of `a` and its partner in `b` is finite and at most `limit` in size, in the
/// `parts` of both.
pub fn sum_within(a: &[Vector], b: &[Vector], parts: impl Iterator<Item = Range<usize>>, limit: f32) -> bool {
    dispatch(
        #[inline(always)]
        || {
            let mut within = true;
            for part in parts {
                for (a, b) in flat(&a[part.clone()]).iter().zip(flat(&b[part])) {
                    within &= (a + b).abs() <= limit;
                }
            }
            within
        },
    )
}

/// `a` += `b`, in the `parts` of both.
pub fn add(a: &mut [Vector], b: &[Vector], parts: impl Iterator<Item = Range<usize>>) {
    dispatch(
        #[inline(always)]
        || {
            for part in parts {
                let (a, b) = (&mut a[part.clone()], &b[part]);
                flat_mut(a).iter_mut().zip(flat(b)).for_each(|(a, b)| *a += b);
            }
        },
    );
}

/// Multiplies the `parts` of `a` by `factor`.
pub fn scale(a: &mut [Vector], parts: impl Iterator<Item = Range<usize>>, factor: f32) {
    dispatch(
        #[inline(always)]
        || {
            for part in parts {
                for number in flat_mut(&mut a[part]) {
                    *number *= factor;
                }
            }
        },
    );
}

/// Makes the `parts` of `a` zero.
pub fn clear(a: &mut [Vector], parts: impl Iterator<Item = Range<usize>>) {
    dispatch(
        #[inline(always)]
        || {
            for part in parts {
                for vector in &mut a[part] {
                    *vector = Vector::default();
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
