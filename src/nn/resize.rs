//! Adding a hidden unit and taking one away while a network learns.

use rand::RngExt;
use rand::rngs::ChaCha8Rng;

use super::init::Init;
use super::inputs::Inputs;
use super::layer::Layer;
use super::matrix::Matrix;
use super::network::Network;
use super::optimizer::OptimizerState;
use super::workspace::Workspace;
use crate::random::Gaussian;

/// Adds a unit to hidden layer `l`, with fresh incoming weights and outgoing weights of zero: the outputs
/// of the network do not change.
pub fn add_unit(
    network: &mut Network,
    state: &mut OptimizerState,
    l: usize,
    init: Init,
    rng: &mut ChaCha8Rng,
) {
    let inputs = network.layers[l].inputs();
    let deviation = init.deviation(inputs, network.activation);
    insert(&mut network.layers, l, || (deviation * rng.sample(Gaussian)) as f32);
    for moments in state.moments_mut() {
        insert(moments, l, || 0.0);
    }
}

/// Takes unit `unit` out of hidden layer `l`.
///
/// `mean_activation` is what the unit gives on average; that share of its effect moves into the biases of
/// the next layer, so that the outputs change as little as they can.
pub fn remove_unit(
    network: &mut Network,
    state: &mut OptimizerState,
    l: usize,
    unit: usize,
    mean_activation: f32,
) {
    let next = &mut network.layers[l + 1];
    for j in 0..next.units() {
        next.biases[(0, j)] = mean_activation.mul_add(next.weights[(unit, j)], next.biases[(0, j)]);
    }
    let stay = |place: usize| place + usize::from(place >= unit);
    for layers in state.moments_mut().chain([&mut network.layers]) {
        let Layer { weights, biases } = &mut layers[l];
        *weights = Matrix::from_fn(weights.rows(), weights.columns() - 1, |i, j| weights[(i, stay(j))]);
        *biases = Matrix::from_fn(1, biases.columns() - 1, |_, j| biases[(0, stay(j))]);
        let weights = &mut layers[l + 1].weights;
        *weights = Matrix::from_fn(weights.rows() - 1, weights.columns(), |i, j| weights[(stay(i), j)]);
    }
}

/// The unit of hidden layer `l` whose removal changes the next layer least, and its mean activation.
///
/// A unit matters by how far its activation spreads over the examples given, times the size of its
/// outgoing weights: a constant can be taken over by the biases.
pub fn least_important_unit(network: &Network, l: usize, inputs: &Inputs) -> (usize, f32) {
    let mut workspace = Workspace::default();
    network.forward(&inputs.all(), &mut workspace);
    let n = inputs.len().max(1) as f64;
    let outgoing = &network.layers[l + 1].weights;
    let mut least = (f64::INFINITY, 0, 0.0);
    for unit in 0..network.layers[l].units() {
        let mean = workspace.activations(l, unit).map(f64::from).sum::<f64>() / n;
        let variance = workspace.activations(l, unit).map(|a| (f64::from(a) - mean).powi(2)).sum::<f64>() / n;
        let strength: f64 = outgoing.row_values(unit).map(|w| f64::from(w).powi(2)).sum();
        if variance * strength < least.0 {
            least = (variance * strength, unit, mean as f32);
        }
    }
    (least.1, least.2)
}

fn insert(layers: &mut [Layer], l: usize, mut incoming: impl FnMut() -> f32) {
    let Layer { weights, biases } = &mut layers[l];
    let (inputs, units) = (weights.rows(), weights.columns());
    *weights =
        Matrix::from_fn(inputs, units + 1, |i, j| if j < units { weights[(i, j)] } else { incoming() });
    *biases = Matrix::from_fn(1, units + 1, |_, j| if j < units { biases[(0, j)] } else { 0.0 });
    let weights = &mut layers[l + 1].weights;
    let classes = weights.columns();
    *weights = Matrix::from_fn(units + 1, classes, |i, j| if i < units { weights[(i, j)] } else { 0.0 });
}
