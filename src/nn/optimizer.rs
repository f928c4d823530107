//! From gradients to updates: plain gradient descent, momentum, Adam.

use super::{Gradients, Layer, Network, kernels};

/// How a gradient becomes a change of the weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Optimizer {
    /// w ← w − η g: the lecture's.
    Gd,
    /// v ← 0.9 v + g, w ← w − η v (Polyak 1964, in the form of the common frameworks).
    Momentum,
    /// Steps of about η in every weight, from running means of g and g² (Kingma and Ba 2015).
    Adam,
}

impl Optimizer {
    /// All of them, in the order in which a key walks through them.
    pub const ALL: [Optimizer; 3] = [Optimizer::Gd, Optimizer::Momentum, Optimizer::Adam];

    /// The name on screen and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Optimizer::Gd => "gd",
            Optimizer::Momentum => "momentum",
            Optimizer::Adam => "adam",
        }
    }

    /// Whether a gradient of twice the size makes a step of twice the size.
    pub fn is_linear(self) -> bool {
        self != Optimizer::Adam
    }
}

const MOMENTUM: f32 = 0.9;

// The constants that Kingma and Ba recommend.
const BETA1: f32 = 0.9;
const BETA2: f32 = 0.999;
const EPSILON: f32 = 1e-8;

/// An optimizer with what it remembers of earlier gradients.
#[derive(Clone, Debug)]
pub struct OptimizerState {
    optimizer: Optimizer,
    /// The velocity, or the running mean of g; in the shape of the network.
    pub(super) mean: Gradients,
    /// The running mean of g².
    pub(super) square: Gradients,
    /// β₁ᵗ and β₂ᵗ, by which Adam corrects means that started at zero.
    decay: (f64, f64),
}

impl OptimizerState {
    /// An optimizer that remembers nothing yet.
    pub fn new(optimizer: Optimizer, network: &Network) -> OptimizerState {
        OptimizerState {
            optimizer,
            mean: network.zeros_like(),
            square: network.zeros_like(),
            decay: (1.0, 1.0),
        }
    }

    /// Makes what is remembered fit gradients that are `ratio` times as long from now on.
    pub fn rescale(&mut self, ratio: f32) {
        for (layers, ratio) in [(&mut self.mean, ratio), (&mut self.square, ratio * ratio)] {
            for Layer { weights, biases } in layers {
                *weights *= ratio;
                *biases *= ratio;
            }
        }
    }

    /// Turns gradients into updates, in place; each gradient counts `scale` times (1, or 1/n for a mean).
    pub fn updates(&mut self, gradients: &mut Gradients, eta: f32, scale: f32) {
        self.decay = (self.decay.0 * f64::from(BETA1), self.decay.1 * f64::from(BETA2));
        let rule = self.rule(eta, scale);
        for ((gradient, mean), square) in gradients.iter_mut().zip(&mut self.mean).zip(&mut self.square) {
            let Layer { weights, biases } = gradient;
            let parts = [
                (
                    kernels::flat_mut(weights),
                    kernels::flat_mut(&mut mean.weights),
                    kernels::flat_mut(&mut square.weights),
                ),
                (
                    kernels::flat_mut(biases),
                    kernels::flat_mut(&mut mean.biases),
                    kernels::flat_mut(&mut square.biases),
                ),
            ];
            for (g, mean, square) in parts {
                rule.apply(g, mean, square);
            }
        }
    }

    fn rule(&self, eta: f32, scale: f32) -> Rule {
        match self.optimizer {
            Optimizer::Gd => Rule::Gd { factor: -eta * scale },
            Optimizer::Momentum => Rule::Momentum { eta, scale },
            Optimizer::Adam => Rule::Adam {
                scale,
                step: (f64::from(eta) / (1.0 - self.decay.0)) as f32,
                correction: (1.0 / (1.0 - self.decay.1)) as f32,
            },
        }
    }
}

/// One step of an optimizer, with the factors all weights share.
#[derive(Clone, Copy)]
enum Rule {
    Gd { factor: f32 },
    Momentum { eta: f32, scale: f32 },
    Adam { scale: f32, step: f32, correction: f32 },
}

impl Rule {
    fn apply(self, g: &mut [f32], mean: &mut [f32], square: &mut [f32]) {
        match self {
            Rule::Gd { factor } => kernels::map(g, |g| factor * g),
            Rule::Momentum { eta, scale } => {
                kernels::zip_map(mean, g, |velocity, g| MOMENTUM.mul_add(velocity, g * scale));
                kernels::zip_map(g, mean, |_, velocity| -eta * velocity);
            }
            Rule::Adam { scale, step, correction } => {
                kernels::zip_map(mean, g, |mean, g| BETA1.mul_add(mean, (1.0 - BETA1) * (g * scale)));
                kernels::zip_map(square, g, |square, g| {
                    let g = g * scale;
                    BETA2.mul_add(square, (1.0 - BETA2) * (g * g))
                });
                kernels::zip_map(g, square, |_, square| step / ((square * correction).sqrt() + EPSILON));
                kernels::zip_map(g, mean, |factor, mean| -factor * mean);
            }
        }
    }
}
