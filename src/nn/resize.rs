//! Adding hidden units to a network that learns, and removing them.

use rand::RngExt;
use rand::rngs::ChaCha8Rng;

use super::batch::ranges;
use super::evaluation::GROUP_SIZE;
use super::init::Init;
use super::inputs::Inputs;
use super::layer::Layer;
use super::matrix::Matrix;
use super::network::Network;
use super::optimizer_state::OptimizerState;
use super::workspace::Workspace;
use crate::random::Gaussian;

/// Units whose activations one thread sums at once.
const UNITS_PER_JOB: usize = 16;

/// Adds `count` units to hidden layer `l`, with random incoming weights, biases of zero and outgoing weights of zero:
/// the outputs of the network do not change.
///
/// # Panics
/// If `l` is not a hidden layer.
pub fn add_units(
    network: &mut Network,
    state: &mut OptimizerState,
    l: usize,
    count: usize,
    init: Init,
    rng: &mut ChaCha8Rng,
) {
    let deviation = init.deviation(network.layers[l].inputs(), network.activation);
    for layers in state.moments_mut() {
        append_units(layers, l, count, || 0.0);
    }
    append_units(&mut network.layers, l, count, || (deviation * rng.sample(Gaussian)) as f32);
}

/// Appends units to layer `l`, with `incoming()` as incoming weights, unit by unit, and zeros elsewhere.
fn append_units(layers: &mut [Layer], l: usize, count: usize, mut incoming: impl FnMut() -> f32) {
    let Layer { weights, biases } = &mut layers[l];
    let (inputs, before) = (weights.rows(), weights.columns());
    let units = before + count;
    let mut wider = Matrix::from_fn(inputs, units, |i, j| if j < before { weights[(i, j)] } else { 0.0 });
    for j in before..units {
        for i in 0..inputs {
            wider[(i, j)] = incoming();
        }
    }
    *weights = wider;
    *biases = Matrix::from_fn(1, units, |_, j| if j < before { biases[(0, j)] } else { 0.0 });
    let outgoing = &mut layers[l + 1].weights;
    let taller = |i: usize, j| if i < before { outgoing[(i, j)] } else { 0.0 };
    *outgoing = Matrix::from_fn(units, outgoing.columns(), taller);
}

/// Removes the `count` least important units of hidden layer `l`, judged on all examples of `inputs`.
///
/// A unit is the more important, the more its activation varies over the examples, and the larger its outgoing
/// weights are: its importance is the variance of its activation times Σ w² over its outgoing weights w. A constant
/// activation does not matter, because the biases of the next layer can take its place: they take over the mean
/// effect of each removed unit, so that the outputs change little.
///
/// The units are ranked once: removing one changes neither the activations nor the outgoing weights of the others.
/// The examples are worked through in groups, so that memory stays bounded, by the threads of `workspace`.
///
/// # Panics
/// If `l` is not a hidden layer, or has fewer than `count` units.
pub fn remove_units(
    network: &mut Network,
    state: &mut OptimizerState,
    l: usize,
    count: usize,
    inputs: &Inputs,
    workspace: &mut Workspace,
) {
    let removed = &rank_units(network, l, inputs, workspace)[..count];
    let next = &mut network.layers[l + 1];
    for &RankedUnit { unit, mean, .. } in removed {
        for j in 0..next.units() {
            next.biases[(0, j)] = mean.mul_add(next.weights[(unit, j)], next.biases[(0, j)]);
        }
    }
    let is_kept = |unit: &usize| removed.iter().all(|removed| removed.unit != *unit);
    let kept: Vec<usize> = (0..network.layers[l].units()).filter(is_kept).collect();
    for layers in state.moments_mut().chain([&mut network.layers]) {
        let Layer { weights, biases } = &mut layers[l];
        *weights = Matrix::from_fn(weights.rows(), kept.len(), |i, j| weights[(i, kept[j])]);
        *biases = Matrix::from_fn(1, kept.len(), |_, j| biases[(0, kept[j])]);
        let outgoing = &mut layers[l + 1].weights;
        *outgoing = Matrix::from_fn(kept.len(), outgoing.columns(), |i, j| outgoing[(kept[i], j)]);
    }
}

/// A unit with its importance and its mean activation.
struct RankedUnit {
    unit: usize,
    importance: f64,
    mean: f32,
}

