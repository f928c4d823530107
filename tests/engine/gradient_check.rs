//! The gradient check of the program: it finds no fault in backpropagation, and finds those that are made on purpose.

use crate::advanced;
use crate::reference::Reference;
use ndarray::Array2;
use overfit::nn::{Activation, Dropout, GradientCheck, Loss, Objective, Penalty, Verdict};
use overfit::random::{Stream, stream};
use overfit::train::{RunId, Session, Snapshot, Status};
use overfit::tui::gradient_check::CheckRequest;
use rand::RngExt;
use std::sync::Arc;

fn request(session: &Session) -> CheckRequest {
    let snapshot = Snapshot::of(session, RunId(1), Status::Running);
    CheckRequest {
        run: snapshot.run,
        network: snapshot.network,
        step: snapshot.network_step,
        dataset: snapshot.dataset,
        penalty: snapshot.setup.penalty,
        dropout: snapshot.dropout,
    }
}

fn worst(check: &GradientCheck) -> f64 {
    check.weights.iter().map(|weight| weight.relative_error).fold(0.0, f64::max)
}

#[test]
fn smooth_activations_have_no_error_above_a_thousandth() {
    let mut worst_of_all: f64 = 0.0;
    let mut checks = 0;
    for activation in ["sigmoid", "tanh"] {
        for loss in Loss::ALL {
            for hidden in ["0", "10", "8,7", "9,8,7"] {
                for cure in ["", "--l1 0.01 --l2 0.02", "--dropout 0.3"] {
                    let words = format!(
                        "spirals --activation {activation} --loss {} --hidden {hidden} {cure} --init scaled --batch 20",
                        loss.name()
                    );
                    let mut session = advanced(&words, 0);
                    for _ in 0..8 {
                        let check = request(&session).carry_out().check;
                        assert_eq!(check.verdict(), Some(Verdict::Right), "{words}: {check:?}");
                        worst_of_all = worst_of_all.max(worst(&check));
                        checks += 1;
                        (0..20).for_each(|_| _ = session.advance());
                    }
                }
            }
        }
    }
    assert_eq!(checks, 2 * 2 * 4 * 3 * 8);
    println!("the worst of {checks} checks: {worst_of_all:.1e}");
    assert!(worst_of_all < 1e-3, "{worst_of_all:e}");
}

/// The lecture's runs, one that has learned its examples by heart, and large networks.
#[test]
fn real_runs_are_right_at_every_step() {
    for (words, steps) in [
        ("circles", 10_000),
        ("circles --activation tanh --eta 0.05", 3_000),
        ("mnist", 2_000),
        ("mnist --preset modern --activation tanh", 1_000),
        ("circles --preset modern --activation tanh --train-size 60 --hidden 100 --batch full", 6_000),
        ("mnist --hidden 800 --batch 10", 30),
        ("tests/data/rows.csv", 500),
        ("tests/data/bars.csv", 500),
    ] {
        for share in [0, 1, 3, 10] {
            let session = advanced(words, steps * share / 10);
            let check = request(&session).carry_out().check;
            let error = worst(&check);
            println!("{words} at {}: {error:.1e}", session.step());
            assert!(error < 1e-3, "{words} at step {}: {check:?}", session.step());
        }
    }
}

#[test]
fn kinks_are_skipped_and_the_rest_of_relu_is_right() {
    let (mut right, mut skipped) = (0, 0);
    for words in [
        "circles --preset modern --hidden 100",
        "mnist --preset modern",
        "moons --activation relu --init scaled --hidden 20,20,20 --l1 0.001 --batch 20",
    ] {
        let mut session = advanced(words, 0);
        for _ in 0..60 {
            let check = request(&session).carry_out().check;
            assert_ne!(check.verdict(), Some(Verdict::Wrong), "{words} at {}: {check:?}", session.step());
            right += check.weights.iter().filter(|weight| weight.verdict == Verdict::Right).count();
            skipped += check.weights.iter().filter(|weight| weight.verdict == Verdict::AtKink).count();
            (0..10).for_each(|_| _ = session.advance());
        }
    }
    println!("{right} right, {skipped} at a kink");
    assert!(right > 20 * skipped, "{right} right, {skipped} at a kink");
}

