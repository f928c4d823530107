//! Whole training runs, compared with figures of an independent float64 program.
//!
//! The files in `tests/golden` give the sizes of a network and the figures after some steps: cost, correct answers,
//! norms of weights and gradients, the first outputs. Initial weights are a formula, not random numbers.

use ndarray::Array2;
use overfit::data;
use overfit::nn::{
    Activation, Dropout, Inputs, Layer, Loss, Matrix, Network, Optimizer, OptimizerState, ThreadPool,
    Workspace, evaluate,
};
use overfit::train::Setup;
use serde_json::Value;

const CIRCLES: &str = include_str!("golden/circles.json");
const CIRCLES_DEEP: &str = include_str!("golden/circles_deep.json");
const MNIST: &str = include_str!("golden/mnist.json");

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(number).collect()
}

/// A network with the initial weights of a file: sines of their indices.
fn network(golden: &Value) -> Network {
    let phase = number(&golden["phase"]);
    let sizes: Vec<usize> = numbers(&golden["sizes"]).into_iter().map(|size| size as usize).collect();
    let layer = |pair: &[usize]| {
        let scale = if pair[0] < 50 { 1.0 } else { 0.25 };
        let weight = |i: usize, j: usize| {
            let (i, j) = (i as f64, j as f64);
            (scale * (1.0 + phase + 0.7 * i + 1.3 * j + 0.11 * i * j).sin()) as f32
        };
        let weights = Matrix::from_fn(pair[0], pair[1], weight);
        Layer { weights, biases: Matrix::zeros(1, pair[1]) }
    };
    Network {
        layers: sizes.windows(2).map(layer).collect(),
        activation: Activation::Sigmoid,
        loss: Loss::Quadratic,
    }
}

fn points() -> (Array2<f32>, Vec<u8>) {
    let golden: Value = serde_json::from_str(CIRCLES).expect("JSON");
    let rows: Vec<Vec<f64>> = golden["x"].as_array().expect("points").iter().map(numbers).collect();
    let inputs = Array2::from_shape_fn((rows.len(), 2), |(i, j)| rows[i][j] as f32);
    (inputs, numbers(&golden["y"]).into_iter().map(|label| label as u8).collect())
}

fn digits() -> (Array2<f32>, Vec<u8>) {
    let setup = Setup::lecture(data::resolve("mnist").expect("built in"));
    let train = setup.data.load(&setup.request(), 1).expect("built in").train;
    (train.inputs.to_array(), train.labels)
}

fn norm(matrix: &Matrix) -> f64 {
    matrix.values().map(|value| f64::from(value).powi(2)).sum::<f64>().sqrt()
}

/// Fails if the error is too large: the relative error, or the absolute one near zero.
fn assert_near(what: &str, step: u64, ours: f64, golden: f64, tolerance: f64) {
    let error = (ours - golden).abs() / golden.abs().max(1e-3);
    assert!(error < tolerance, "{what} at step {step}: {ours} instead of {golden}, off by {error:.1e}");
}

fn assert_norms(what: &str, step: u64, ours: Vec<f64>, golden: &Value, tolerance: f64) {
    for (ours, golden) in ours.into_iter().zip(numbers(golden)) {
        assert_near(what, step, ours, golden, tolerance);
    }
}

/// Trains as a file says, and compares after all steps for which it has figures.
fn reproduce(text: &str, (inputs, labels): (Array2<f32>, Vec<u8>)) {
    let mut inputs = Inputs::from(inputs.view());
    inputs.prepare_full_batch(&ThreadPool::default());
    let golden: Value = serde_json::from_str(text).expect("JSON");
    let eta = number(&golden["eta"]) as f32;
    let mut network = network(&golden);
    let mut optimizer = OptimizerState::new(Optimizer::Gd, &network);
    let (mut workspace, mut gradients) = (Workspace::default(), network.zero_gradients());
    let mut step = 0;
    let records = golden["record"].as_array().expect("records");
    assert!(records.len() >= 6);
    for record in records {
        let target = record["step"].as_u64().expect("a step");
        while step < target {
            network.backprop(&inputs.all(), &labels, Dropout::NONE, &mut workspace, &mut gradients);
            let step_size = optimizer.compute_updates(&mut gradients, eta, 1.0, &ThreadPool::default());
            assert!(network.apply_updates(&mut gradients, step_size, 1e8, &ThreadPool::default()));
            step += 1;
        }
        let tolerance = if step <= 10 { 1e-4 } else { 1e-2 };
        let metrics = evaluate(&network, &inputs, &labels, &mut workspace);
        let cost = metrics.loss * metrics.examples as f64;
        assert_near("cost", step, cost, number(&record["cost"]), tolerance);
        let correct = number(&record["correct"]);
        assert!((metrics.correct as f64 - correct).abs() <= 1.0, "{} right, not {correct}", metrics.correct);
        network.backprop(&inputs.all(), &labels, Dropout::NONE, &mut workspace, &mut gradients);
        let layers = network.layers.iter();
        let (weights, biases) = layers.map(|layer| (norm(&layer.weights), norm(&layer.biases))).unzip();
        assert_norms("weights", step, weights, &record["weight_norm"], tolerance);
        assert_norms("biases", step, biases, &record["bias_norm"], tolerance);
        let (weights, biases) = gradients.iter().map(|g| (norm(&g.weights), norm(&g.biases))).unzip();
        // A gradient is a small difference of large sums and has fewer correct digits than its terms.
        assert_norms("gradients", step, weights, &record["gradient_norm"], 10.0 * tolerance);
        assert_norms("bias gradients", step, biases, &record["bias_gradient_norm"], 10.0 * tolerance);
        network.forward(&inputs.range(0..3), &mut workspace);
        let outputs = record["first_outputs"].as_array().expect("outputs");
        for (n, golden) in outputs.iter().enumerate() {
            for (ours, golden) in workspace.outputs(n).zip(numbers(golden)) {
                assert_near("output", step, f64::from(ours), golden, 10.0 * tolerance);
            }
        }
    }
}

#[test]
fn circles() {
    reproduce(CIRCLES, points());
}

#[test]
fn circles_with_two_hidden_layers() {
    reproduce(CIRCLES_DEEP, points());
}

#[test]
fn mnist() {
    reproduce(MNIST, digits());
}
