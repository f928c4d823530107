//! The optimizer Adam: from gradients and moments to updates, or to new weights.

use pulp::{Simd, WithSimd};

use super::registers::registers_mut;
use crate::nn::vector::Vector;
use crate::vector_unit::dispatch;

/// Moments below are zero.
///
/// One that decays step by step would otherwise end among the subnormal numbers, where it stays, and which processors are
/// very slow with.
pub const TINY: f32 = 1e-35;

/// What Adam computes of the gradient g and the moments m and s of a weight (Kingma and Ba 2015).
#[derive(Clone, Copy, Debug)]
pub struct Adam {
    /// How often each gradient counts.
    pub gradient_scale: f32,
    /// β₁ and β₂: how much of m and s is kept.
    pub betas: [f32; 2],
    /// 1 / (1 − β₁ᵗ) and 1 / (1 − β₂ᵗ) at step t, with which m and s are multiplied.
    pub corrections: [f32; 2],
    /// ε, which is added to the root of s.
    pub epsilon: f32,
}

/// m ← β₁ m + (1 − β₁) g, s ← β₂ s + (1 − β₂) g², and `g` becomes the update m̂ / (√ŝ + ε).
///
/// The update is NaN where s is not finite: an infinite s would silently stop its weight for good.
pub fn adam_updates(adam: Adam, [g, m, s]: [&mut [Vector]; 3]) {
    dispatch(Updates { adam, g, m, s });
}

/// [`adam_updates`] and [`take_step`](super::take_step) by `x` in one pass: `w` += `x` · the updates, and `g` becomes what `w`
/// was. Whether |`w`| ≤ `limit` everywhere; false if a sum is NaN.
pub fn adam_step(adam: Adam, [w, g, m, s]: [&mut [Vector]; 4], x: f32, limit: f32) -> bool {
    dispatch(Step { updates: Updates { adam, g, m, s }, w, x, limit })
}

impl Adam {
    /// The update, the new m and the new s, register by register.
    #[inline(always)]
    fn rule<S: Simd>(self, simd: S) -> impl Fn(S::f32s, S::f32s, S::f32s) -> [S::f32s; 3] {
        let splat = |x| simd.splat_f32s(x);
        let scale = splat(self.gradient_scale);
        let ([beta1, beta2], [rest1, rest2]) =
            (self.betas.map(splat), self.betas.map(|beta| splat(1.0 - beta)));
        let ([correction1, correction2], epsilon) = (self.corrections.map(splat), splat(self.epsilon));
        let (zero, nan, tiny, largest) = (splat(0.0), splat(f32::NAN), splat(TINY), splat(f32::MAX));
        let without_tiny = move |x| {
            let is_tiny = simd.less_than_or_equal_f32s(simd.abs_f32s(x), tiny);
            simd.select_f32s(is_tiny, zero, x)
        };
        #[inline(always)]
        move |g, m, s| {
            let g = simd.mul_f32s(g, scale);
            let m = without_tiny(simd.mul_add_f32s(beta1, m, simd.mul_f32s(rest1, g)));
            let s = without_tiny(simd.mul_add_f32s(beta2, s, simd.mul_f32s(rest2, simd.mul_f32s(g, g))));
            let checked = simd.select_f32s(simd.less_than_or_equal_f32s(s, largest), m, nan);
            let root = simd.sqrt_f32s(simd.mul_f32s(s, correction2));
            let update = simd.div_f32s(simd.mul_f32s(correction1, checked), simd.add_f32s(root, epsilon));
            [update, m, s]
        }
    }
}

struct Updates<'a> {
    adam: Adam,
    g: &'a mut [Vector],
    m: &'a mut [Vector],
    s: &'a mut [Vector],
}

impl WithSimd for Updates<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let rule = self.adam.rule(simd);
        let [g, m, s] = [self.g, self.m, self.s].map(registers_mut::<S>);
        for ((g, m), s) in g.iter_mut().zip(m).zip(s) {
            [*g, *m, *s] = rule(*g, *m, *s);
        }
    }
}

struct Step<'a> {
    updates: Updates<'a>,
    w: &'a mut [Vector],
    x: f32,
    limit: f32,
}

