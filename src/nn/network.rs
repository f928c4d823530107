//! The network: forward pass, backpropagation, prediction.

use rand::rngs::ChaCha8Rng;

use super::gradient::Gradient;
use super::kernels;
use super::matrix::{Matrix, Vector};
use super::thread_pool::ThreadPool;
use super::workspace::Chunk;
use super::{Activation, Batch, Dropout, Init, Loss, Metrics, Workspace};

/// One fully connected layer: z = a · weights + biases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layer {
    /// Inputs × units, so that the weights of one input lie together.
    pub weights: Matrix,
    /// 1 × units.
    pub biases: Matrix,
}

impl Layer {
    /// A layer of zeros.
    pub fn zeros(inputs: usize, units: usize) -> Layer {
        Layer { weights: Matrix::zeros(inputs, units), biases: Matrix::zeros(1, units) }
    }

    /// Zeros in the shape of this layer.
    #[must_use]
    pub fn zeros_like(&self) -> Layer {
        Layer::zeros(self.inputs(), self.units())
    }

    /// The number of inputs.
    pub fn inputs(&self) -> usize {
        self.weights.rows()
    }

    /// The number of units.
    pub fn units(&self) -> usize {
        self.weights.columns()
    }
}

/// The gradients of the loss, layer by layer.
pub type Gradients = Vec<Gradient>;

/// A fully connected network with any number of hidden layers, none included.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// From the inputs to the outputs; the last one is the output layer.
    pub layers: Vec<Layer>,
    /// What the hidden units compute.
    pub activation: Activation,
    /// What the output units compute, and what training minimises.
    pub loss: Loss,
}

/// The class a network names, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// The class with the largest output.
    pub class: u8,
    /// That output, from 0 to 1.
    pub confidence: f32,
}

impl Network {
    /// A network with fresh weights and zero biases; `sizes` runs from the inputs to the classes: \[2, 10, 2\].
    pub fn new(
        sizes: &[usize],
        activation: Activation,
        loss: Loss,
        init: Init,
        rng: &mut ChaCha8Rng,
    ) -> Network {
        let layer = |pair: &[usize]| Layer {
            weights: init.weights(pair[0], pair[1], activation, rng),
            biases: Matrix::zeros(1, pair[1]),
        };
        Network { layers: sizes.windows(2).map(layer).collect(), activation, loss }
    }

    /// Units of each layer, the inputs first.
    pub fn sizes(&self) -> Vec<usize> {
        let inputs = self.layers.first().map(Layer::inputs);
        inputs.into_iter().chain(self.layers.iter().map(Layer::units)).collect()
    }

    /// The number of weights and biases.
    pub fn parameters(&self) -> usize {
        self.layers.iter().map(|layer| (layer.inputs() + 1) * layer.units()).sum()
    }

    /// Gradients of zero.
    pub fn zero_gradients(&self) -> Gradients {
        self.layers.iter().map(Gradient::zeros_like).collect()
    }

    /// Computes the activations of all layers.
    pub fn forward(&self, inputs: &Batch, workspace: &mut Workspace) {
        workspace.prepare(self, inputs);
        workspace.for_each_chunk(inputs, |first, inputs, chunk, rows| {
            self.forward_chunk(inputs, (first, Dropout::NONE), chunk, rows);
        });
    }

    /// A forward pass that also measures how good the outputs are.
    pub fn score(&self, inputs: &Batch, labels: &[u8], workspace: &mut Workspace) -> Metrics {
        workspace.prepare(self, inputs);
        workspace.for_each_chunk(inputs, |first, inputs, chunk, rows| {
            self.forward_chunk(inputs, (first, Dropout::NONE), chunk, rows);
            let (outputs, labels) = (&chunk.activations[self.layers.len() - 1], &labels[first..]);
            let labels = &labels[..inputs.len()];
            (chunk.loss, chunk.correct) =
                (self.loss.total(outputs, labels), kernels::count_correct(outputs, labels));
        });
        let loss = workspace.chunks().iter().fold(0.0, |sum, chunk| sum + chunk.loss);
        let correct = workspace.chunks().iter().map(|chunk| chunk.correct).sum();
        Metrics { loss: loss / inputs.len().max(1) as f64, correct, examples: inputs.len() }
    }

    /// The activations of a shard whose first example is number `first` of the step.
    fn forward_chunk(
        &self,
        inputs: &Batch,
        (first, dropout): (usize, Dropout),
        chunk: &mut Chunk,
        rows: &mut [Vector],
    ) {
        let output_layer = self.layers.len() - 1;
        for (l, layer) in self.layers.iter().enumerate() {
            let (before, rest) = chunk.activations.split_at_mut(l);
            let a = &mut rest[0];
            a.reshape(layer.units(), inputs.len());
            match before.last() {
                None => inputs.affine(layer, &mut chunk.columns, rows, a),
                Some(a_before) => kernels::affine(&layer.weights, a_before, &layer.biases, a),
            }
            if l < output_layer {
                self.activation.apply(a);
                dropout.apply(l, first, a);
            } else {
                self.loss.output(a);
            }
            a.clear_padding();
        }
    }

