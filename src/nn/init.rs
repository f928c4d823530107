//! Initial weights.

use rand::RngExt;
use rand::rngs::ChaCha8Rng;

use super::activation::Activation;
use super::matrix::Matrix;
use crate::random::Gaussian;

/// The distribution of the initial weights. Biases start at zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Init {
    /// N(0, 1): the lecture's.
    Normal,
    /// N(0, 1/n) for a unit with n inputs (LeCun et al. 1998), N(0, 2/n) before `relu` (He et al. 2015): weighted
    /// inputs then have a variance of about one for any n.
    Scaled,
}

impl Init {
    /// All distributions, in the order in which the user interface cycles through them.
    pub const ALL: [Init; 2] = [Init::Normal, Init::Scaled];

    /// The name on the screen and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Init::Normal => "normal",
            Init::Scaled => "scaled",
        }
    }

    /// Draws the weights of a layer, `inputs` × `units`, unit by unit.
    pub fn weights(
        self,
        inputs: usize,
        units: usize,
        activation: Activation,
        rng: &mut ChaCha8Rng,
    ) -> Matrix {
        let deviation = self.deviation(inputs, activation);
        let mut weights = Matrix::zeros(inputs, units);
        for unit in 0..units {
            for input in 0..inputs {
                weights[(input, unit)] = (deviation * rng.sample(Gaussian)) as f32;
            }
        }
        weights
    }

    /// The standard deviation of the weights of a unit with `inputs` inputs.
    pub fn deviation(self, inputs: usize, activation: Activation) -> f64 {
        match (self, activation) {
            (Init::Normal, _) => 1.0,
            (Init::Scaled, Activation::Relu) => (2.0 / inputs as f64).sqrt(),
            (Init::Scaled, Activation::Sigmoid | Activation::Tanh) => (1.0 / inputs as f64).sqrt(),
        }
    }
}
