//! Activation functions of hidden units, value and derivative side by side.

use super::kernels;
use super::matrix::Matrix;

/// The activation function σ of the hidden units: a = σ(z).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// 1 / (1 + e⁻ᶻ), from 0 to 1: the lecture's.
    Sigmoid,
    /// The hyperbolic tangent, from −1 to 1.
    Tanh,
    /// max(0, z).
    Relu,
}

impl Activation {
    /// All activation functions, in the order in which the user interface cycles through them.
    pub const ALL: [Activation; 3] = [Activation::Sigmoid, Activation::Tanh, Activation::Relu];

    /// The name on the screen and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Activation::Sigmoid => "sigmoid",
            Activation::Tanh => "tanh",
            Activation::Relu => "relu",
        }
    }

    /// Turns weighted inputs z into activations a, in place; units × examples.
    pub(super) fn apply(self, z: &mut Matrix) {
        let z = z.vectors_mut();
        match self {
            Activation::Sigmoid => kernels::map(z, kernels::sigmoid),
            Activation::Tanh => kernels::map(z, kernels::tanh),
            Activation::Relu => kernels::map(z, |z| if z < 0.0 { 0.0 } else { z }),
        }
    }

    /// The derivative σ′(z), given the activation a = σ(z).
    pub fn derivative(self, a: f32) -> f32 {
        match self {
            Activation::Sigmoid => a * (1.0 - a),
            Activation::Tanh => 1.0 - a * a,
            Activation::Relu if a > 0.0 => 1.0,
            Activation::Relu => 0.0,
        }
    }

    /// The largest value of the derivative.
    pub(super) fn largest_derivative(self) -> f32 {
        match self {
            Activation::Sigmoid => 0.25,
            Activation::Tanh | Activation::Relu => 1.0,
        }
    }

    /// Multiplies `delta` by the derivative σ′(z), which all three functions give by the activation; units × examples
    /// each.
    ///
    /// Dropout has divided the activations by `keep_probability`, so they are multiplied by it first.
    pub(super) fn scale_by_derivative(self, delta: &mut Matrix, a: &Matrix, keep_probability: f32) {
        let (delta, a) = (delta.vectors_mut(), a.vectors());
        match self {
            Activation::Sigmoid => kernels::zip_map(delta, a, move |delta, a| {
                let a = a * keep_probability;
                delta * (a * (1.0 - a))
            }),
            Activation::Tanh => kernels::zip_map(delta, a, move |delta, a| {
                let a = a * keep_probability;
                delta * (1.0 - a * a)
            }),
            Activation::Relu => kernels::zip_map(delta, a, |delta, a| if a > 0.0 { delta } else { 0.0 }),
        }
    }
}
