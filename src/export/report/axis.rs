//! The axes of a chart: from numbers to places, and the numbers that are written beside them.

/// A range of numbers on a line.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    low: f64,
    high: f64,
    scale: Scale,
}

/// How numbers are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    Linear,
    Logarithmic,
}

/// From this ratio of the largest number to the smallest on, the axis of a loss is logarithmic.
const WIDE: f64 = 30.0;
/// The smallest number that a logarithmic axis shows.
const SMALLEST: f64 = 1e-9;

impl Axis {
    /// An axis from `low` to `high`.
    pub fn linear(low: f64, high: f64) -> Axis {
        Axis { low, high: if high > low { high } else { low + 1.0 }, scale: Scale::Linear }
    }

    /// An axis for losses: from 0, or logarithmic if they are of very different sizes.
    pub fn of_losses(losses: impl Iterator<Item = f64>) -> Axis {
        let (low, high) =
            losses.filter(|loss| loss.is_finite()).fold((f64::INFINITY, 0.0_f64), |(low, high), loss| {
                (low.min(loss.max(SMALLEST)), high.max(loss))
            });
        if high > WIDE * low {
            return Axis { low, high, scale: Scale::Logarithmic };
        }
        Axis::linear(0.0, if high > 0.0 { 1.05 * high } else { 1.0 })
    }

    /// Whether it is logarithmic.
    pub fn is_logarithmic(&self) -> bool {
        self.scale == Scale::Logarithmic
    }

    /// Where a number lies, from 0 to 1; numbers beyond the ends lie on them. `None` if it is no number.
    pub fn place(&self, number: f64) -> Option<f64> {
        let at = |number: f64| match self.scale {
            Scale::Linear => number,
            Scale::Logarithmic => number.max(SMALLEST).ln(),
        };
        let share = (at(number) - at(self.low)) / (at(self.high) - at(self.low));
        // `max` would turn NaN into a number.
        (!number.is_nan() && !share.is_nan()).then(|| share.clamp(0.0, 1.0))
    }

    /// Round numbers for its labels, about `count` of them.
    pub fn ticks(&self, count: usize) -> Vec<f64> {
        match self.scale {
            Scale::Linear => {
                let step = round_step((self.high - self.low) / count.max(1) as f64);
                let (first, last) = ((self.low / step).ceil() as i64, (self.high / step).floor() as i64);
                (first..=last).map(|n| n as f64 * step).collect()
            }
            Scale::Logarithmic => {
                // A bound that is a power of ten is one, however it was rounded.
                let (low, high) = (self.low.log10() - 1e-9, self.high.log10() + 1e-9);
                let is_long = high - low > 3.0;
                let between: &[f64] = if is_long { &[1.0] } else { &[1.0, 2.0, 5.0] };
                let first = if is_long { low.ceil() } else { low.floor() } as i32;
                let last = high.floor() as i32;
                let every = (last - first).max(0) as usize / count.max(1) + 1;
                // Division by a whole power of ten is exact to the last bit, multiplication by a small one is not.
                let tick = |n: f64, power: i32| {
                    if power < 0 { n / 10_f64.powi(-power) } else { n * 10_f64.powi(power) }
                };
                let powers = (first..=last).step_by(every);
                let ticks = powers.flat_map(|power| between.iter().map(move |&n| tick(n, power)));
                let (low, high) = (self.low * (1.0 - 1e-9), self.high * (1.0 + 1e-9));
                ticks.filter(|tick| (low..=high).contains(tick)).collect()
            }
        }
    }
}

/// The number above `least` that is 1, 2 or 5 times a power of ten.
fn round_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0, 10.0].map(|n| n * power).into_iter().find(|&step| step >= 0.999 * least).unwrap_or(power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_numbers_within_the_axis() {
        assert_eq!(Axis::linear(0.0, 10_000.0).ticks(5), [0.0, 2e3, 4e3, 6e3, 8e3, 1e4]);
        assert_eq!(Axis::linear(0.0, 1.0).ticks(5).len(), 6);
        let wide = Axis::of_losses([2.0, 1e-4, f64::NAN].into_iter());
        assert!(wide.is_logarithmic());
        assert_eq!(wide.ticks(5), [1e-4, 1e-3, 1e-2, 1e-1, 1.0]);
        let narrow = Axis::of_losses([0.03, 1.5].into_iter());
        assert_eq!(narrow.ticks(5), [0.05, 0.1, 0.2, 0.5, 1.0]);
        assert_eq!(wide.place(1e-4), Some(0.0));
        assert_eq!(wide.place(f64::NAN), None);
    }

    #[test]
    fn an_axis_always_has_a_length() {
        for losses in [vec![], vec![0.0], vec![f64::NAN], vec![3.0, 3.0]] {
            let axis = Axis::of_losses(losses.into_iter());
            assert!(axis.place(0.5).is_some_and(f64::is_finite));
            assert!(axis.ticks(4).len() < 12);
        }
    }
}
