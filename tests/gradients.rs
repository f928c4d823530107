//! Backpropagation against central differences of an independent float64 network.

use ndarray::Array2;
use overfit::nn::{Activation, Dropout, Init, Inputs, Loss, Network, Pass};
use overfit::random::{Gaussian, Stream, stream};
use rand::RngExt;

const CLASSES: usize = 3;
const INPUTS: usize = 4;

/// A network in float64, written from the formulas alone: weights\[l\]\[i\]\[j\] and biases\[l\]\[j\].
struct Reference {
    weights: Vec<Vec<Vec<f64>>>,
    biases: Vec<Vec<f64>>,
    activation: Activation,
    loss: Loss,
}

impl Reference {
    fn of(network: &Network) -> Reference {
        let weights = |layer: &overfit::nn::Layer| {
            (0..layer.inputs()).map(|i| layer.weights.row_values(i).map(f64::from).collect()).collect()
        };
        Reference {
            weights: network.layers.iter().map(weights).collect(),
            biases: network.layers.iter().map(|l| l.biases.values().map(f64::from).collect()).collect(),
            activation: network.activation,
            loss: network.loss,
        }
    }

    fn outputs(&self, input: &[f64]) -> Vec<f64> {
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
        }
        a
    }

    /// The loss summed over the examples.
    fn total_loss(&self, inputs: &Array2<f32>, labels: &[u8]) -> f64 {
        let examples = inputs.rows().into_iter().zip(labels);
        let losses = examples.map(|(input, &label)| {
            let input: Vec<f64> = input.iter().map(|&x| f64::from(x)).collect();
            let outputs = self.outputs(&input);
            match self.loss {
                Loss::CrossEntropy => -outputs[usize::from(label)].ln(),
                Loss::Quadratic => {
                    let target = |class: usize| f64::from(u8::from(class == usize::from(label)));
                    outputs.iter().enumerate().map(|(class, a)| (a - target(class)).powi(2) / 2.0).sum()
                }
            }
        });
        losses.sum()
    }

    /// The parameter at a place; `i` past the last input is the bias.
    fn parameter(&mut self, l: usize, i: usize, j: usize) -> &mut f64 {
        if i < self.weights[l].len() { &mut self.weights[l][i][j] } else { &mut self.biases[l][j] }
    }

    fn central_difference(
        &mut self,
        place: (usize, usize, usize),
        inputs: &Array2<f32>,
        labels: &[u8],
    ) -> f64 {
        const H: f64 = 1e-5;
        let (l, i, j) = place;
        let value = *self.parameter(l, i, j);
        *self.parameter(l, i, j) = value + H;
        let above = self.total_loss(inputs, labels);
        *self.parameter(l, i, j) = value - H;
        let below = self.total_loss(inputs, labels);
        *self.parameter(l, i, j) = value;
        (above - below) / (2.0 * H)
    }
}

/// The largest error of any gradient, relative to the longest gradient of its layer.
fn largest_error(activation: Activation, loss: Loss, hidden: &[usize]) -> f64 {
    let sizes: Vec<usize> = [INPUTS].iter().chain(hidden).chain([&CLASSES]).copied().collect();
    let mut rng = stream(11, Stream::Weights);
    let network = Network::new(&sizes, activation, loss, Init::Scaled, &mut rng);
    let inputs = Array2::from_shape_simple_fn((7, INPUTS), || rng.sample::<f64, _>(Gaussian) as f32);
    let labels: Vec<u8> = (0..7).map(|i| i % CLASSES as u8).collect();
    let (mut pass, mut gradients) = (Pass::default(), network.zero_gradients());
    network.backprop(&Inputs::from(inputs.view()).all(), &labels, Dropout::NONE, &mut pass, &mut gradients);

    let mut reference = Reference::of(&network);
    let mut largest: f64 = 0.0;
    for (l, (gradient, layer)) in gradients.iter().zip(&network.layers).enumerate() {
        let size = gradient.weights.values().fold(0.0_f64, |size, g| size.max(f64::from(g.abs())));
        assert!(size > 1e-4, "a gradient that vanishes tests nothing");
        for i in 0..=layer.inputs() {
            for j in 0..layer.units() {
                let ours =
                    if i < layer.inputs() { gradient.weights[(i, j)] } else { gradient.biases[(0, j)] };
                let expected = reference.central_difference((l, i, j), &inputs, &labels);
                largest = largest.max((f64::from(ours) - expected).abs() / size);
            }
        }
    }
    largest
}

#[test]
fn every_activation_loss_and_depth() {
    let mut tested = 0;
    for activation in Activation::ALL {
        for loss in Loss::ALL {
            for hidden in [&[][..], &[5], &[5, 4], &[6, 5, 4]] {
                let error = largest_error(activation, loss, hidden);
                assert!(error < 2e-5, "{activation:?} {loss:?} {hidden:?}: off by {error:.1e}");
                tested += 1;
            }
        }
    }
    assert_eq!(tested, 24);
}
