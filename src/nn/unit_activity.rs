//! What a hidden unit does over many examples: how active it is, and whether it is of any use.

use super::activation::Activation;
use super::network::Network;
use super::stuck_units::is_saturated;
use super::workspace::Workspace;

/// The bins of a histogram of activations.
pub const BINS: usize = 8;
/// A unit is idle if its activations have a standard deviation below this share of the range of its layer: it is nearly a
/// second bias of the units it feeds.
const IDLE: f32 = 0.02;

/// The activations of a unit over many examples.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitActivity {
    /// Their mean.
    pub mean: f32,
    /// Their standard deviation.
    pub spread: f32,
    /// The numbers of examples in equal parts of the range: 0 to 1 for sigmoid, −1 to 1 for tanh, 0 to the largest activation
    /// of the layer for `ReLU`.
    pub histogram: [usize; BINS],
    /// The share of the examples for which the unit is saturated; 0 for `ReLU`.
    pub saturated: f32,
    /// How it does.
    pub health: Health,
}

/// How a hidden unit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// It tells examples apart and can learn.
    Ok,
    /// Saturated for at least half of the examples, which therefore hardly move its weights.
    Saturated,
    /// It says nearly the same for all examples.
    Idle,
    /// A `ReLU` that is 0 for every example, and so cannot learn.
    Dead,
}

impl Network {
    /// The activity of the units of each hidden layer over the examples whose activations `workspace` holds; units of a
    /// network without examples are idle.
    ///
    /// # Panics
    /// If the workspace holds no forward pass of this network.
    pub fn unit_activity(&self, workspace: &Workspace) -> Vec<Vec<UnitActivity>> {
        let hidden = self.layers.len() - 1;
        (0..hidden).map(|l| layer_activity(self.activation, self.layers[l].units(), l, workspace)).collect()
    }
}

fn layer_activity(
    activation: Activation,
    units: usize,
    l: usize,
    workspace: &Workspace,
) -> Vec<UnitActivity> {
    let largest = || (0..units).flat_map(|unit| workspace.activations(l, unit)).fold(0.0, f32::max);
    let (low, high) = match activation {
        Activation::Sigmoid => (0.0, 1.0),
        Activation::Tanh => (-1.0, 1.0),
        Activation::Relu => (0.0, largest().max(f32::MIN_POSITIVE)),
    };
    (0..units).map(|unit| unit_activity(activation, (low, high), || workspace.activations(l, unit))).collect()
}

fn unit_activity<I: Iterator<Item = f32>>(
    activation: Activation,
    (low, high): (f32, f32),
    activations: impl Fn() -> I,
) -> UnitActivity {
    let (mut count, mut sum, mut saturated, mut largest) = (0_usize, 0.0, 0_usize, 0.0_f32);
    let mut histogram = [0; BINS];
    for a in activations() {
        count += 1;
        sum += a;
        largest = largest.max(a);
        saturated += usize::from(activation != Activation::Relu && is_saturated(activation, a));
        let bin = ((a - low) / (high - low) * BINS as f32) as usize;
        histogram[bin.min(BINS - 1)] += 1;
    }
    let share = |part: f32| part / count.max(1) as f32;
    let mean = share(sum);
    let spread = share(activations().map(|a| (a - mean).powi(2)).sum()).sqrt();
    let health = if activation == Activation::Relu && largest <= 0.0 {
        Health::Dead
    } else if is_mostly_saturated(saturated, count) {
        Health::Saturated
    } else if spread < IDLE * (high - low) {
        Health::Idle
    } else {
        Health::Ok
    };
    UnitActivity { mean, spread, histogram, saturated: share(saturated as f32), health }
}

/// Whether a unit that is saturated for so many of the examples counts as saturated: at least half of them.
pub(super) fn is_mostly_saturated(saturated: usize, examples: usize) -> bool {
    saturated > 0 && 2 * saturated >= examples
}

#[cfg(test)]
mod tests {
    use super::*;

    fn activity(activation: Activation, range: (f32, f32), activations: &[f32]) -> UnitActivity {
        unit_activity(activation, range, || activations.iter().copied())
    }

    #[test]
    fn the_health_of_a_unit_follows_from_its_activations() {
        let sigmoid = |activations: &[f32]| activity(Activation::Sigmoid, (0.0, 1.0), activations).health;
        assert_eq!(sigmoid(&[0.1, 0.5, 0.9, 0.3]), Health::Ok);
        assert_eq!(sigmoid(&[0.0, 1.0, 1.0, 0.3]), Health::Saturated, "although it tells examples apart");
        assert_eq!(sigmoid(&[0.51, 0.5, 0.505, 0.5]), Health::Idle);
        let relu = |activations: &[f32]| activity(Activation::Relu, (0.0, 4.0), activations).health;
        assert_eq!(relu(&[0.0, 0.0, 0.0]), Health::Dead);
        assert_eq!(relu(&[0.0, 3.0, 0.0]), Health::Ok);
        assert_eq!(relu(&[3.0, 3.01, 3.0]), Health::Idle);
    }

    #[test]
    fn a_histogram_has_equal_parts_of_the_range() {
        let tanh = activity(Activation::Tanh, (-1.0, 1.0), &[-1.0, -0.9, 0.0, 1.0]);
        assert_eq!(tanh.histogram, [2, 0, 0, 0, 1, 0, 0, 1]);
        assert!((tanh.mean + 0.225).abs() < 1e-6 && tanh.saturated == 0.5, "{tanh:?}");
        assert!((tanh.spread - 0.807_388).abs() < 1e-5, "{}", tanh.spread);
    }
}