    /// The lecture's backpropagation, for any number of layers:
    ///
    /// - δ of the output layer is the delta of the loss,
    /// - δₗ = (δₗ₊₁ · wₗ₊₁ᵀ) ∘ σ′(zₗ) for the layers before,
    /// - ∂C/∂bₗ = Σ δₗ and ∂C/∂wₗ = aₗ₋₁ᵀ · δₗ,
    ///
    /// summed over the examples. `labels` are theirs, `gradients` has the shape of the network. Units that
    /// `dropout` leaves out have an activation and a δ of zero.
    pub fn backprop(
        &self,
        inputs: &Batch,
        labels: &[u8],
        dropout: Dropout,
        workspace: &mut Workspace,
        gradients: &mut Gradients,
    ) {
        workspace.prepare(self, inputs);
        workspace.for_each_chunk(inputs, |first, inputs, chunk, rows| {
            self.forward_chunk(inputs, (first, dropout), chunk, rows);
            self.backward_chunk(inputs, &labels[first..], (first, dropout), chunk, rows);
        });
        self.gradients(inputs, workspace, gradients);
    }

    /// The way back of [`Network::backprop`], after a forward pass that left its activations in `workspace`.
    pub fn backward(
        &self,
        inputs: &Batch,
        labels: &[u8],
        workspace: &mut Workspace,
        gradients: &mut Gradients,
    ) {
        workspace.for_each_chunk(inputs, |first, inputs, chunk, rows| {
            self.backward_chunk(inputs, &labels[first..], (first, Dropout::NONE), chunk, rows);
        });
        self.gradients(inputs, workspace, gradients);
    }

    /// From the shares of the shards, and from what they left behind, to the gradients of all layers.
    fn gradients(&self, inputs: &Batch, workspace: &mut Workspace, gradients: &mut Gradients) {
        for (l, (layer, gradient)) in self.layers.iter().zip(gradients).enumerate() {
            let shares = || workspace.chunks().iter().map(|chunk| &chunk.gradients[l]);
            kernels::total(shares().map(|share| &share.biases), &mut gradient.biases);
            if l == 0 && inputs.is_sparse() {
                inputs.gradient(workspace, gradient);
            } else if is_summed_by_chunk(layer) {
                kernels::total(shares().map(|share| &share.weights), gradient.all());
            } else {
                let pairs = workspace.parts(inputs).filter_map(|(chunk, inputs)| {
                    chunk.before(l, &inputs).map(|before| (before, &chunk.deltas[l]))
                });
                gradient.dots(pairs, inputs.len(), &workspace.pool);
            }
        }
    }

    /// δ of all layers, from the last to the first.
    fn backward_chunk(
        &self,
        inputs: &Batch,
        labels: &[u8],
        (first, dropout): (usize, Dropout),
        chunk: &mut Chunk,
        rows: &mut [Vector],
    ) {
        let output_layer = self.layers.len() - 1;
        let labels = &labels[..inputs.len()];
        self.loss.delta(&chunk.activations[output_layer], labels, &mut chunk.deltas[output_layer]);
        for l in (0..output_layer).rev() {
            let (before, after) = chunk.deltas.split_at_mut(l + 1);
            let (delta, a) = (&mut before[l], &chunk.activations[l]);
            delta.reshape(a.rows(), a.columns());
            kernels::product(&self.layers[l + 1].weights, &after[0], delta);
            self.activation.scale_by_derivative(delta, a, dropout.keep_probability());
            dropout.apply(l, first, delta);
        }
        inputs.store_delta(&chunk.deltas[0], rows);
        for (l, layer) in self.layers.iter().enumerate() {
            let mut share = std::mem::take(&mut chunk.gradients[l]);
            let delta = &chunk.deltas[l];
            share.biases.reshape(1, layer.units());
            kernels::sums(delta, &mut share.biases);
            if let Some(before) = chunk.before(l, inputs).filter(|_| is_summed_by_chunk(layer)) {
                share.weights.reshape(layer.inputs(), layer.units());
                kernels::dots([(before, delta)].into_iter(), 0, layer.units(), share.weights.vectors_mut());
            }
            chunk.gradients[l] = share;
        }
    }

    /// Adds `length` times `direction` to the weights and biases, unless one of them would leave the finite
    /// numbers or pass `limit`; then nothing changes, and the answer is `false`. The threads of `pool` share the
    /// work.
    pub fn step(&mut self, direction: &Gradients, length: f32, limit: f32, pool: &ThreadPool) -> bool {
        let mut pairs = self.layers.iter().zip(direction);
        let within = pairs.all(|(layer, by)| by.keeps_within(limit, layer, length, pool));
        if within {
            for (layer, by) in self.layers.iter_mut().zip(direction) {
                by.add_to(layer, length, pool);
            }
        }
        within
    }

    /// The class of the largest output of each example, and that output.
    pub fn predict(&self, inputs: &Batch, workspace: &mut Workspace) -> Vec<Prediction> {
        self.forward(inputs, workspace);
        (0..inputs.len()).map(|n| Prediction::of(workspace.outputs(n))).collect()
    }
}

impl Prediction {
    /// What the outputs of one example say; of equal outputs the first wins, as in NumPy's `argmax`.
    pub fn of(outputs: impl IntoIterator<Item = f32>) -> Prediction {
        let (class, confidence) = kernels::argmax(outputs);
        Prediction { class: class as u8, confidence }
    }
}

/// Whether the gradient of a dense layer is so small that it is worked out shard by shard, while the numbers are
/// at hand; of larger ones the shards would fill the memory.
fn is_summed_by_chunk(layer: &Layer) -> bool {
    layer.inputs() * layer.units() <= 4096
}