/// The units of hidden layer `l`, the least important first; of equally important units, the first comes first.
fn rank_units(network: &Network, l: usize, inputs: &Inputs, workspace: &mut Workspace) -> Vec<RankedUnit> {
    let n = inputs.len().max(1) as f64;
    let sums = sum_activations(network, l, inputs, workspace, |_, a| a);
    let means: Vec<f64> = sums.into_iter().map(|sum| sum / n).collect();
    let squares = sum_activations(network, l, inputs, workspace, |unit, a| (a - means[unit]).powi(2));
    let outgoing = &network.layers[l + 1].weights;
    let ranked = |(unit, square): (usize, f64)| {
        let strength: f64 = outgoing.row_values(unit).map(|w| f64::from(w).powi(2)).sum();
        let importance = square / n * strength;
        if importance < f64::INFINITY {
            RankedUnit { unit, importance, mean: means[unit] as f32 }
        } else {
            // Infinite or NaN: removed last, and its mean effect would not be finite either.
            RankedUnit { unit, importance: f64::INFINITY, mean: 0.0 }
        }
    };
    let mut ranking: Vec<RankedUnit> = squares.into_iter().enumerate().map(ranked).collect();
    ranking.sort_by(|a, b| a.importance.total_cmp(&b.importance)); // stable
    ranking
}

