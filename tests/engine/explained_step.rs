//! The explained step: its numbers are those of the step that the trainer takes next.

use crate::advanced;
use overfit::cli::setup_of_words;
use overfit::nn::{Activation, ExamplePass, Loss, Optimizer, Parameter, ThreadPool, WeightMoments};
use overfit::train::{
    Change, Command, Driver, Explanation, NextStep, Reduction, RunId, Session, UnitDropout, WeightUpdate,
};

/// Every weight and bias.
fn parameters(session: &Session) -> Vec<Parameter> {
    let layers = session.network().layers.iter().enumerate();
    let of_layer = layers.flat_map(|(layer, shape)| {
        (0..shape.units()).flat_map(move |to| {
            let from = (0..shape.inputs()).map(Some).chain([None]);
            from.map(move |from| Parameter { layer, from, to })
        })
    });
    of_layer.collect()
}

/// Six significant digits, as many as the sheet shows.
fn shown(number: impl Into<f64>) -> String {
    format!("{:.5e}", number.into())
}

fn close(a: impl Into<f64>, b: impl Into<f64>, size: f64, what: &str) {
    let (a, b) = (a.into(), b.into());
    assert!((a - b).abs() <= 2e-5 * size.max(a.abs()).max(1e-6), "{what}: {a:e} and {b:e}");
}

/// Works a weight out again from the numbers that the sheet shows before it.
fn is_worked_out(step: &NextStep, update: &WeightUpdate, parameter: Parameter, words: &str) {
    let (setup, n) = (step.setup(), step.examples().len() as f64);
    let w = f64::from(update.before);
    let sign = if w == 0.0 { 0.0 } else { w.signum() };
    let penalty = n * (f64::from(setup.penalty.l1) * sign + f64::from(setup.penalty.l2) * w);
    let penalty = if parameter.from.is_some() { penalty } else { 0.0 };
    let gradient = f64::from(update.gradient);
    close(update.penalised, gradient + penalty, gradient.abs(), words);
    let g = match setup.reduction {
        Reduction::Sum => f64::from(update.penalised),
        Reduction::Mean => f64::from(update.penalised) / n,
    };
    close(update.scaled, g, g.abs(), words);
    let direction = match (update.moments_before, update.moments_after) {
        (WeightMoments::None, WeightMoments::None) => g,
        (WeightMoments::Velocity(before), WeightMoments::Velocity(v)) => {
            close(v, 0.9 * f64::from(before) + g, g.abs(), words);
            f64::from(v)
        }
        (
            WeightMoments::Adam { first: m_before, second: s_before, .. },
            WeightMoments::Adam { first, second, corrections: [of_first, of_second] },
        ) => {
            close(first, 0.9 * f64::from(m_before) + 0.1 * g, g.abs(), words);
            close(second, 0.999 * f64::from(s_before) + 0.001 * g * g, 0.0, words);
            f64::from(first) / of_first / ((f64::from(second) / of_second).sqrt() + 1e-8)
        }
        other => panic!("{words}: {other:?}"),
    };
    close(update.direction, direction, direction.abs(), words);
    let eta = f64::from(setup.eta);
    close(update.after, w - eta * f64::from(update.direction), w.abs() / 100.0, words);
}

/// Checks the unit that a weight leads to: forward, backward and the gradient of the example.
fn unit_is_worked_out(step: &NextStep, pass: &ExamplePass, parameter: Parameter, words: &str) {
    let Explanation { forward, backward, shares, update, .. } =
        Explanation::new(step, 0, pass.clone(), parameter);
    let network = step.network();
    let is_output = parameter.layer + 1 == network.layers.len();
    let sigma = match (is_output, network.loss, network.activation) {
        (true, Loss::CrossEntropy, _) => f64::from(forward.a),
        (true, Loss::Quadratic, _) | (false, _, Activation::Sigmoid) => 1.0 / (1.0 + (-forward.z).exp()),
        (false, _, Activation::Tanh) => forward.z.tanh(),
        (false, _, Activation::Relu) => forward.z.max(0.0),
    };
    close(forward.sigma, sigma, 1.0, words);
    let factor = match forward.dropout {
        UnitDropout::Off => 1.0,
        UnitDropout::Kept(share) => 1.0 / f64::from(share),
        UnitDropout::LeftOut => 0.0,
    };
    close(forward.a, sigma * factor, 1.0, words);
    let slope = f64::from(backward.slope_of_sigma.unwrap_or(1.0));
    let size: f64 = backward.terms.iter().map(|term| term.product().abs()).sum();
    close(backward.delta, backward.slope_of_loss * slope * factor, size, words);
    assert_eq!(shares.this, backward.input * backward.delta, "{words}");
    close(f64::from(shares.this) + shares.others, update.gradient, 0.0, words);
}

