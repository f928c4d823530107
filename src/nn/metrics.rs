//! How good a network is on a set of examples.

use super::inputs::SHARD;
use super::{Inputs, Network, Pass};

/// Loss and accuracy on a set of examples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metrics {
    /// The mean loss of an example.
    pub loss: f64,
    /// Examples classified correctly.
    pub correct: usize,
    /// All examples.
    pub examples: usize,
}

impl Metrics {
    /// The share of the examples that is classified correctly; 0 of none.
    pub fn accuracy(&self) -> f64 {
        self.correct as f64 / self.examples.max(1) as f64
    }
}

/// Examples that are measured at once: enough for several threads, few enough for the memory.
const GROUP: usize = 16 * SHARD;

/// Measures `network` on examples and their labels, some at a time.
pub fn evaluate(network: &Network, inputs: &Inputs, labels: &[u8], pass: &mut Pass) -> Metrics {
    let (mut loss, mut correct) = (0.0, 0);
    for (group, labels) in labels.chunks(GROUP).enumerate() {
        let start = group * GROUP;
        let part = network.score(&inputs.range(start..start + labels.len()), labels, pass);
        loss += part.loss * part.examples as f64;
        correct += part.correct;
    }
    Metrics { loss: loss / labels.len().max(1) as f64, correct, examples: labels.len() }
}
