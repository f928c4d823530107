//! Measuring a network: its loss and accuracy on labelled examples.

use super::batch::Batch;
use super::dropout::Dropout;
use super::inputs::{CHUNK_SIZE, Inputs};
use super::kernels;
use super::metrics::Metrics;
use super::network::Network;
use super::workspace::Workspace;

/// Examples of a forward pass over a whole data set that are worked through at once: enough for several threads, few
/// enough for the memory.
pub(super) const GROUP_SIZE: usize = 16 * CHUNK_SIZE;

impl Network {
    /// Loss and accuracy on a batch, by a forward pass that leaves the activations in `workspace`.
    ///
    /// The loss is summed chunk by chunk. Memory grows with the batch: see [`evaluate`].
    ///
    /// # Panics
    /// If there are fewer labels than examples.
    pub fn score(&self, batch: &Batch, labels: &[u8], workspace: &mut Workspace) -> Metrics {
        workspace.prepare(&self.layers, batch);
        workspace.for_each_chunk(batch, |range, inputs, chunk, rows| {
            self.forward_chunk(inputs, range.start, Dropout::NONE, chunk, rows);
            let (outputs, labels) = (&chunk.activations[self.layers.len() - 1], &labels[range]);
            chunk.loss = self.loss.total(outputs, labels);
            chunk.correct = kernels::count_correct(outputs, labels);
        });
        let loss = workspace.chunks().iter().fold(0.0, |sum, chunk| sum + chunk.loss);
        let correct = workspace.chunks().iter().map(|chunk| chunk.correct).sum();
        Metrics::counted(loss / batch.len().max(1) as f64, correct, batch.len())
    }
}

/// Loss and accuracy of `network` on the first examples of `inputs`, one for each label.
///
/// Works through the examples in groups, so that memory stays bounded.
///
/// # Panics
/// If there are more labels than examples.
pub fn evaluate(network: &Network, inputs: &Inputs, labels: &[u8], workspace: &mut Workspace) -> Metrics {
    evaluate_and(network, inputs, labels, workspace, |_, _| {})
}

/// Like [`evaluate`], and shows each group of examples to `visit`: its labels, and the workspace with its outputs.
///
/// # Panics
/// If there are more labels than examples.
pub fn evaluate_and(
    network: &Network,
    inputs: &Inputs,
    labels: &[u8],
    workspace: &mut Workspace,
    mut visit: impl FnMut(&[u8], &Workspace),
) -> Metrics {
    let (mut loss, mut correct) = (0.0, 0);
    for (group, labels) in labels.chunks(GROUP_SIZE).enumerate() {
        let start = group * GROUP_SIZE;
        let part = network.score(&inputs.range(start..start + labels.len()), labels, workspace);
        loss += part.loss * part.examples as f64;
        correct += part.correct;
        visit(labels, workspace);
    }
    Metrics::counted(loss / labels.len().max(1) as f64, correct, labels.len())
}
