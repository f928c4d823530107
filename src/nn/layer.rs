//! One fully connected layer.

use super::matrix::Matrix;

/// A fully connected layer: z = a · weights + biases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layer {
    /// Inputs × units, so that the weights of one input are contiguous.
    pub weights: Matrix,
    /// 1 × units.
    pub biases: Matrix,
}

impl Layer {
    /// A layer whose weights (`inputs` × `units`) and biases (1 × `units`) are zero.
    pub fn zeros(inputs: usize, units: usize) -> Layer {
        Layer { weights: Matrix::zeros(inputs, units), biases: Matrix::zeros(1, units) }
    }

    /// A layer of zeros with the shape of this one.
    #[must_use]
    pub fn zeros_like(&self) -> Layer {
        Layer::zeros(self.inputs(), self.units())
    }

    /// The number of inputs.
    pub fn inputs(&self) -> usize {
        self.weights.rows()
    }

    /// The number of units.
    pub fn units(&self) -> usize {
        self.weights.columns()
    }

    /// All weights, row by row, then the biases.
    pub fn values(&self) -> impl Iterator<Item = f32> {
        self.weights.values().chain(self.biases.values())
    }

    /// The number of weights and biases.
    pub fn parameters(&self) -> usize {
        (self.inputs() + 1) * self.units()
    }
}
