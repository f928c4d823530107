//! Dropout (Srivastava et al. 2014): in every step some hidden units are left out, so that no unit can rely on
//! another one being there.

use super::kernels;
use super::matrix::Matrix;

/// Which hidden units are left out in one step: a draw of its own for every unit, layer and example.
///
/// The draws are a hash of `key` and the place, so that they are the same however the work is shared. Those that
/// stay count 1/(1 − rate) times, so that a network without dropout needs no other weights.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Dropout {
    /// The share that is left out, from 0 to below 1.
    pub rate: f32,
    /// A number that differs from step to step.
    pub key: u64,
}

impl Dropout {
    /// All units stay.
    pub const NONE: Dropout = Dropout { rate: 0.0, key: 0 };

    /// Whether no unit is left out.
    pub fn is_none(self) -> bool {
        self.rate <= 0.0
    }

    /// Whether unit `unit` of hidden layer `l` takes part for example `n` of the step.
    pub fn keeps(self, l: usize, unit: usize, n: usize) -> bool {
        draw(self.seed(l, unit), n as u32) >= self.threshold()
    }

    /// What the activation of a unit that stays is multiplied by, when it goes back to what it was.
    pub(super) fn keep_probability(self) -> f32 {
        1.0 - self.rate
    }

    /// Multiplies the numbers of hidden layer `l`, units × examples, of which the first is number `first` of the
    /// step: by 0 where the unit is left out, else by 1/(1 − rate).
    pub(super) fn apply(self, l: usize, first: usize, numbers: &mut Matrix) {
        if self.is_none() {
            return;
        }
        let (threshold, factor) = (self.threshold(), 1.0 / self.keep_probability());
        for unit in 0..numbers.rows() {
            let seed = self.seed(l, unit);
            kernels::map_numbered(
                numbers.row_mut(unit),
                first as u32,
                #[inline(always)]
                |n, x| if draw(seed, n) >= threshold { x * factor } else { 0.0 },
            );
        }
    }

    fn threshold(self) -> u32 {
        (f64::from(self.rate) * f64::from(u32::MAX)) as u32
    }

    /// The part of the hash that all examples share.
    fn seed(self, l: usize, unit: usize) -> u32 {
        let place = ((l as u32) << 24) ^ unit as u32;
        mixed(mixed(place ^ self.key as u32) ^ (self.key >> 32) as u32)
    }
}

/// A number from 0 to 2³² − 1 for example `n`.
#[inline(always)]
fn draw(seed: u32, n: u32) -> u32 {
    mixed(seed ^ mixed(n.wrapping_add(0x9e37_79b9)))
}

/// Spreads every bit over all others: the last part of the hash Murmur 3 (Appleby 2011), one to one.
#[inline(always)]
fn mixed(mut x: u32) -> u32 {
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
    fn the_share_left_out_is_the_rate_in_every_direction() {
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
    fn what_is_applied_is_what_is_told() {
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
