//! How good a network is on a set of examples.

use super::inputs::CHUNK;
use super::{Inputs, Network, Pass, Prediction};

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

/// Measures `network` on examples and their labels.
pub fn evaluate(network: &Network, inputs: &Inputs, labels: &[u8], pass: &mut Pass) -> Metrics {
    let mut loss = 0.0;
    let mut correct = 0;
    for (chunk, labels) in labels.chunks(CHUNK).enumerate() {
        let start = chunk * CHUNK;
        network.forward(&inputs.range(start..start + labels.len()), pass);
        for (outputs, &label) in pass.outputs().rows().into_iter().zip(labels) {
            let outputs = outputs.to_slice().unwrap_or_default();
            loss += network.loss.value(outputs, label);
            correct += usize::from(Prediction::of(outputs).class == label);
        }
    }
    Metrics { loss: loss / labels.len().max(1) as f64, correct, examples: labels.len() }
}