impl WithSimd for Step<'_> {
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> bool {
        let Updates { adam, g, m, s } = self.updates;
        let rule = adam.rule(simd);
        let (x, limit) = (simd.splat_f32s(self.x), simd.splat_f32s(self.limit));
        let (one, mut beyond) = (simd.splat_f32s(1.0), simd.splat_f32s(0.0));
        let [w, g, m, s] = [self.w, g, m, s].map(registers_mut::<S>);
        for (((w, g), m), s) in w.iter_mut().zip(g).zip(m).zip(s) {
            let update;
            [update, *m, *s] = rule(*g, *m, *s);
            *g = *w;
            *w = simd.mul_add_f32s(x, update, *w);
            let is_within = simd.less_than_or_equal_f32s(simd.abs_f32s(*w), limit);
            beyond = simd.select_f32s(is_within, beyond, one);
        }
        bytemuck::cast_slice::<_, f32>(&[beyond]).iter().all(|&beyond| beyond == 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::kernels::plain::{assert_same, dense_matrix};
    use crate::nn::kernels::{RowSet, take_step};
    use crate::nn::matrix::Matrix;

    const ADAM: Adam =
        Adam { gradient_scale: 0.1, betas: [0.9, 0.999], corrections: [1.7, 40.0], epsilon: 1e-8 };

    /// The update, the new m and the new s, number by number.
    fn plain(g: f32, m: f32, s: f32) -> [f32; 3] {
        let without_tiny = |x: f32| if x.abs() <= TINY { 0.0 } else { x };
        let Adam { gradient_scale, betas: [beta1, beta2], corrections: [correction1, correction2], epsilon } =
            ADAM;
        let g = g * gradient_scale;
        let m = without_tiny(beta1.mul_add(m, (1.0 - beta1) * g));
        let s = without_tiny(beta2.mul_add(s, (1.0 - beta2) * (g * g)));
        let checked = if s <= f32::MAX { m } else { f32::NAN };
        [(correction1 * checked) / ((s * correction2).sqrt() + epsilon), m, s]
    }

    /// Gradients, m and s with numbers of all sizes.
    fn matrices() -> [Matrix; 3] {
        let dense = dense_matrix(9, 40);
        let number = |i: usize, j: usize| dense[(i, j)] * 10.0_f32.powf(((i * 40 + j) % 50) as f32 - 45.0);
        [
            Matrix::from_fn(9, 40, number),
            Matrix::from_fn(9, 40, |i, j| number(i, 39 - j)),
            Matrix::from_fn(9, 40, |i, j| number(8 - i, j).abs()),
        ]
    }

    #[test]
    fn updates_and_moments_are_those_of_the_plain_rule() {
        let [g, m, s] = matrices();
        let [mut updates, mut first, mut second] = matrices();
        adam_updates(ADAM, [&mut updates, &mut first, &mut second].map(Matrix::vectors_mut));
        let plain = |i, j| plain(g[(i, j)], m[(i, j)], s[(i, j)]);
        assert_same(&updates, |i, j| plain(i, j)[0]);
        assert_same(&first, |i, j| plain(i, j)[1]);
        assert_same(&second, |i, j| plain(i, j)[2]);
        assert!(first.values().any(|m| m == 0.0), "a moment that is tiny");
    }

    #[test]
    fn a_step_is_an_update_and_its_application() {
        let [mut g, mut m, mut s] = matrices();
        let weights = Matrix::from_fn(9, 40, |i, j| (i * j) as f32 - 100.0);
        let mut expected = weights.clone();
        adam_updates(ADAM, [&mut g, &mut m, &mut s].map(Matrix::vectors_mut));
        assert!(take_step(expected.vectors_mut(), -0.3, g.vectors_mut(), RowSet::All, f32::MAX));
        let largest = expected.values().fold(0.0, |largest: f32, w| largest.max(w.abs()));
        for (limit, is_within) in [(largest, true), (0.999 * largest, false)] {
            let ([mut before, mut first, mut second], mut w) = (matrices(), weights.clone());
            let all = [&mut w, &mut before, &mut first, &mut second].map(Matrix::vectors_mut);
            assert_eq!(adam_step(ADAM, all, -0.3, limit), is_within);
            assert_eq!([&w, &before, &first, &second], [&expected, &weights, &m, &s]);
        }
    }

    #[test]
    fn what_is_not_finite_ends_the_run() {
        for (at, bad) in [(0, f32::NAN), (0, f32::INFINITY), (1, f32::NAN), (2, f32::INFINITY)] {
            let mut matrices = matrices();
            matrices[at][(3, 7)] = bad;
            let mut w = Matrix::zeros(9, 40);
            let [g, m, s] = matrices.each_mut().map(Matrix::vectors_mut);
            assert!(!adam_step(ADAM, [w.vectors_mut(), g, m, s], -0.3, 1e8), "{bad} in {at}");
        }
    }
}
