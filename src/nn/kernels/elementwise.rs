//! Loops over all numbers of one matrix or of several of the same shape.

use super::dispatch::dispatch;
use crate::nn::vector::{LANES, Vector, as_numbers, as_numbers_mut};

/// Replaces every number x by `f(x)`.
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

/// Replaces every number x by `f(index, x)`; the index of the first number is `first`.
#[inline(always)]
pub fn map_indexed(vectors: &mut [Vector], first: u32, f: impl Fn(u32, f32) -> f32) {
    dispatch(
        #[inline(always)]
        || {
            for (index, vector) in (first..).step_by(LANES).zip(vectors) {
                let values = vector.0;
                vector.0 = std::array::from_fn(|lane| f(index + lane as u32, values[lane]));
            }
        },
    );
}

/// Replaces every number of `a` by `f(a, b)`.
#[inline(always)]
pub fn zip_map(a: &mut [Vector], b: &[Vector], f: impl Fn(f32, f32) -> f32) {
    dispatch(
        #[inline(always)]
        || {
            for (a, &b) in as_numbers_mut(a).iter_mut().zip(as_numbers(b)) {
                *a = f(*a, b);
            }
        },
    );
}

/// Replaces every gradient g and its moments m and s by `f(g, m, s)`: the update, the new m and the new s.
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
                // Local copies, or the compiler gathers and scatters through three pointers that may alias.
                let (mut update, mut first, mut second) = (*g, *m, *s);
                for lane in 0..LANES {
                    (update.0[lane], first.0[lane], second.0[lane]) =
                        f(update.0[lane], first.0[lane], second.0[lane]);
                }
                (*g, *m, *s) = (update, first, second);
            }
        },
    );
}
