//! A price on the size of the weights, so that a network prefers the simpler of two explanations.

use super::gradient::SHARE;
use super::thread_pool::ThreadPool;
use super::{Gradients, Network, kernels};

/// What training minimises beside the mean loss of the examples: λ₁ Σ |w| + ½ λ₂ Σ w² over all weights. Biases
/// are free, as usual (Nielsen 2015, chapter 3).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Penalty {
    /// λ₁, which drives weights that are of little use to zero.
    pub l1: f32,
    /// λ₂, also called weight decay, which keeps all weights small.
    pub l2: f32,
}

impl Penalty {
    /// Whether there is none.
    pub fn is_none(self) -> bool {
        self == Penalty::default()
    }

    /// Adds its gradient, λ₁ sign(w) + λ₂ w, to gradients that are sums over so many examples. The threads of
    /// `pool` share the work.
    pub fn add_to(self, gradients: &mut Gradients, network: &Network, examples: usize, pool: &ThreadPool) {
        if self.is_none() {
            return;
        }
        let (l1, l2) = (self.l1 * examples as f32, self.l2 * examples as f32);
        for (layer, gradient) in network.layers.iter().zip(gradients) {
            let g = gradient.all().vectors_mut().chunks_mut(SHARE);
            let pairs = g.zip(layer.weights.vectors().chunks(SHARE));
            pool_for(pool, layer.weights.vectors().len()).each(pairs, |(g, w)| {
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

/// The threads that are worth having for a pass over so many vectors.
fn pool_for(pool: &ThreadPool, vectors: usize) -> ThreadPool {
    pool.if_worthwhile(vectors >= 2 * SHARE)
}

/// −1, 0 or 1; weights that are zero have no side to be pulled from.
#[inline(always)]
fn sign(w: f32) -> f32 {
    f32::from(u8::from(w > 0.0)) - f32::from(u8::from(w < 0.0))
}
