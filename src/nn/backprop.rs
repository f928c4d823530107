//! Backpropagation: from the outputs and the labels to the gradients of all layers.

use super::batch::Batch;
use super::dropout::Dropout;
use super::first_layer;
use super::gradient::Gradients;
use super::kernels::{self, Accumulation};
use super::layer::Layer;
use super::network::Network;
use super::vector::Vector;
use super::workspace::{Chunk, Workspace};

impl Network {
    /// The gradients of the loss, summed over the examples, by backpropagation for any number of layers:
    ///
    /// - δ of the output layer is the delta of the loss,
    /// - δₗ = (δₗ₊₁ · wₗ₊₁ᵀ) ∘ σ′(zₗ) for the layers before it,
    /// - ∂C/∂bₗ = Σ δₗ and ∂C/∂wₗ = aₗ₋₁ᵀ · δₗ.
    ///
    /// `labels` are the classes of the examples, `gradients` has the shapes of the layers. Units that `dropout`
    /// leaves out have an activation and a δ of zero.
    ///
    /// # Panics
    /// If there are fewer labels than examples.
    pub fn backprop(
        &self,
        batch: &Batch,
        labels: &[u8],
        dropout: Dropout,
        workspace: &mut Workspace,
        gradients: &mut Gradients,
    ) {
        workspace.prepare(&self.layers, batch);
        workspace.for_each_chunk(batch, |range, inputs, chunk, rows| {
            self.forward_chunk(inputs, range.start, dropout, chunk, rows);
            self.backward_chunk(inputs, &labels[range.clone()], range.start, dropout, chunk, rows);
        });
        self.sum_gradients(batch, Accumulation::Replace, workspace, gradients);
    }

    /// The backward pass of [`Network::backprop`] without dropout, after a forward pass of `batch` that left its
    /// activations in `workspace`.
    ///
    /// # Panics
    /// If there are fewer labels than examples, or if the last forward pass was that of a smaller batch.
    pub fn backward(
        &self,
        batch: &Batch,
        labels: &[u8],
        workspace: &mut Workspace,
        gradients: &mut Gradients,
    ) {
        workspace.for_each_chunk(batch, |range, inputs, chunk, rows| {
            self.backward_chunk(inputs, &labels[range.clone()], range.start, Dropout::NONE, chunk, rows);
        });
        self.sum_gradients(batch, Accumulation::Replace, workspace, gradients);
    }

    /// δ of all layers of a chunk, from the last layer to the first, and the gradients that are summed by chunk.
    fn backward_chunk(
        &self,
        inputs: &Batch,
        labels: &[u8],
        first: usize,
        dropout: Dropout,
        chunk: &mut Chunk,
        rows: &mut [Vector],
    ) {
        let output_layer = self.layers.len() - 1;
        self.loss.delta(&chunk.activations[output_layer], labels, &mut chunk.deltas[output_layer]);
        for l in (0..output_layer).rev() {
            let (before, after) = chunk.deltas.split_at_mut(l + 1);
            let (delta, a) = (&mut before[l], &chunk.activations[l]);
            delta.reshape(a.rows(), a.columns());
            kernels::product(&self.layers[l + 1].weights, &after[0], delta);
            self.activation.scale_by_derivative(delta, a, dropout.keep_probability());
            dropout.apply(l, first, delta);
        }
        first_layer::store_delta(inputs, &chunk.deltas[0], rows);
        for (l, layer) in self.layers.iter().enumerate() {
            sum_by_chunk(l, layer, inputs, chunk);
        }
    }

    /// The gradients of all layers from the deltas and the sums of the chunks, from the first chunk to the last.
    fn sum_gradients(
        &self,
        batch: &Batch,
        accumulation: Accumulation,
        workspace: &mut Workspace,
        gradients: &mut Gradients,
    ) {
        for (l, (layer, gradient)) in self.layers.iter().zip(gradients).enumerate() {
            let partial = || workspace.chunks().iter().map(|chunk| &chunk.gradients[l]);
            kernels::total(partial().map(|partial| &partial.biases), accumulation, &mut gradient.biases);
            if l == 0 && batch.is_sparse() {
                let pool = workspace.pass_pool();
                let (deltas, transposed) = (&workspace.first_layer_rows, &mut workspace.transposed_inputs);
                first_layer::weight_gradient(batch, deltas, transposed, &pool, accumulation, gradient);
            } else if is_summed_by_chunk(layer) {
                kernels::total(partial().map(|partial| &partial.weights), accumulation, gradient.all_mut());
            } else {
                let pairs = workspace.chunks_of(batch).filter_map(|(chunk, inputs)| {
                    chunk.inputs_of(l, &inputs).map(|a_before| (a_before, &chunk.deltas[l]))
                });
                gradient.add_products(pairs, batch.len(), accumulation, &workspace.pool);
            }
        }
    }
}

/// The sums over the examples of a chunk for layer `l`: its bias gradients, and its weight gradients if
/// [`is_summed_by_chunk`].
fn sum_by_chunk(l: usize, layer: &Layer, inputs: &Batch, chunk: &mut Chunk) {
    let mut sums = std::mem::take(&mut chunk.gradients[l]);
    let delta = &chunk.deltas[l];
    sums.biases.reshape(1, layer.units());
    kernels::row_sums(delta, &mut sums.biases);
    if let Some(a_before) = chunk.inputs_of(l, inputs).filter(|_| is_summed_by_chunk(layer)) {
        sums.weights.reshape(layer.inputs(), layer.units());
        let (pair, out) = ([(a_before, delta)].into_iter(), sums.weights.vectors_mut());
        kernels::dot_products(pair, 0, layer.units(), Accumulation::Replace, out);
    }
    chunk.gradients[l] = sums;
}

/// Whether the weight gradient of a dense layer is so small that it is summed chunk by chunk, while the activations
/// are in the cache; of larger layers, a copy for each chunk would take too much memory.
fn is_summed_by_chunk(layer: &Layer) -> bool {
    layer.inputs() * layer.units() <= 4096
}
