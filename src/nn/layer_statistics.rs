//! How each layer does while it learns: the sizes of its weights, of their gradient and of a step, and the shares of units
//! that hardly learn.

use super::activation::Activation;
use super::kernels;
use super::matrix::Matrix;
use super::network::Network;
use super::stuck_units::is_saturated;
use super::unit_activity::is_mostly_saturated;
use super::workspace::Workspace;

/// The norms of a step of one layer. The norm of a matrix is √(Σ w²) over its numbers. Biases do not count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepNorms {
    /// ‖g‖ of the gradient that the optimizer was given, with the penalty.
    pub gradient: f64,
    /// ‖Δw‖ of the change of the weights.
    pub change: f64,
}

/// How a layer does at one step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LayerStatistics {
    /// ‖w‖ of its weights.
    pub weight_norm: f64,
    /// ‖g‖ of the last step; NaN if there was none.
    pub gradient_norm: f64,
    /// ‖Δw‖ / ‖w‖ of the last step; NaN if there was none.
    pub step_ratio: f64,
    /// The share of saturated units; NaN for outputs, which are at an end of their range if all is well.
    pub saturated: f64,
    /// The share of dead units; NaN for outputs.
    pub dead: f64,
}

impl Network {
    /// The statistics of each layer. `step` has the norms of the last step, layer by layer; it is empty if there was none.
    pub fn layer_statistics(&self, step: &[StepNorms], units: &SaturationCounts) -> Vec<LayerStatistics> {
        let statistics = |l: usize| {
            let weight_norm = self.layers[l].weights.norm();
            let step = step.get(l).copied();
            let (saturated, dead) = match (units.layers.get(l), self.activation) {
                (None, _) => (f64::NAN, f64::NAN),
                (Some(counts), Activation::Relu) => (0.0, units.share(Activation::Relu, counts)),
                (Some(counts), activation) => (units.share(activation, counts), 0.0),
            };
            LayerStatistics {
                weight_norm,
                gradient_norm: step.map_or(f64::NAN, |step| step.gradient),
                step_ratio: step.map_or(f64::NAN, |step| step.change / weight_norm.max(f64::MIN_POSITIVE)),
                saturated,
                dead,
            }
        };
        (0..self.layers.len()).map(statistics).collect()
    }
}

impl Matrix {
    /// The norm √(Σ w²) over all numbers.
    pub fn norm(&self) -> f64 {
        kernels::sum_of_squares(self.vectors()).sqrt()
    }
}

/// For how many examples each hidden unit is saturated, or, if it is a `ReLU`, is 0.
#[derive(Clone, Debug)]
pub struct SaturationCounts {
    examples: usize,
    /// A count for each unit of each hidden layer.
    layers: Vec<Vec<usize>>,
}

impl SaturationCounts {
    /// The counts for the hidden layers of `network`, before the first example.
    pub fn new(network: &Network) -> SaturationCounts {
        SaturationCounts {
            examples: 0,
            layers: network.hidden_sizes().into_iter().map(|units| vec![0; units]).collect(),
        }
    }

    /// Counts the examples whose activations `workspace` holds.
    ///
    /// # Panics
    /// If the workspace holds no forward pass of `network`.
    pub fn add(&mut self, network: &Network, workspace: &Workspace) {
        self.examples += workspace.examples();
        for chunk in workspace.chunks() {
            for (activations, counts) in chunk.activations.iter().zip(&mut self.layers) {
                let activation = network.activation;
                kernels::count_in_rows(activations, counts, |a| is_saturated(activation, a));
            }
        }
    }

    /// The share of the units with these counts that are dead, if they are `ReLU`s, or saturated, by the rules of
    /// [`Health`](super::unit_activity::Health).
    fn share(&self, activation: Activation, counts: &[usize]) -> f64 {
        let is_stuck = |&&count: &&usize| match activation {
            Activation::Relu => count == self.examples,
            Activation::Sigmoid | Activation::Tanh => is_mostly_saturated(count, self.examples),
        };
        counts.iter().filter(is_stuck).count() as f64 / counts.len().max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::kernels::dense_matrix;
    use crate::nn::{Health, Init, Inputs, Loss};
    use crate::random::{Stream, stream};
    use ndarray::Array2;

    #[test]
    fn a_norm_is_the_root_of_the_sum_of_the_squares() {
        for (rows, columns) in [(1, 1), (3, 5), (7, 16), (2, 17), (130, 65)] {
            let matrix = dense_matrix(rows, columns);
            let mut sum = 0.0;
            for i in 0..rows {
                for j in 0..columns {
                    sum += f64::from(matrix[(i, j)]) * f64::from(matrix[(i, j)]);
                }
            }
            assert!((matrix.norm() - sum.sqrt()).abs() <= 1e-12 * sum.sqrt(), "{rows} x {columns}");
        }
        assert_eq!(Matrix::default().norm(), 0.0);
    }

    #[test]
    fn shares_are_those_of_the_health_of_the_units() {
        let inputs = Array2::from_shape_fn((300, 2), |(n, axis)| ((n * (7 + 4 * axis)) as f32 * 0.37).sin());
        for activation in Activation::ALL {
            let mut rng = stream(3, Stream::Weights);
            let mut network =
                Network::new(&[2, 20, 17, 2], activation, Loss::Quadratic, Init::Normal, &mut rng);
            for unit in 0..8 {
                network.layers[0].biases[(0, unit)] = 1.5 * (unit as f32 - 4.0);
                network.layers[1].biases[(0, unit)] = -5.0 * unit as f32;
            }
            let mut workspace = Workspace::default();
            network.forward(&Inputs::from(inputs.view()).all(), &mut workspace);
            let mut units = SaturationCounts::new(&network);
            units.add(&network, &workspace);
            let layers = network.layer_statistics(&[], &units);
            for (layer, units) in layers.iter().zip(network.unit_activity(&workspace)) {
                let share = |health| {
                    units.iter().filter(|unit| unit.health == health).count() as f64 / units.len() as f64
                };
                assert_eq!((layer.saturated, layer.dead), (share(Health::Saturated), share(Health::Dead)));
                assert!(layer.saturated + layer.dead > 0.0, "{activation:?}");
            }
            let outputs = layers.last().expect("three layers");
            assert!(outputs.saturated.is_nan() && outputs.dead.is_nan() && outputs.step_ratio.is_nan());
        }
    }
}
