//! Units that have stopped learning: saturated and dead ones.

use serde::{Deserialize, Serialize};

use super::activation::Activation;
use super::loss::Loss;
use super::network::Network;
use super::workspace::Workspace;

/// A sigmoid or tanh unit is saturated for an example if its derivative is below this share of its maximum.
const SATURATED: f32 = 0.04;

/// A saturated unit is stuck if at most one example in this many still moves it.
const ONE_IN: usize = 20;

/// How many units of a layer are stuck.
///
/// A sigmoid or tanh unit is stuck if it is saturated for 95 % of the examples: σ′(z) is nearly zero, and with it the
/// gradient of its weights. A `ReLU` is stuck if it is 0 for every example: dead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StuckUnits {
    /// The number of stuck units.
    pub stuck: usize,
    /// The number of units of the layer.
    pub units: usize,
    /// What holds them.
    pub kind: Stuck,
    /// Whether they are the output units.
    pub are_outputs: bool,
}

/// What keeps a unit from learning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stuck {
    /// The activation is at an end of its range.
    Saturated,
    /// The `ReLU` is always 0.
    Dead,
}

impl StuckUnits {
    /// The share of the units that is stuck, from 0 to 1.
    pub fn share(&self) -> f64 {
        self.stuck as f64 / self.units.max(1) as f64
    }
}

impl Network {
    /// The stuck units of each hidden layer, and of the outputs if they are sigmoids, for the examples whose activations
    /// `workspace` holds.
    ///
    /// # Panics
    /// If the workspace holds no forward pass of this network.
    pub fn stuck_units(&self, workspace: &Workspace) -> Vec<StuckUnits> {
        let outputs = self.layers.len() - 1;
        let sigmoid_outputs = self.loss == Loss::Quadratic;
        let layers = (0..outputs).map(|l| (l, self.activation));
        let layers = layers.chain(sigmoid_outputs.then_some((outputs, Activation::Sigmoid)));
        let count = |(l, activation): (usize, Activation)| {
            let units = self.layers[l].units();
            let stuck = (0..units).filter(|&unit| is_stuck(activation, l, unit, workspace)).count();
            let kind = if activation == Activation::Relu { Stuck::Dead } else { Stuck::Saturated };
            StuckUnits { stuck, units, kind, are_outputs: l == outputs }
        };
        layers.map(count).collect()
    }
}

fn is_stuck(activation: Activation, l: usize, unit: usize, workspace: &Workspace) -> bool {
    let most = match activation {
        Activation::Relu => 0,
        Activation::Sigmoid | Activation::Tanh => workspace.examples() / ONE_IN,
    };
    // Most units show early that they are not stuck.
    workspace.activations(l, unit).filter(|&a| !is_saturated(activation, a)).nth(most).is_none()
}

/// Whether an activation is so near an end of its range that the unit hardly learns from the example; of a `ReLU`, whether
/// it is 0.
pub(super) fn is_saturated(activation: Activation, a: f32) -> bool {
    activation.derivative(a) <= SATURATED * activation.largest_derivative()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::{Init, Inputs};
    use crate::random::{Stream, stream};
    use ndarray::{Array2, array};

    fn stuck(activation: Activation, loss: Loss, biases: [f32; 4]) -> Vec<(usize, usize, Stuck)> {
        let mut rng = stream(0, Stream::Weights);
        let mut network = Network::new(&[2, 4, 2], activation, loss, Init::Normal, &mut rng);
        for (unit, bias) in biases.into_iter().enumerate() {
            network.layers[0].biases[(0, unit)] = bias;
        }
        let inputs: Array2<f32> = array![[0.1, 0.2], [0.3, -0.1], [-0.2, 0.1], [0.0, 0.0]];
        let mut workspace = Workspace::default();
        network.forward(&Inputs::from(inputs.view()).all(), &mut workspace);
        network.stuck_units(&workspace).iter().map(|layer| (layer.stuck, layer.units, layer.kind)).collect()
    }

    #[test]
    fn a_unit_that_passes_no_gradient_is_stuck() {
        let hidden = |activation, biases| stuck(activation, Loss::CrossEntropy, biases);
        let far = [0.0, -20.0, 20.0, 0.0];
        assert_eq!(hidden(Activation::Sigmoid, far), [(2, 4, Stuck::Saturated)]);
        assert_eq!(hidden(Activation::Tanh, far), [(2, 4, Stuck::Saturated)]);
        assert_eq!(hidden(Activation::Relu, [1.0, -20.0, 20.0, -30.0]), [(2, 4, Stuck::Dead)]);
    }

    #[test]
    fn sigmoid_outputs_are_looked_at_too() {
        let layers = stuck(Activation::Tanh, Loss::Quadratic, [0.0; 4]);
        assert_eq!(layers, [(0, 4, Stuck::Saturated), (0, 2, Stuck::Saturated)]);
    }
}
