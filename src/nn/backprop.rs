//! Backpropagation: from the outputs and the labels to the gradients of all layers.

use super::batch::Batch;
use super::dropout::Dropout;
use super::gradient::Gradients;
use super::kernels::{self, Accumulation};
use super::layer::Layer;
use super::matrix::panel_columns;
use super::network::Network;
use super::sparse_gradient;
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
    /// Memory is bounded: a batch whose activations and deltas would take more than 512 MiB is worked through in
    /// pieces, whose gradients are added up. That changes no bit, except in the weight gradients of large dense
    /// layers (more than 4,096 weights): a sum over all examples is then a sum of one sum for each piece, rounded
    /// differently. Where pieces end depends on the sizes of the layers and on the batch alone, so that the bits are
    /// the same on all machines.
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
        let mut accumulation = Accumulation::Replace;
        for piece in workspace.pieces(&self.layers, batch) {
            let (start, part, labels) = (piece.start, batch.slice(piece.clone()), &labels[piece]);
            workspace.prepare(&self.layers, &part);
            workspace.for_each_chunk(&part, |range, inputs, chunk, rows| {
                let first = start + range.start;
                self.forward_chunk(inputs, first, dropout, chunk, rows);
                self.backward_chunk(inputs, &labels[range], first, dropout, chunk);
            });
            workspace.store_first_deltas();
            self.sum_gradients(&part, accumulation, workspace, gradients);
            accumulation = Accumulation::Add;
        }
    }

    /// The backward pass of [`Network::backprop`] without dropout, after a forward pass of `batch` that left its
    /// activations in `workspace`. Gives the same bits.
    ///
    /// Only for batches that [fit](Workspace::fits).
    ///
    /// # Panics
    /// If there are fewer labels than examples, or if the last pass in `workspace` had another number of examples.
    pub fn backward(
        &self,
        batch: &Batch,
        labels: &[u8],
        workspace: &mut Workspace,
        gradients: &mut Gradients,
    ) {
        assert_eq!(workspace.examples(), batch.len(), "the last pass was another batch");
        workspace.for_each_chunk(batch, |range, inputs, chunk, _| {
            self.backward_chunk(inputs, &labels[range.clone()], range.start, Dropout::NONE, chunk);
        });
        workspace.store_first_deltas();
        self.sum_gradients(batch, Accumulation::Replace, workspace, gradients);
    }

    /// δ of all layers of a chunk, from the last layer to the first, and the gradients that are summed by chunk.
    pub(super) fn backward_chunk(
        &self,
        inputs: &Batch,
        labels: &[u8],
        first: usize,
        dropout: Dropout,
        chunk: &mut Chunk,
    ) {
        let output_layer = self.layers.len() - 1;
        self.loss.delta(&chunk.activations[output_layer], labels, &mut chunk.deltas[output_layer]);
        for l in (0..output_layer).rev() {
            let (before, after) = chunk.deltas.split_at_mut(l + 1);
            let (delta, a) = (&mut before[l], &chunk.activations[l]);
            delta.reshape_in_one_panel(a.rows(), a.columns());
            kernels::product(&self.layers[l + 1].weights, &after[0], delta);
            self.activation.scale_by_derivative(delta, a, dropout.keep_probability());
            dropout.apply(l, first, delta);
        }
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
                let (deltas, scratch) = (&workspace.first_layer_rows, &mut workspace.sparse_gradient);
                sparse_gradient::weight_gradient(
                    batch,
                    deltas,
                    &layer.weights,
                    scratch,
                    &pool,
                    accumulation,
                    gradient,
                );
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
        let width = sums.weights.width();
        for (panel, out) in sums.weights.panels_mut().enumerate() {
            let columns = panel_columns(layer.units(), panel);
            let pair = [(a_before, delta)].into_iter();
            kernels::dot_products(pair, 0, columns, Accumulation::Replace, out, width);
        }
    }
    chunk.gradients[l] = sums;
}

/// Whether the weight gradient of a dense layer is so small that it is summed chunk by chunk, while the activations
/// are in the cache; of larger layers, a copy for each chunk would take too much memory.
fn is_summed_by_chunk(layer: &Layer) -> bool {
    layer.inputs() * layer.units() <= 4096
}

#[cfg(test)]
mod tests {
    use rand::RngExt;

    use super::*;
    use crate::nn::activation::Activation;
    use crate::nn::init::Init;
    use crate::nn::inputs::Inputs;
    use crate::nn::loss::Loss;
    use crate::nn::matrix::Matrix;
    use crate::nn::thread_pool::ThreadPool;
    use crate::random::{Gaussian, Stream, stream};

    const EXAMPLES: usize = 5 * 128 + 20;

    /// Computes the gradients of a batch in one piece, then in pieces of at most `max_bytes`.
    fn in_one_and_in_pieces(
        network: &Network,
        batch: &Batch,
        max_bytes: usize,
        gradients: &mut [Gradients; 2],
    ) {
        let labels: Vec<u8> = (0..batch.len()).map(|n| (n * n % 3) as u8).collect();
        let dropout = Dropout { rate: 0.2, key: 3 };
        let mut small = Workspace::default();
        small.max_bytes = max_bytes;
        assert!(small.pieces(&network.layers, batch).count() > 1);
        assert!(!small.fits(&network.layers, batch));
        let mut large = Workspace::default();
        assert!(large.fits(&network.layers, batch));
        network.backprop(batch, &labels, dropout, &mut large, &mut gradients[0]);
        network.backprop(batch, &labels, dropout, &mut small, &mut gradients[1]);
    }

    #[test]
    fn pieces_of_a_batch_give_its_gradients() {
        for (width, is_sparse) in [(5, false), (72, false), (72, true)] {
            let mut rng = stream(2, Stream::Weights);
            let inputs = Matrix::from_fn(EXAMPLES, width, |n, i| {
                if is_sparse && (n + i) % 3 != 0 { 0.0 } else { rng.sample::<f64, _>(Gaussian) as f32 }
            });
            let mut inputs = Inputs::from(inputs.to_array().view());
            assert_eq!(inputs.all().is_sparse(), is_sparse);
            inputs.prepare_full_batch(&ThreadPool::default());
            let shuffled: Vec<usize> = (0..EXAMPLES).map(|n| n * 7 % EXAMPLES).collect();
            let (sizes, activation) = ([width, 70, 80, 3], Activation::Tanh);
            let network = Network::new(&sizes, activation, Loss::CrossEntropy, Init::Scaled, &mut rng);
            let mut gradients = [network.zero_gradients(), network.zero_gradients()];
            for batch in [inputs.chosen(&shuffled[..300]), inputs.all(), inputs.chosen(&shuffled)] {
                in_one_and_in_pieces(&network, &batch, 300_000, &mut gradients);
                for (l, (whole, pieces)) in gradients[0].iter().zip(&gradients[1]).enumerate() {
                    assert_eq!(whole.biases, pieces.biases);
                    if l == 0 && is_sparse || is_summed_by_chunk(&network.layers[l]) {
                        assert_eq!(whole.weights, pieces.weights, "layer {l}");
                    } else {
                        let size = whole.weights.values().fold(0.0_f32, |size, g| size.max(g.abs()));
                        let errors = whole.weights.values().zip(pieces.weights.values());
                        let largest = errors.map(|(a, b)| (a - b).abs()).fold(0.0_f32, f32::max);
                        assert!(largest < 1e-6 * size, "layer {l}: {largest:e} of {size:e}");
                    }
                }
            }
        }
    }
}
