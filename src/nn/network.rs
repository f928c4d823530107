//! The network: forward pass, backpropagation, prediction.

use ndarray::{Array1, Array2, ArrayView2};
use rand::rngs::ChaCha8Rng;

use super::kernels::{self, Aligned, Start};
use super::{Activation, Batch, Init, Loss};

/// One fully connected layer: z = a · weights + biases.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Inputs × units, so that the weights of one input lie together.
    pub weights: Array2<f32>,
    /// One a unit.
    pub biases: Array1<f32>,
}

impl Layer {
    /// A layer of zeros.
    pub fn zeros(inputs: usize, units: usize) -> Layer {
        Layer { weights: Array2::zeros((inputs, units)), biases: Array1::zeros(units) }
    }

    /// Zeros in the shape of this layer.
    #[must_use]
    pub fn zeros_like(&self) -> Layer {
        Layer::zeros(self.inputs(), self.units())
    }

    /// The number of inputs.
    pub fn inputs(&self) -> usize {
        self.weights.nrows()
    }

    /// The number of units.
    pub fn units(&self) -> usize {
        self.weights.ncols()
    }
}

/// The gradients of the loss, layer by layer, each in the shape of its layer.
pub type Gradients = Vec<Layer>;

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

/// What a forward pass leaves behind for backpropagation, and the room that both need.
///
/// Kept from step to step, so that a step allocates nothing.
#[derive(Clone, Debug, Default)]
pub struct Pass {
    /// Activations of each layer, examples × units; the last ones are the outputs.
    activations: Vec<Array2<f32>>,
    /// δ = ∂loss/∂z of the layer in hand and of the one before it, examples × units.
    delta: Array2<f32>,
    delta_before: Array2<f32>,
    /// Weights of one layer, units × inputs.
    transposed: Array2<f32>,
    aligned: Aligned,
}

impl Pass {
    /// Outputs of the last forward pass, examples × classes.
    pub fn outputs(&self) -> ArrayView2<'_, f32> {
        self.activations.last().map_or_else(|| self.delta.view(), |outputs| outputs.view())
    }

    /// Activations of the hidden layers in the last forward pass, examples × units each.
    pub fn hidden(&self) -> &[Array2<f32>] {
        self.activations.split_last().map_or(&[], |(_, hidden)| hidden)
    }
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
            biases: Array1::zeros(pair[1]),
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
        self.layers.iter().map(|layer| layer.weights.len() + layer.biases.len()).sum()
    }

    /// Zeros in the shape of this network.
    pub fn zeros_like(&self) -> Gradients {
        self.layers.iter().map(Layer::zeros_like).collect()
    }

    /// Computes the activations of all layers.
    pub fn forward(&self, inputs: &Batch, pass: &mut Pass) {
        pass.activations.resize(self.layers.len(), Array2::default((0, 0)));
        let output_layer = self.layers.len() - 1;
        for (l, layer) in self.layers.iter().enumerate() {
            let (before, rest) = pass.activations.split_at_mut(l);
            let a = reshape(&mut rest[0], inputs.len(), layer.units());
            match before.last() {
                None => inputs.affine(&layer.weights, &layer.biases, &mut pass.aligned, a),
                Some(a_before) => {
                    kernels::affine(a_before, &layer.weights, Start::Row(kernels::flat(&layer.biases)), a);
                }
            }
            if l < output_layer {
                self.activation.apply(kernels::flat_mut(a));
            } else {
                self.loss.output(kernels::flat_mut(a), layer.units());
            }
        }
    }

    /// The lecture's backpropagation, for any number of layers:
    ///
    /// - δ of the output layer is the delta of the loss,
    /// - δₗ = (δₗ₊₁ · wₗ₊₁ᵀ) ∘ σ′(zₗ) for the layers before,
    /// - ∂C/∂bₗ = Σ δₗ and ∂C/∂wₗ = aₗ₋₁ᵀ · δₗ,
    ///
    /// summed over the examples. `labels` are theirs, `gradients` has the shape of the network.
    pub fn backprop(&self, inputs: &Batch, labels: &[u8], pass: &mut Pass, gradients: &mut Gradients) {
        self.forward(inputs, pass);
        self.output_delta(labels, pass);
        for l in (0..self.layers.len()).rev() {
            let Layer { weights, biases } = &mut gradients[l];
            match l {
                0 => inputs.gradient(&pass.delta, &mut pass.aligned, weights),
                _ => kernels::gradient(&pass.activations[l - 1], &pass.delta, weights),
            }
            kernels::sum_rows(&pass.delta, biases);
            if l > 0 {
                self.delta_before(l, pass);
            }
        }
    }

    fn output_delta(&self, labels: &[u8], pass: &mut Pass) {
        let outputs = &pass.activations[self.layers.len() - 1];
        let delta = reshape(&mut pass.delta, outputs.nrows(), outputs.ncols());
        delta.assign(outputs);
        let classes = delta.ncols();
        for (outputs, &label) in kernels::flat_mut(delta).chunks_exact_mut(classes).zip(labels) {
            self.loss.delta(outputs, label);
        }
    }

    /// Takes δ from layer `l` to the layer before it.
    fn delta_before(&self, l: usize, pass: &mut Pass) {
        let weights = &self.layers[l].weights;
        let a_before = &pass.activations[l - 1];
        let transposed = reshape(&mut pass.transposed, weights.ncols(), weights.nrows());
        transposed.assign(&weights.t());
        let delta_before = reshape(&mut pass.delta_before, a_before.nrows(), a_before.ncols());
        kernels::affine(&pass.delta, transposed, Start::Zero, delta_before);
        self.activation.scale_by_derivative(kernels::flat_mut(delta_before), kernels::flat(a_before));
        std::mem::swap(&mut pass.delta, &mut pass.delta_before);
    }

    /// Adds `updates` to the weights and biases, unless one of them would leave the finite numbers or pass
    /// `limit`; then nothing changes, and the answer is `false`.
    pub fn apply(&mut self, updates: &Gradients, limit: f32) -> bool {
        let mut pairs = self.layers.iter().zip(updates);
        let within = pairs.all(|(layer, update)| {
            kernels::sum_within(kernels::flat(&layer.weights), kernels::flat(&update.weights), limit)
                && kernels::sum_within(kernels::flat(&layer.biases), kernels::flat(&update.biases), limit)
        });
        if within {
            for (layer, update) in self.layers.iter_mut().zip(updates) {
                layer.weights += &update.weights;
                layer.biases += &update.biases;
            }
        }
        within
    }

    /// The class of the largest output of each example, and that output.
    pub fn predict(&self, inputs: &Batch, pass: &mut Pass) -> Vec<Prediction> {
        self.forward(inputs, pass);
        pass.outputs().rows().into_iter().map(|outputs| Prediction::of(&outputs.to_vec())).collect()
    }
}

impl Prediction {
    /// What the outputs of one example say; of equal outputs the first wins, as in NumPy's `argmax`.
    pub fn of(outputs: &[f32]) -> Prediction {
        let (class, confidence) = kernels::argmax(outputs);
        Prediction { class: class as u8, confidence }
    }
}

/// Makes room for rows × columns without giving memory back.
fn reshape(array: &mut Array2<f32>, rows: usize, columns: usize) -> &mut Array2<f32> {
    if array.dim() != (rows, columns) {
        let (mut room, _) = std::mem::take(array).into_raw_vec_and_offset();
        room.resize(rows * columns, 0.0);
        *array = Array2::from_shape_vec((rows, columns), room)
            .expect("rows × columns numbers fill rows × columns");
    }
    array
}