/// An objective of random examples, for a network that has learned a little.
fn with_objective(words: &str, check: impl Fn(&Objective)) {
    let session = advanced(words, 50);
    let chosen: Vec<usize> = (0..16).collect();
    let examples = session.dataset().train.select(&chosen);
    let inputs: Array2<f32> = examples.inputs.to_array();
    let (network, labels) = (session.network(), examples.labels.as_slice());
    let (penalty, dropout) = (Penalty { l1: 0.003, l2: 0.01 }, Dropout { rate: 0.2, key: 5 });
    check(&Objective { network, inputs: inputs.view(), labels, penalty, dropout });
}

#[test]
fn a_spoiled_gradient_is_found() {
    with_objective("mnist --hidden 12,9 --init scaled", |objective| {
        let gradients = objective.gradients();
        let mut rng = stream(1, Stream::GradientCheck);
        let parameters = objective.random_parameters(&mut rng);
        assert_eq!(parameters.len(), 8);
        assert_eq!(objective.check(&gradients, &parameters).verdict(), Some(Verdict::Right));
        for (nth, spoiled) in parameters.iter().enumerate() {
            let mut wrong = gradients.clone();
            let gradient = &mut wrong[spoiled.layer];
            let largest = gradient.weights.values().fold(0.0_f32, |largest, g| largest.max(g.abs()));
            let number = match spoiled.from {
                Some(from) => &mut gradient.weights[(from, spoiled.to)],
                None => &mut gradient.biases[(0, spoiled.to)],
            };
            *number += 0.01 * largest.max(number.abs());
            let check = objective.check(&wrong, &parameters);
            assert_eq!(check.verdict(), Some(Verdict::Wrong), "{spoiled}");
            let wrong: Vec<usize> =
                (0..8).filter(|&nth| check.weights[nth].verdict == Verdict::Wrong).collect();
            assert_eq!(wrong, [nth], "only that one");
        }
        let mut not_a_number = gradients.clone();
        not_a_number[1].biases[(0, 0)] = f32::NAN;
        let bias = overfit::nn::Parameter { layer: 1, from: None, to: 0 };
        assert_eq!(objective.check(&not_a_number, &[bias]).verdict(), Some(Verdict::Wrong));
    });
}

/// Two float64 programs that know nothing of each other.
#[test]
fn its_differences_are_those_of_the_reference() {
    for activation in Activation::ALL {
        for loss in Loss::ALL {
            let words =
                format!("circles --hidden 6,5 --activation {} --loss {}", activation.name(), loss.name());
            with_objective(&words, |objective| {
                let mut reference = Reference::new(objective.network, objective.dropout, objective.penalty);
                let (inputs, labels) = (objective.inputs.to_owned(), objective.labels);
                let mut rng = stream(rng_seed(activation), Stream::GradientCheck);
                let parameters = objective.random_parameters(&mut rng);
                let check = objective.check(&objective.gradients(), &parameters);
                for weight in check.weights {
                    let parameter = weight.parameter;
                    let i = parameter.from.unwrap_or(objective.network.layers[parameter.layer].inputs());
                    let expected =
                        reference.derivative(parameter.layer, i, parameter.to, &inputs, labels) / 16.0;
                    assert!(
                        (weight.numeric - expected).abs() < 1e-6 * expected.abs().max(1e-3),
                        "{weight:?} {expected}"
                    );
                }
            });
        }
    }
}

fn rng_seed(activation: Activation) -> u64 {
    activation.name().len() as u64
}

#[test]
fn the_weights_and_the_examples_depend_on_the_step_alone() {
    let session = advanced("circles", 20);
    let check = |step| CheckRequest { step, ..request(&session) }.carry_out().check.weights;
    assert_eq!(check(20), check(20));
    let chosen = |step| check(step).iter().map(|weight| weight.parameter).collect::<Vec<_>>();
    assert_ne!(chosen(20), chosen(21));
    let first = chosen(20).iter().filter(|parameter| parameter.layer == 0).count();
    assert_eq!(first, 4, "each layer has its share");
}

#[test]
fn a_network_beyond_float32_is_not_called_wrong() {
    let session = advanced("circles --activation relu --hidden 5,5,5", 3);
    let mut huge = session.network().clone();
    for layer in &mut huge.layers {
        for i in 0..layer.inputs() {
            for j in 0..layer.units() {
                layer.weights[(i, j)] *= 9e7;
            }
        }
    }
    let mut rng = stream(2, Stream::Order);
    for _ in 0..20 {
        let request =
            CheckRequest { network: Arc::new(huge.clone()), step: rng.random(), ..request(&session) };
        let check = request.carry_out().check;
        assert_ne!(check.verdict(), Some(Verdict::Wrong), "{check:?}");
    }
}
