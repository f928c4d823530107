//! Dropout (Srivastava et al. 2014): every step leaves out random hidden units, so that no unit can rely on the
//! presence of another.

use super::kernels;
use super::matrix::Matrix;

/// The hidden units that one step leaves out: an independent draw for every layer, unit and example.
///
/// A draw is a hash of `key`, layer, unit and example, so that it does not depend on how threads share the work.
/// Activations of units that are kept are divided by 1 − rate, so that the network can be used without dropout with the
/// same weights (inverted dropout).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Dropout {
    /// The probability that a unit is left out, from 0 to below 1.
    pub rate: f32,
    /// A number that differs from step to step.
    pub key: u64,
}

impl Dropout {
    /// No dropout.
    pub const NONE: Dropout = Dropout { rate: 0.0, key: 0 };

    /// Whether all units are kept.
    pub fn is_none(self) -> bool {
        self.rate <= 0.0
    }

    /// Whether unit `unit` of hidden layer `l` is kept for example `n` of the step.
    pub fn keeps(self, l: usize, unit: usize, n: usize) -> bool {
        draw(self.seed(l, unit), n as u32) >= self.threshold()
    }

    /// The probability that a unit is kept, 1 − rate.
    pub(super) fn keep_probability(self) -> f32 {
        1.0 - self.rate
    }

    /// Multiplies `values` of hidden layer `l` by 0 where a unit is left out, by 1/(1 − rate) elsewhere.
    ///
    /// `values` are units × examples; the first example is number `first` of the step.
    pub(super) fn apply(self, l: usize, first: usize, values: &mut Matrix) {
        if self.is_none() {
            return;
        }
        let (threshold, factor) = (self.threshold(), 1.0 / self.keep_probability());
        kernels::map_indexed(
            values,
            #[inline(always)]
            |unit| self.seed(l, unit),
            #[inline(always)]
            move |seed, n, x| if draw(seed, first as u32 + n) >= threshold { x * factor } else { 0.0 },
        );
    }

    fn threshold(self) -> u32 {
        (f64::from(self.rate) * f64::from(u32::MAX)) as u32
    }

    /// The hash of the key, layer and unit.
    #[inline(always)]
    fn seed(self, l: usize, unit: usize) -> u32 {
        let index = ((l as u32) << 24) ^ unit as u32;
        mix(mix(index ^ self.key as u32) ^ (self.key >> 32) as u32)
    }
}

/// A uniform draw from 0 to 2³² − 1 for example `n`.
#[inline(always)]
fn draw(seed: u32, n: u32) -> u32 {
    mix(seed ^ mix(n.wrapping_add(0x9e37_79b9)))
}

/// The finalizer of the hash `MurmurHash3` (Appleby 2011), a bijection in which every bit affects all others.
#[inline(always)]
fn mix(mut x: u32) -> u32 {
    x ^= x >> 16;
    x = x.wrapping_mul(0x85eb_ca6b);
    x ^= x >> 13;
    x = x.wrapping_mul(0xc2b2_ae35);
    x ^ (x >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_left_out_at_the_rate_across_examples_units_and_steps() {
        let dropout = Dropout { rate: 0.3, key: 0x1234_5678_9abc_def0 };
        let share = |kept: &mut dyn Iterator<Item = bool>| {
            let kept: Vec<bool> = kept.collect();
            kept.iter().filter(|kept| !**kept).count() as f64 / kept.len() as f64
        };
        for at in [0, 1, 77] {
            let examples = share(&mut (0..10_000).map(|n| dropout.keeps(0, at, n)));
            let units = share(&mut (0..10_000).map(|unit| dropout.keeps(1, unit, at)));
            let steps = share(&mut (0..10_000).map(|key| Dropout { key, ..dropout }.keeps(0, at, at)));
            for share in [examples, units, steps] {
                assert!((share - 0.3).abs() < 0.02, "{share}");
            }
        }
    }

    #[test]
    fn apply_agrees_with_keeps() {
        let dropout = Dropout { rate: 0.5, key: 99 };
        let mut numbers = Matrix::from_fn(7, 45, |_, _| 1.0);
        dropout.apply(1, 128, &mut numbers);
        for unit in 0..7 {
            for n in 0..45 {
                let expected = if dropout.keeps(1, unit, 128 + n) { 2.0 } else { 0.0 };
                assert_eq!(numbers[(unit, n)], expected);
            }
        }
        let mut untouched = Matrix::from_fn(2, 3, |i, j| (i + j) as f32);
        Dropout::NONE.apply(0, 0, &mut untouched);
        assert_eq!(untouched, Matrix::from_fn(2, 3, |i, j| (i + j) as f32));
    }
}
