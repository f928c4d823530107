//! Optimizers: plain gradient descent, momentum, Adam.

use serde::{Deserialize, Serialize};

use super::kernels::Adam;

/// The rule that turns gradients g into updates of the weights w, with the learning rate η.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Optimizer {
    /// Gradient descent, w ← w − η g: the lecture's.
    Gd,
    /// v ← 0.9 v + g, w ← w − η v (Polyak 1964, in the form of the common frameworks).
    Momentum,
    /// m ← 0.9 m + 0.1 g, s ← 0.999 s + 0.001 g², w ← w − η m̂ / (√ŝ + 10⁻⁸), where m̂ and ŝ are corrected for their
    /// start at zero (Kingma and Ba 2015): steps of about η in every weight.
    Adam,
}

impl Optimizer {
    /// All optimizers, in the order in which the user interface cycles through them.
    pub const ALL: [Optimizer; 3] = [Optimizer::Gd, Optimizer::Momentum, Optimizer::Adam];

    /// The name on the screen and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Optimizer::Gd => "gd",
            Optimizer::Momentum => "momentum",
            Optimizer::Adam => "adam",
        }
    }

    /// Whether a gradient of twice the size makes a step of twice the size.
    pub fn is_linear(self) -> bool {
        match self {
            Optimizer::Gd | Optimizer::Momentum => true,
            Optimizer::Adam => false,
        }
    }
}

/// How much momentum keeps of v.
pub(super) const MOMENTUM: f32 = 0.9;

// The constants that Kingma and Ba recommend.
const BETA1: f32 = 0.9;
const BETA2: f32 = 0.999;
const EPSILON: f32 = 1e-8;

/// β₁ᵗ and β₂ᵗ at step t, from which Adam corrects its moments.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdamPowers {
    /// β₁ᵗ.
    pub beta1: f64,
    /// β₂ᵗ.
    pub beta2: f64,
}

impl AdamPowers {
    /// Before the first step.
    pub(super) const START: AdamPowers = AdamPowers { beta1: 1.0, beta2: 1.0 };

    /// Adam at the next step, t + 1, where each gradient counts `gradient_scale` times.
    pub(super) fn advance(&mut self, gradient_scale: f32) -> Adam {
        self.beta1 *= f64::from(BETA1);
        self.beta2 *= f64::from(BETA2);
        Adam {
            gradient_scale,
            betas: [BETA1, BETA2],
            corrections: [self.beta1, self.beta2].map(|power| (1.0 / (1.0 - power)) as f32),
            epsilon: EPSILON,
        }
    }
}