/// Σ `term(unit, a)` over the activations a of each unit of hidden layer `l`, from the first example to the last.
fn sum_activations(
    network: &Network,
    l: usize,
    inputs: &Inputs,
    workspace: &mut Workspace,
    term: impl Fn(usize, f64) -> f64 + Sync,
) -> Vec<f64> {
    let mut sums = vec![0.0; network.layers[l].units()];
    for group in ranges(inputs.len(), GROUP_SIZE) {
        network.forward_hidden(l, &inputs.range(group), workspace);
        let jobs = sums.chunks_mut(UNITS_PER_JOB).enumerate();
        workspace.pass_pool().for_each(jobs, |(job, sums)| {
            for (unit, sum) in (job * UNITS_PER_JOB..).zip(sums) {
                let activations = workspace.activations(l, unit).map(f64::from);
                *sum = activations.fold(*sum, |sum, a| sum + term(unit, a));
            }
        });
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::activation::Activation;
    use crate::nn::dropout::Dropout;
    use crate::nn::loss::Loss;
    use crate::nn::optimizer::Optimizer;
    use crate::nn::thread_pool::ThreadPool;
    use crate::random::{Stream, stream};

    /// Adds one unit.
    fn add_unit(
        network: &mut Network,
        state: &mut OptimizerState,
        l: usize,
        init: Init,
        rng: &mut ChaCha8Rng,
    ) {
        fn insert(layers: &mut [Layer], l: usize, mut incoming: impl FnMut() -> f32) {
            let Layer { weights, biases } = &mut layers[l];
            let (inputs, units) = (weights.rows(), weights.columns());
            *weights =
                Matrix::from_fn(
                    inputs,
                    units + 1,
                    |i, j| if j < units { weights[(i, j)] } else { incoming() },
                );
            *biases = Matrix::from_fn(1, units + 1, |_, j| if j < units { biases[(0, j)] } else { 0.0 });
            let weights = &mut layers[l + 1].weights;
            let classes = weights.columns();
            *weights =
                Matrix::from_fn(units + 1, classes, |i, j| if i < units { weights[(i, j)] } else { 0.0 });
        }
        let deviation = init.deviation(network.layers[l].inputs(), network.activation);
        insert(&mut network.layers, l, || (deviation * rng.sample(Gaussian)) as f32);
        state.moments_mut().for_each(|layers| insert(layers, l, || 0.0));
    }

    /// The least important unit, ranked afresh on all examples at once, and its mean activation.
    fn least_important_unit(network: &Network, l: usize, inputs: &Inputs) -> (usize, f32) {
        let mut workspace = Workspace::default();
        network.forward(&inputs.all(), &mut workspace);
        let n = inputs.len() as f64;
        let outgoing = &network.layers[l + 1].weights;
        let mut least = (f64::INFINITY, 0, 0.0);
        for unit in 0..network.layers[l].units() {
            let activations = || workspace.activations(l, unit).map(f64::from);
            let mean = activations().sum::<f64>() / n;
            let variance = activations().map(|a| (a - mean).powi(2)).sum::<f64>() / n;
            let strength: f64 = outgoing.row_values(unit).map(|w| f64::from(w).powi(2)).sum();
            if variance * strength < least.0 {
                least = (variance * strength, unit, mean as f32);
            }
        }
        (least.1, least.2)
    }

    /// Removes one unit.
    fn remove_unit(network: &mut Network, state: &mut OptimizerState, l: usize, unit: usize, mean: f32) {
        let next = &mut network.layers[l + 1];
        for j in 0..next.units() {
            next.biases[(0, j)] = mean.mul_add(next.weights[(unit, j)], next.biases[(0, j)]);
        }
        let old = |index: usize| index + usize::from(index >= unit);
        for layers in state.moments_mut().chain([&mut network.layers]) {
            let Layer { weights, biases } = &mut layers[l];
            *weights = Matrix::from_fn(weights.rows(), weights.columns() - 1, |i, j| weights[(i, old(j))]);
            *biases = Matrix::from_fn(1, biases.columns() - 1, |_, j| biases[(0, old(j))]);
            let weights = &mut layers[l + 1].weights;
            *weights = Matrix::from_fn(weights.rows() - 1, weights.columns(), |i, j| weights[(old(i), j)]);
        }
    }

    /// A network after two steps, so that the moments are not zero, and the examples it learned from.
    fn trained(width: usize, optimizer: Optimizer) -> (Network, OptimizerState, Inputs) {
        let mut rng = stream(5, Stream::Weights);
        // More examples than a group has; two of three inputs are zero.
        let examples = GROUP_SIZE + 77;
        let inputs = Matrix::from_fn(examples, width, |n, i| {
            if (n + i) % 3 == 0 { rng.sample::<f64, _>(Gaussian) as f32 } else { 0.0 }
        });
        let inputs = Inputs::from(inputs.to_array().view());
        let labels: Vec<u8> = (0..examples).map(|n| (n % 3) as u8).collect();
        let sizes = [width, 9, 7, 3];
        let mut network = Network::new(&sizes, Activation::Relu, Loss::CrossEntropy, Init::Scaled, &mut rng);
        for dead in [2, 5] {
            network.layers[0].biases[(0, dead)] = -1e3; // equally important: both never active
        }
        let mut state = OptimizerState::new(optimizer, &network);
        let (mut workspace, mut gradients) = (Workspace::default(), network.zero_gradients());
        for _ in 0..2 {
            network.backprop(&inputs.all(), &labels, Dropout::NONE, &mut workspace, &mut gradients);
            let step_size = state.compute_updates(&mut gradients, 1e-5, 1.0, &ThreadPool::default());
            assert!(network.apply_updates(&mut gradients, step_size, 1e8, &ThreadPool::default()));
        }
        (network, state, inputs)
    }

    #[test]
    fn many_units_at_once_are_the_units_one_at_a_time() {
        for (width, optimizer) in [5, 40].into_iter().flat_map(|w| Optimizer::ALL.map(|o| (w, o))) {
            let (mut network, mut state, inputs) = trained(width, optimizer);
            network.layers[1].weights[(4, 1)] = f32::INFINITY; // a unit of infinite importance
            let (mut plain, mut plain_state) = (network.clone(), state.clone());
            let (mut rng, mut plain_rng) = (stream(1, Stream::Growth), stream(1, Stream::Growth));
            let mut workspace = Workspace::default();
            for (l, removed, added) in [(0, 1, 0), (0, 3, 20), (1, 6, 3), (1, 0, 1), (0, 24, 2)] {
                remove_units(&mut network, &mut state, l, removed, &inputs, &mut workspace);
                add_units(&mut network, &mut state, l, added, Init::Scaled, &mut rng);
                for _ in 0..removed {
                    let (unit, mean) = least_important_unit(&plain, l, &inputs);
                    remove_unit(&mut plain, &mut plain_state, l, unit, mean);
                }
                for _ in 0..added {
                    add_unit(&mut plain, &mut plain_state, l, Init::Scaled, &mut plain_rng);
                }
                // As text, which tells all finite numbers apart and takes NaN for equal to itself.
                assert_eq!(format!("{network:?}"), format!("{plain:?}"), "{optimizer:?} {l}");
                assert_eq!(format!("{state:?}"), format!("{plain_state:?}"), "{optimizer:?} {l}");
            }
        }
    }

    #[test]
    fn added_units_do_not_change_the_outputs() {
        let (mut network, mut state, inputs) = trained(5, Optimizer::Adam);
        let mut workspace = Workspace::default();
        let before = network.predict(&inputs.all(), &mut workspace);
        let mut rng = stream(1, Stream::Growth);
        add_units(&mut network, &mut state, 0, 30, Init::Normal, &mut rng);
        assert_eq!(network.sizes(), [5, 39, 7, 3]);
        assert_eq!(network.predict(&inputs.all(), &mut workspace), before);
    }
}
