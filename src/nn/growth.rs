//! Adding a hidden unit and taking one away while a network learns.

use ndarray::{Array1, Array2, Axis};
use rand::RngExt;
use rand::rngs::ChaCha8Rng;

use super::{Init, Inputs, Layer, Network, OptimizerState, Pass};
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
    let incoming = Array1::from_shape_simple_fn(inputs, || (deviation * rng.sample(Gaussian)) as f32);
    insert(&mut network.layers, l, &incoming);
    insert(&mut state.mean, l, &Array1::zeros(inputs));
    insert(&mut state.square, l, &Array1::zeros(inputs));
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
    let outgoing = network.layers[l + 1].weights.row(unit).to_owned();
    network.layers[l + 1].biases.scaled_add(mean_activation, &outgoing);
    for layers in [&mut network.layers, &mut state.mean, &mut state.square] {
        let staying: Vec<usize> = (0..layers[l].units()).filter(|&other| other != unit).collect();
        layers[l].weights = in_rows(layers[l].weights.select(Axis(1), &staying));
        layers[l].biases = layers[l].biases.select(Axis(0), &staying);
        layers[l + 1].weights = in_rows(layers[l + 1].weights.select(Axis(0), &staying));
    }
}

/// The unit of hidden layer `l` whose removal changes the next layer least, and its mean activation.
///
/// A unit matters by how far its activation spreads over the examples given, times the size of its
/// outgoing weights: a constant can be taken over by the biases.
pub fn least_important_unit(network: &Network, l: usize, inputs: &Inputs) -> (usize, f32) {
    let mut pass = Pass::default();
    network.forward(&inputs.all(), &mut pass);
    let activations = &pass.hidden()[l];
    let outgoing = &network.layers[l + 1].weights;
    let mut least = (f64::INFINITY, 0, 0.0);
    for (unit, column) in activations.columns().into_iter().enumerate() {
        let n = column.len().max(1) as f64;
        let mean = column.iter().map(|&a| f64::from(a)).sum::<f64>() / n;
        let variance = column.iter().map(|&a| (f64::from(a) - mean).powi(2)).sum::<f64>() / n;
        let strength: f64 = outgoing.row(unit).iter().map(|&w| f64::from(w).powi(2)).sum();
        if variance * strength < least.0 {
            least = (variance * strength, unit, mean as f32);
        }
    }
    (least.1, least.2)
}

fn insert(layers: &mut [Layer], l: usize, incoming: &Array1<f32>) {
    let weights = &mut layers[l].weights;
    weights.push_column(incoming.view()).expect("one incoming weight an input");
    *weights = in_rows(std::mem::take(weights));
    layers[l].biases = layers[l].biases.iter().copied().chain([0.0]).collect();
    let outgoing = Array1::zeros(layers[l + 1].units());
    layers[l + 1].weights.push_row(outgoing.view()).expect("one outgoing weight a unit of the next layer");
}

/// The same array, lying in memory row by row.
fn in_rows(array: Array2<f32>) -> Array2<f32> {
    if array.is_standard_layout() { array } else { array.as_standard_layout().into_owned() }
}