fn is_the_next_step(words: &str, steps: u64) {
    let mut session = advanced(words, steps);
    let step = NextStep::of(&session).expect("a step");
    assert_eq!(step.number(), session.step() + 1);
    let passes: Vec<ExamplePass> = (0..step.examples().len()).map(|n| step.pass(n)).collect();
    let all = parameters(&session);
    let before = session.network().clone();
    session.advance();
    assert_eq!(*step.network(), before, "{words}");
    for &parameter in &all {
        let update = step.update(parameter);
        let words = format!("{words}: {parameter} at step {}", step.number());
        assert_eq!(shown(update.before), shown(parameter.in_network(&before)), "{words}");
        assert_eq!(shown(update.after), shown(parameter.in_network(session.network())), "{words}");
        assert_eq!(update.after.to_bits(), parameter.in_network(session.network()).to_bits(), "{words}");
        is_worked_out(&step, &update, parameter, &words);
        let gradients = passes.iter().map(|pass| f64::from(pass.gradient(parameter)));
        let size: f64 = gradients.clone().map(f64::abs).sum();
        close(update.gradient, gradients.sum::<f64>(), size, &words);
        unit_is_worked_out(&step, &passes[0], parameter, &words);
    }
    for l in 0..before.layers.len() {
        let of_layer = all.iter().filter(|parameter| parameter.layer == l && parameter.from.is_some());
        let largest = of_layer.map(|&parameter| passes[0].gradient(parameter).abs()).fold(0.0, f32::max);
        assert_eq!(passes[0].gradient(passes[0].steepest(l)).abs(), largest, "{words}");
    }
}

#[test]
fn every_number_is_that_of_the_trainers_next_step() {
    let mut count = 0;
    for (nth, activation) in Activation::ALL.into_iter().enumerate() {
        for loss in Loss::ALL {
            for hidden in ["0", "6", "5,4", "5,4,3"] {
                for optimizer in Optimizer::ALL {
                    for cure in ["", "--l1 0.01", "--l2 0.02", "--l1 0.003 --l2 0.01", "--dropout 0.3"] {
                        let reduction = ["sum", "mean"][(nth + count) % 2];
                        let batch = ["full", "17"][count / 2 % 2];
                        let words = format!(
                            "spirals --train-size 40 --activation {} --loss {} --hidden {hidden} --optimizer {} {cure} \
                             --eta 0.05 --init scaled --reduction {reduction} --batch {batch}",
                            activation.name(),
                            loss.name(),
                            optimizer.name()
                        );
                        is_the_next_step(&words, count as u64 % 7);
                        count += 1;
                    }
                }
            }
        }
    }
    assert_eq!(count, 3 * 2 * 4 * 3 * 5);
}

#[test]
fn images_are_explained_as_they_are_distorted() {
    for words in [
        "mnist --train-size 60 --hidden 9 --batch 11 --augment elastic",
        "mnist --train-size 60 --hidden 9 --augment affine --preset modern --batch 20 --dropout 0.5",
        "mnist --train-size 60 --hidden 9",
    ] {
        for steps in [0, 4, 5] {
            is_the_next_step(words, steps);
        }
    }
}

#[test]
fn a_planned_change_is_made_before_the_step_that_is_explained() {
    let words = "circles --train-size 30 --hidden 4 --batch 8 --at 6:eta=0.5 --at 6:hidden=5";
    let step = NextStep::of(&advanced(words, 6)).expect("a step");
    assert_eq!((step.setup().eta, step.network().layers[0].units()), (0.5, 5));
    let mut session = advanced(words, 6);
    session.advance();
    for parameter in parameters(&session) {
        assert_eq!(step.update(parameter).after, parameter.in_network(session.network()));
    }
}

#[test]
fn the_losses_of_the_examples_add_up_to_that_of_the_run() {
    for loss in Loss::ALL {
        let session = advanced(&format!("circles --train-size 50 --loss {}", loss.name()), 0);
        let step = NextStep::of(&session).expect("a step");
        let parameter = step.pass(0).steepest(0);
        let losses = (0..50).map(|n| Explanation::new(&step, n, step.pass(n), parameter).loss);
        let mean = losses.sum::<f64>() / 50.0;
        let point = session.history().latest().expect("an evaluation");
        close(point.train.loss, mean, 0.0, loss.name());
    }
}

#[test]
fn no_step_follows_a_run_that_has_ended() {
    assert!(NextStep::of(&advanced("circles --steps 20", 20)).is_none());
    assert!(NextStep::of(&advanced("circles --steps 60 --at 20:eta=1e20", 60)).is_none());
}

/// A step that the run does not survive is explained, too.
#[test]
fn a_step_that_diverges_is_said_to_be_unsound() {
    let session = advanced("circles --eta 1e30", 0);
    let step = NextStep::of(&session).expect("a step");
    assert!(!step.is_sound());
    let parameter = step.pass(0).steepest(1);
    assert_eq!(step.update(parameter).before, step.update(parameter).after);
}

#[test]
fn a_copy_to_explain_comes_once_and_leaves_the_copy_for_cures_alone() {
    let setup = setup_of_words("circles --steps 200").expect("a set-up");
    let mut driver = Driver::new(RunId(1), setup, ThreadPool::default());
    driver.begin().expect("it loads");
    (0..60).for_each(|_| driver.advance());
    driver.obey(Command::Fork(7));
    driver.obey(Command::Explain(8));
    (0..5).for_each(|_| driver.advance());
    let snapshot = driver.snapshot().expect("a run");
    let copy = snapshot.to_explain.clone().expect("a copy");
    assert_eq!((copy.number(), copy.step(), snapshot.step), (8, 65, 65), "of the moment of the snapshot");
    assert_eq!(snapshot.fork.as_ref().expect("a copy").step(), 60);
    driver.take_back(snapshot);
    assert!(driver.snapshot().expect("a run").to_explain.is_some(), "it was not delivered");
    let snapshot = driver.snapshot().expect("a run");
    assert!(snapshot.to_explain.is_none());
    let cure = snapshot.fork.expect("still there").cures().swap_remove(2);
    driver.obey(Command::Change(1, Change::TakeCure(7, cure)));
    let outcomes = format!("{:?}", driver.snapshot().expect("a run").outcomes);
    assert!(outcomes.contains("TookCure"), "{outcomes}");
}
