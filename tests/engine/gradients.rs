//! Backpropagation against the derivatives of an independent float64 network.

use crate::reference::Reference;
use ndarray::Array2;
use overfit::nn::{Activation, Dropout, Init, Inputs, Loss, Network, Penalty, ThreadPool, Workspace};
use overfit::random::{Gaussian, Stream, stream};
use rand::RngExt;

const CLASSES: usize = 3;
const INPUTS: usize = 4;

/// The largest error of any gradient, relative to the largest weight gradient of its layer.
fn largest_error(
    activation: Activation,
    loss: Loss,
    hidden: &[usize],
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

    let mut reference = Reference::new(&network, dropout, penalty);
    let mut largest: f64 = 0.0;
    for (l, (gradient, layer)) in gradients.iter().zip(&network.layers).enumerate() {
        let size = gradient.weights.values().fold(0.0_f64, |size, g| size.max(f64::from(g.abs())));
        assert!(size > 1e-4, "a gradient that vanishes tests nothing");
        for i in 0..=layer.inputs() {
            for j in 0..layer.units() {
                let ours =
                    if i < layer.inputs() { gradient.weights[(i, j)] } else { gradient.biases[(0, j)] };
                let expected = reference.derivative(l, i, j, &inputs, &labels);
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
                let error = largest_error(activation, loss, hidden, Dropout::NONE, Penalty::default());
                assert!(error < 2e-5, "{activation:?} {loss:?} {hidden:?}: off by {error:.1e}");
                tested += 1;
            }
        }
    }
    assert_eq!(tested, 4 * Activation::ALL.len() * Loss::ALL.len());
}

#[test]
fn dropout_and_penalties() {
    let penalty = Penalty { l1: 0.01, l2: 0.03 };
    for activation in Activation::ALL {
        for loss in Loss::ALL {
            for hidden in [&[9][..], &[8, 9]] {
                let dropout = Dropout { rate: 0.3, key: 7 };
                for (dropout, penalty) in
                    [(dropout, Penalty::default()), (Dropout::NONE, penalty), (dropout, penalty)]
                {
                    let error = largest_error(activation, loss, hidden, dropout, penalty);
                    assert!(
                        error < 2e-5,
                        "{activation:?} {loss:?} {hidden:?} {dropout:?} {penalty:?}: {error:.1e}"
                    );
                }
            }
        }
    }
}
