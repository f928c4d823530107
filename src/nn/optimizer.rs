//! From gradients to steps: plain gradient descent, momentum, Adam.

use super::gradient::SHARE;
use super::thread_pool::ThreadPool;
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

/// Zero for what is too small to matter: a mean that shrinks step by step would else end among the subnormal
/// numbers, which no step leads out of and which processors are very slow with.
#[inline(always)]
fn flush_subnormals(number: f32) -> f32 {
    if number.abs() <= 1e-35 { 0.0 } else { number } // what is not a number stays so
}

/// An optimizer with what it remembers of earlier gradients.
#[derive(Clone, Debug)]
pub struct OptimizerState {
    optimizer: Optimizer,
    /// The velocity, or the running mean of g; layer by layer, and nothing for plain gradient descent.
    pub(super) mean: Vec<Layer>,
    /// The running mean of g².
    pub(super) square: Vec<Layer>,
    /// β₁ᵗ and β₂ᵗ, by which Adam corrects means that started at zero.
    decay: (f64, f64),
}

impl OptimizerState {
    /// An optimizer that remembers nothing yet.
    pub fn new(optimizer: Optimizer, network: &Network) -> OptimizerState {
        let zeros = || match optimizer {
            Optimizer::Gd => Vec::new(),
            Optimizer::Momentum | Optimizer::Adam => network.layers.iter().map(Layer::zeros_like).collect(),
        };
        OptimizerState { optimizer, mean: zeros(), square: zeros(), decay: (1.0, 1.0) }
    }

    /// Makes what is remembered fit gradients that are `ratio` times as long from now on.
    pub fn rescale(&mut self, ratio: f32) {
        for (layers, ratio) in [(&mut self.mean, ratio), (&mut self.square, ratio * ratio)] {
            for Layer { weights, biases } in layers {
                kernels::map(weights.vectors_mut(), |number| number * ratio);
                kernels::map(biases.vectors_mut(), |number| number * ratio);
            }
        }
    }

    /// Turns gradients into the direction of the step, in place, and returns how far to go there; each gradient
    /// counts `scale` times (1, or 1/n for a mean). The threads of `pool` share the work.
    pub fn direction(&mut self, gradients: &mut Gradients, eta: f32, scale: f32, pool: &ThreadPool) -> f32 {
        self.decay = (self.decay.0 * f64::from(BETA1), self.decay.1 * f64::from(BETA2));
        match self.optimizer {
            Optimizer::Gd => return -eta * scale,
            Optimizer::Momentum => self.each(
                gradients,
                pool,
                #[inline(always)]
                |g, velocity, unused| {
                    let velocity = flush_subnormals(MOMENTUM.mul_add(velocity, g * scale));
                    (velocity, velocity, unused)
                },
            ),
            Optimizer::Adam => {
                let corrections = (1.0 / (1.0 - self.decay.0), 1.0 / (1.0 - self.decay.1));
                let (of_mean, of_square) = (corrections.0 as f32, corrections.1 as f32);
                self.each(
                    gradients,
                    pool,
                    #[inline(always)]
                    |g, mean, square| {
                        let g = g * scale;
                        let mean = flush_subnormals(BETA1.mul_add(mean, (1.0 - BETA1) * g));
                        let square = flush_subnormals(BETA2.mul_add(square, (1.0 - BETA2) * (g * g)));
                        // A square that is not finite would stop this weight for good, and nobody would know.
                        let sound = if square <= f32::MAX { mean } else { f32::NAN };
                        ((of_mean * sound) / ((square * of_square).sqrt() + EPSILON), mean, square)
                    },
                );
            }
        }
        -eta
    }

    /// Turns each gradient, its mean and its square into the direction and what is remembered next.
    fn each(
        &mut self,
        gradients: &mut Gradients,
        pool: &ThreadPool,
        rule: impl Fn(f32, f32, f32) -> (f32, f32, f32) + Sync,
    ) {
        for ((gradient, mean), square) in gradients.iter_mut().zip(&mut self.mean).zip(&mut self.square) {
            gradient.all();
            let pool = gradient.pool(pool);
            for (g, mean, square) in [
                (&mut gradient.weights, &mut mean.weights, &mut square.weights),
                (&mut gradient.biases, &mut mean.biases, &mut square.biases),
            ] {
                let g = g.vectors_mut().chunks_mut(SHARE);
                let memory = mean.vectors_mut().chunks_mut(SHARE).zip(square.vectors_mut().chunks_mut(SHARE));
                pool.each(g.zip(memory), |(g, (mean, square))| {
                    kernels::update_moments(g, mean, square, &rule);
                });
            }
        }
    }
}
