//! Regularization: penalties on large weights, which favour simpler networks.

use super::gradient::{Gradients, VECTORS_PER_JOB};
use super::kernels;
use super::network::Network;
use super::thread_pool::ThreadPool;

/// The penalty λ₁ Σ |w| + ½ λ₂ Σ w² over all weights, which training minimises in addition to the mean loss. Biases
/// are not penalised, as is usual (Nielsen 2015, chapter 3).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Penalty {
    /// λ₁, which drives weights of little use to zero.
    pub l1: f32,
    /// λ₂, also called weight decay, which keeps all weights small.
    pub l2: f32,
}

impl Penalty {
    /// Whether there is no penalty.
    pub fn is_none(self) -> bool {
        self == Penalty::default()
    }

    /// Adds the gradient of the penalty to gradients that are sums over `examples` examples:
    /// g += examples · (λ₁ sign(w) + λ₂ w), inputs × units for each layer of `network`.
    ///
    /// The threads of `pool` share the work.
    pub fn add_to(self, gradients: &mut Gradients, network: &Network, examples: usize, pool: &ThreadPool) {
        if self.is_none() {
            return;
        }
        let (l1, l2) = (self.l1 * examples as f32, self.l2 * examples as f32);
        for (layer, gradient) in network.layers.iter().zip(gradients) {
            let g = gradient.all_mut().vectors_mut().chunks_mut(VECTORS_PER_JOB);
            let pairs = g.zip(layer.weights.vectors().chunks(VECTORS_PER_JOB));
            let pool = pool.only_if(layer.weights.vectors().len() >= 2 * VECTORS_PER_JOB);
            pool.for_each(pairs, |(g, w)| {
                kernels::zip_map(
                    g,
                    w,
                    #[inline(always)]
                    |g, w| l2.mul_add(w, g) + l1 * sign(w),
                );
            });
        }
    }
}

/// −1, 0 or 1: the penalty |w| has no slope at zero.
#[inline(always)]
fn sign(w: f32) -> f32 {
    f32::from(u8::from(w > 0.0)) - f32::from(u8::from(w < 0.0))
}
