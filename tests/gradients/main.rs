//! Backpropagation against central differences of an independent float64 network.

use ndarray::Array2;
use overfit::nn::{Activation, Dropout, Init, Inputs, Loss, Network, Penalty, ThreadPool, Workspace};
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
    dropout: Dropout,
    penalty: Penalty,
}

impl Reference {
    fn of(network: &Network, dropout: Dropout, penalty: Penalty) -> Reference {
        let weights = |layer: &overfit::nn::Layer| {
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

    /// For example `n` of a step.
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

    /// The loss summed over the examples, with the penalty once for each.
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
        let price = |w: &f64| l1 * w.abs() + l2 * w * w / 2.0;
        let weights = self.weights.iter().flatten().flatten();
        losses.sum::<f64>() + labels.len() as f64 * weights.map(price).sum::<f64>()
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
fn largest_error(
    (activation, loss, hidden): (Activation, Loss, &[usize]),
    dropout: Dropout,
    penalty: Penalty,
) -> f64 {
    let sizes: Vec<usize> = [INPUTS].iter().chain(hidden).chain([&CLASSES]).copied().collect();
    let mut rng = stream(11, Stream::Weights);
    let network = Network::new(&sizes, activation, loss, Init::Scaled, &mut rng);
    let inputs = Array2::from_shape_simple_fn((7, INPUTS), || rng.sample::<f64, _>(Gaussian) as f32);
    let labels: Vec<u8> = (0..7).map(|i| i % CLASSES as u8).collect();
    let (mut workspace, mut gradients) = (Workspace::default(), network.zero_gradients());
    network.backprop(&Inputs::from(inputs.view()).all(), &labels, dropout, &mut workspace, &mut gradients);
    penalty.add_to(&mut gradients, &network, labels.len(), &ThreadPool::default());

    let mut reference = Reference::of(&network, dropout, penalty);
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
                let error = largest_error((activation, loss, hidden), Dropout::NONE, Penalty::default());
                assert!(error < 2e-5, "{activation:?} {loss:?} {hidden:?}: off by {error:.1e}");
                tested += 1;
            }
        }
    }
    assert_eq!(tested, 24);
}

#[test]
fn dropout_and_penalties() {
    let penalty = Penalty { l1: 0.01, l2: 0.03 };
    for activation in Activation::ALL {
        for loss in Loss::ALL {
            for hidden in [&[9][..], &[8, 9]] {
                let what = (activation, loss, hidden);
                let dropout = Dropout { rate: 0.3, key: 7 };
                for (dropout, penalty) in
                    [(dropout, Penalty::default()), (Dropout::NONE, penalty), (dropout, penalty)]
                {
                    let error = largest_error(what, dropout, penalty);
                    assert!(error < 2e-5, "{what:?} {dropout:?} {penalty:?}: off by {error:.1e}");
                }
            }
        }
    }
}
