//! What one example of a step does in the network, forward and backward, number by number.

use super::dropout::Dropout;
use super::inputs::Inputs;
use super::kernels;
use super::matrix::Matrix;
use super::network::Network;
use super::parameter::Parameter;
use super::workspace::Workspace;

/// The forward and the backward pass of one example of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct ExamplePass {
    /// The inputs x.
    pub inputs: Vec<f32>,
    /// The true class.
    pub label: u8,
    /// a of each layer; the last are the outputs. Dropout has been applied.
    pub activations: Vec<Vec<f32>>,
    /// δ = ∂C/∂z of each layer.
    pub deltas: Vec<Vec<f32>>,
}

impl Network {
    /// The passes of an example that is number `n` of its step, as backpropagation computes them. `dropout` leaves out other
    /// units for each example.
    pub fn example_pass(&self, inputs: Vec<f32>, label: u8, n: usize, dropout: Dropout) -> ExamplePass {
        let row = Inputs::from_rows(1, inputs.len(), |_| inputs.iter().copied());
        let (batch, mut workspace) = (row.all(), Workspace::default());
        workspace.prepare(&self.layers, &batch);
        workspace.for_each_chunk(&batch, |_, row, chunk, rows| {
            self.forward_chunk(row, n, dropout, chunk, rows);
            self.backward_chunk(row, &[label], n, dropout, chunk);
        });
        let numbers = |layers: &[Matrix]| -> Vec<Vec<f32>> {
            layers.iter().map(|layer| layer.values().collect()).collect()
        };
        let chunk = &workspace.chunks()[0];
        let (activations, deltas) = (numbers(&chunk.activations), numbers(&chunk.deltas));
        ExamplePass { inputs, label, activations, deltas }
    }
}

impl ExamplePass {
    /// What layer `l` receives: the inputs, or a of the layer before it.
    pub fn inputs_of(&self, l: usize) -> &[f32] {
        if l == 0 { &self.inputs } else { &self.activations[l - 1] }
    }

    /// What a weight is multiplied by; 1 for a bias.
    pub fn input_of(&self, parameter: Parameter) -> f32 {
        parameter.from.map_or(1.0, |from| self.inputs_of(parameter.layer)[from])
    }

    /// The weight of layer `l` by which the loss of this example is the steepest: from the largest a to the largest δ.
    pub fn steepest(&self, l: usize) -> Parameter {
        let largest = |numbers: &[f32]| kernels::argmax(numbers.iter().map(|number| number.abs())).0;
        Parameter { layer: l, from: Some(largest(self.inputs_of(l))), to: largest(&self.deltas[l]) }
    }

    /// ∂C/∂w of this example alone: a · δ.
    pub fn gradient(&self, parameter: Parameter) -> f32 {
        self.input_of(parameter) * self.deltas[parameter.layer][parameter.to]
    }
}
