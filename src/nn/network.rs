//! The network: its layers, the forward pass, the step, prediction.

use rand::rngs::ChaCha8Rng;

use super::activation::Activation;
use super::batch::Batch;
use super::dropout::Dropout;
use super::first_layer::{self, ChunkRows};
use super::gradient::{Gradient, Gradients};
use super::init::Init;
use super::kernels;
use super::layer::Layer;
use super::loss::Loss;
use super::matrix::Matrix;
use super::thread_pool::ThreadPool;
use super::workspace::{Chunk, Workspace};

/// A fully connected network with any number of hidden layers, including none.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// From the inputs to the outputs. The units of each layer are the inputs of the next; the last one is the
    /// output layer.
    pub layers: Vec<Layer>,
    /// The activation function of the hidden units.
    pub activation: Activation,
    /// The loss that training minimises; it decides the activation function of the output units.
    pub loss: Loss,
}

/// The class that a network predicts for an example.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// The class with the largest output.
    pub class: u8,
    /// That output, from 0 to 1.
    pub confidence: f32,
}

impl Network {
    /// A network with random weights and zero biases. `sizes` runs from the inputs to the classes: \[2, 10, 2\].
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

    /// The number of inputs, then of the units of each layer.
    pub fn sizes(&self) -> Vec<usize> {
        let inputs = self.layers.first().map(Layer::inputs);
        inputs.into_iter().chain(self.layers.iter().map(Layer::units)).collect()
    }

    /// The number of units of each hidden layer.
    pub fn hidden_sizes(&self) -> Vec<usize> {
        let hidden = self.layers.len().saturating_sub(1);
        self.layers.iter().take(hidden).map(Layer::units).collect()
    }

    /// The number of weights and biases.
    pub fn parameters(&self) -> usize {
        self.layers.iter().map(Layer::parameters).sum()
    }

    /// Gradients of zero, in the shapes of the layers.
    pub fn zero_gradients(&self) -> Gradients {
        self.layers.iter().map(Gradient::zeros_like).collect()
    }

    /// The forward pass: a₀ = inputs, zₗ = aₗ₋₁ · wₗ + bₗ, aₗ = σ(zₗ), and the activation function of the loss for the
    /// outputs.
    ///
    /// Leaves the activations of all layers in `workspace`: its memory grows with the batch.
    pub fn forward(&self, batch: &Batch, workspace: &mut Workspace) {
        workspace.prepare(&self.layers, batch);
        workspace.for_each_chunk(batch, |range, inputs, chunk, rows| {
            self.forward_chunk(inputs, range.start, Dropout::NONE, chunk, rows);
        });
    }

    /// The part of [`Network::forward`] up to hidden layer `l`.
    pub(super) fn forward_hidden(&self, l: usize, batch: &Batch, workspace: &mut Workspace) {
        workspace.prepare(&self.layers[..=l], batch);
        workspace.for_each_chunk(batch, |range, inputs, chunk, rows| {
            for layer in 0..=l {
                self.forward_layer(layer, inputs, range.start, Dropout::NONE, chunk, rows);
            }
        });
    }

    /// The forward pass of a chunk whose first example is number `first` of the step.
    pub(super) fn forward_chunk(
        &self,
        inputs: &Batch,
        first: usize,
        dropout: Dropout,
        chunk: &mut Chunk,
        rows: ChunkRows,
    ) {
        for l in 0..self.layers.len() {
            self.forward_layer(l, inputs, first, dropout, chunk, rows);
        }
    }

    /// The activations of layer `l` from those of the layer before it: zₗ = aₗ₋₁ · wₗ + bₗ, aₗ = σ(zₗ).
    fn forward_layer(
        &self,
        l: usize,
        inputs: &Batch,
        first: usize,
        dropout: Dropout,
        chunk: &mut Chunk,
        rows: ChunkRows,
    ) {
        let layer = &self.layers[l];
        let (before, rest) = chunk.activations.split_at_mut(l);
        let a = &mut rest[0];
        a.reshape_in_one_panel(layer.units(), inputs.len());
        match before.last() {
            None => first_layer::weighted_inputs(inputs, layer, &mut chunk.input_columns, rows, a),
            Some(a_before) => kernels::affine(&layer.weights, a_before, &layer.biases, a),
        }
        if l + 1 < self.layers.len() {
            self.activation.apply(a);
            dropout.apply(l, first, a);
        } else {
            self.loss.apply_output_activation(a);
        }
        a.clear_padding();
    }

    /// Takes a step: adds `step_size` · `updates` to the weights and biases, layer by layer in their shapes. Afterwards `updates`
    /// hold what these were.
    ///
    /// Returns `false` and changes nothing if a weight or bias would become NaN or pass ±`limit`. The threads of
    /// `pool` share the work.
    pub fn apply_updates(
        &mut self,
        updates: &mut Gradients,
        step_size: f32,
        limit: f32,
        pool: &ThreadPool,
    ) -> bool {
        let mut is_within = true;
        for (layer, update) in self.layers.iter_mut().zip(&mut *updates) {
            is_within &= update.take_step(layer, step_size, limit, pool);
        }
        if !is_within {
            self.undo_step(updates);
        }
        is_within
    }

    /// Undoes a step: becomes what `before` holds.
    pub(super) fn undo_step(&mut self, before: &Gradients) {
        for (layer, before) in self.layers.iter_mut().zip(before) {
            before.undo_step(layer);
        }
    }

    /// Predicts the class of each example of a batch.
    pub fn predict(&self, batch: &Batch, workspace: &mut Workspace) -> Vec<Prediction> {
        self.forward(batch, workspace);
        (0..batch.len()).map(|n| Prediction::of(workspace.outputs(n))).collect()
    }
}

impl Prediction {
    /// The prediction for the outputs of one example; of equal outputs the first wins, as in NumPy's `argmax`.
    pub fn of(outputs: impl IntoIterator<Item = f32>) -> Prediction {
        let (class, confidence) = kernels::argmax(outputs);
        Prediction { class: class as u8, confidence }
    }
}
