//! One weight or bias of a network, and where to find it.

use std::fmt;

use super::gradient::Gradients;
use super::layer::Layer;
use super::matrix::Matrix;
use super::network::Network;

/// A weight, or the bias of a unit. Everything is counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The layer: 0 is the first one behind the inputs.
    pub layer: usize,
    /// The input, or the unit of the layer before, that the weight comes from; `None` for the bias.
    pub from: Option<usize>,
    /// The unit of the layer that it leads to.
    pub to: usize,
}

impl Parameter {
    /// The value in a network.
    ///
    /// # Panics
    /// When the network has no such weight.
    pub fn in_network(self, network: &Network) -> f32 {
        self.in_layers(&network.layers)
    }

    /// The gradient or the update by this weight.
    ///
    /// # Panics
    /// When there is no such weight.
    pub fn in_gradients(self, gradients: &Gradients) -> f32 {
        let gradient = &gradients[self.layer];
        self.in_matrices(&gradient.weights, &gradient.biases)
    }

    pub(super) fn in_layers(self, layers: &[Layer]) -> f32 {
        let layer = &layers[self.layer];
        self.in_matrices(&layer.weights, &layer.biases)
    }

    /// `weights` are inputs × units, `biases` 1 × units.
    fn in_matrices(self, weights: &Matrix, biases: &Matrix) -> f32 {
        match self.from {
            Some(from) => weights[(from, self.to)],
            None => biases[(0, self.to)],
        }
    }
}

/// The lecture's notation, which counts from 1: `w1[7,2]` leads to unit 7 of layer 1 from input 2, `b1[7]` is its bias.
impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (layer, to) = (self.layer + 1, self.to + 1);
        match self.from {
            Some(from) => write!(f, "w{layer}[{to},{}]", from + 1),
            None => write!(f, "b{layer}[{to}]"),
        }
    }
}
