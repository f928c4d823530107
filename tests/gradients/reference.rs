//! The reference: a fully connected network in float64, written from the formulas alone.
//!
//! It shares no code with `overfit::nn` but the draws of dropout, and knows no backpropagation: its derivatives are
//! central differences.

use ndarray::Array2;
use overfit::nn::{Activation, Dropout, Layer, Loss, Network, Penalty};

/// A network with its loss.
pub struct Reference {
    /// `weights[l][i][j]` from input i to unit j of layer l.
    weights: Vec<Vec<Vec<f64>>>,
    /// `biases[l][j]` of unit j of layer l.
    biases: Vec<Vec<f64>>,
    activation: Activation,
    loss: Loss,
    dropout: Dropout,
    penalty: Penalty,
}

impl Reference {
    /// The reference for `network`, with its weights and biases.
    pub fn new(network: &Network, dropout: Dropout, penalty: Penalty) -> Reference {
        let weights = |layer: &Layer| {
            (0..layer.inputs()).map(|i| layer.weights.row_values(i).map(f64::from).collect()).collect()
        };
        Reference {
            weights: network.layers.iter().map(weights).collect(),
            biases: network.layers.iter().map(|l| l.biases.values().map(f64::from).collect()).collect(),
            activation: network.activation,
            loss: network.loss,
            dropout,
            penalty,
        }
    }

    /// The outputs for example `n` of a step.
    fn outputs(&self, n: usize, input: &[f64]) -> Vec<f64> {
        let mut a = input.to_vec();
        for (l, (weights, biases)) in self.weights.iter().zip(&self.biases).enumerate() {
            let z: Vec<f64> = (0..biases.len())
                .map(|j| biases[j] + a.iter().zip(weights).map(|(a, row)| a * row[j]).sum::<f64>())
                .collect();
            let last = l + 1 == self.weights.len();
            a = match (last, self.activation, self.loss) {
                (true, _, Loss::CrossEntropy) => {
                    let sum: f64 = z.iter().map(|z| z.exp()).sum();
                    z.iter().map(|z| z.exp() / sum).collect()
                }
                (true, _, Loss::Quadratic) | (false, Activation::Sigmoid, _) => {
                    z.iter().map(|z| 1.0 / (1.0 + (-z).exp())).collect()
                }
                (false, Activation::Tanh, _) => z.iter().map(|z| z.tanh()).collect(),
                (false, Activation::Relu, _) => z.iter().map(|z| z.max(0.0)).collect(),
            };
            for (unit, a) in a.iter_mut().enumerate().filter(|_| !last && !self.dropout.is_none()) {
                let kept = self.dropout.keeps(l, unit, n);
                *a = if kept { *a / f64::from(1.0 - self.dropout.rate) } else { 0.0 };
            }
        }
        a
    }

    /// The sum over the examples of the loss and the penalty.
    fn total_loss(&self, inputs: &Array2<f32>, labels: &[u8]) -> f64 {
        let examples = inputs.rows().into_iter().zip(labels).enumerate();
        let losses = examples.map(|(n, (input, &label))| {
            let input: Vec<f64> = input.iter().map(|&x| f64::from(x)).collect();
            let outputs = self.outputs(n, &input);
            match self.loss {
                Loss::CrossEntropy => -outputs[usize::from(label)].ln(),
                Loss::Quadratic => {
                    let target = |class: usize| f64::from(u8::from(class == usize::from(label)));
                    outputs.iter().enumerate().map(|(class, a)| (a - target(class)).powi(2) / 2.0).sum()
                }
            }
        });
        let (l1, l2) = (f64::from(self.penalty.l1), f64::from(self.penalty.l2));
        let penalty = |w: &f64| l1 * w.abs() + l2 * w * w / 2.0;
        let weights = self.weights.iter().flatten().flatten();
        losses.sum::<f64>() + labels.len() as f64 * weights.map(penalty).sum::<f64>()
    }

    /// The weight from input `i` to unit `j` of layer `l`, or its bias if `i` is the number of inputs.
    fn parameter(&mut self, l: usize, i: usize, j: usize) -> &mut f64 {
        if i < self.weights[l].len() { &mut self.weights[l][i][j] } else { &mut self.biases[l][j] }
    }

    /// The derivative of [`Reference::total_loss`] by the parameter that `l`, `i` and `j` name, as in
    /// [`Reference::parameter`]: (C(w + h) − C(w − h)) / 2h.
    pub fn derivative(&mut self, l: usize, i: usize, j: usize, inputs: &Array2<f32>, labels: &[u8]) -> f64 {
        const H: f64 = 1e-5;
        let value = *self.parameter(l, i, j);
        *self.parameter(l, i, j) = value + H;
        let above = self.total_loss(inputs, labels);
        *self.parameter(l, i, j) = value - H;
        let below = self.total_loss(inputs, labels);
        *self.parameter(l, i, j) = value;
        (above - below) / (2.0 * H)
    }
}
