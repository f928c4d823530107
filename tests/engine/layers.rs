//! What is recorded of each layer: norms and shares of units, compared with plain loops.

use overfit::cli::setup_of_words;
use overfit::nn::{Health, Network, ThreadPool, Workspace};
use overfit::train::{LayerSeries, Session, Setup, State, inputs_of};

fn session(words: &str) -> Session {
    let setup = setup_of_words(words).expect("a set-up");
    Session::new(setup, ThreadPool::default()).expect("built in")
}

fn advance(session: &mut Session, steps: u64) {
    for _ in 0..steps {
        session.advance();
    }
}

/// The norm of the numbers that `number` has for the weights of a layer, by a plain loop.
fn norm(network: &Network, l: usize, number: impl Fn(usize, usize) -> f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..network.layers[l].inputs() {
        for j in 0..network.layers[l].units() {
            sum += number(i, j).powi(2);
        }
    }
    sum.sqrt()
}

fn weight(network: &Network, l: usize, i: usize, j: usize) -> f64 {
    f64::from(network.layers[l].weights[(i, j)])
}

#[test]
fn norms_and_steps_equal_plain_loops() {
    for words in [
        "circles --steps 200",
        "circles --hidden 20,7 --activation tanh --batch 33 --optimizer momentum --steps 200",
        "circles --preset modern --hidden 12 --l2 0.01 --l1 1e-4 --steps 1000",
        "mnist --steps 40",
        "mnist --preset modern --hidden 40,20 --dropout 0.3 --train-size 300 --steps 60",
        "tests/data/rows.csv --hidden 5 --steps 100",
    ] {
        let mut session = session(words);
        let start = session.layers().latest().to_vec();
        assert!(start.iter().all(|layer| layer.gradient_norm.is_nan() && layer.step_ratio.is_nan()));
        let mut compared = 0;
        while *session.state() == State::Learning {
            let before = session.network().clone();
            if session.advance().is_none() {
                continue;
            }
            let (after, layers) = (session.network(), session.layers());
            assert_eq!(layers.step(), session.step());
            for (l, layer) in layers.latest().iter().enumerate() {
                let weights = norm(after, l, |i, j| weight(after, l, i, j));
                assert!((layer.weight_norm - weights).abs() <= 1e-9 * weights, "{words}, layer {l}");
                let change = norm(after, l, |i, j| weight(after, l, i, j) - weight(&before, l, i, j));
                // The weights are rounded to 24 bits after the step.
                let rounding = 1e-7 * weights;
                assert!(
                    (layer.step_ratio * weights - change).abs() <= 1e-4 * change + rounding,
                    "{words}, layer {l}: {} and {}",
                    layer.step_ratio,
                    change / weights
                );
            }
            compared += 1;
        }
        assert!(compared >= 2, "{words}");
    }
}

#[test]
fn the_gradient_is_the_one_that_the_optimizer_is_given() {
    for (words, scale) in [("circles --l2 0.01", 1.0), ("circles --l2 0.01 --reduction mean", 1.0 / 400.0)] {
        let mut session = session(words);
        let mut before = session.network().clone();
        while session.advance().is_none() {
            before.clone_from(session.network());
        }
        let train = &session.dataset().train;
        let (inputs, l2) = (inputs_of(&train.inputs), f64::from(session.setup().penalty.l2));
        let mut gradients = before.zero_gradients();
        let dropout = session.next_dropout();
        before.backprop(&inputs.all(), &train.labels, dropout, &mut Workspace::default(), &mut gradients);
        for (l, layer) in session.layers().latest().iter().enumerate() {
            let gradient = |i, j| {
                let penalty = train.len() as f64 * l2 * weight(&before, l, i, j);
                scale * (f64::from(gradients[l].weights[(i, j)]) + penalty)
            };
            let wanted = norm(&before, l, gradient);
            assert!((layer.gradient_norm - wanted).abs() <= 1e-5 * wanted, "{words}, layer {l}");
        }
    }
}

#[test]
fn shares_of_units_equal_those_of_their_health() {
    let mut seen = [false; 2];
    for (words, steps) in [
        ("circles --eta 500", 50),
        ("circles --hidden 12,9 --activation tanh --eta 0.05", 200),
        ("circles --activation relu --eta 0.5", 200),
        ("mnist --hidden 20,10 --train-size 200 --test-size 3000 --validation 0.2 --steps 20", 20),
    ] {
        let mut session = session(words);
        advance(&mut session, steps);
        assert_eq!(session.layers().step(), session.network_step(), "{words}");
        let (network, test) = (session.network(), &session.dataset().test);
        let mut workspace = Workspace::default();
        network.forward(&inputs_of(&test.inputs).all(), &mut workspace);
        let units = network.unit_activity(&workspace);
        for (layer, units) in session.layers().latest().iter().zip(&units) {
            for (share, health) in [(layer.saturated, Health::Saturated), (layer.dead, Health::Dead)] {
                let count = units.iter().filter(|unit| unit.health == health).count();
                assert_eq!(share, count as f64 / units.len() as f64, "{words}: {health:?}");
            }
        }
        seen[0] |= session.layers().latest().iter().any(|layer| layer.saturated > 0.0);
        seen[1] |= session.layers().latest().iter().any(|layer| layer.dead > 0.0);
        assert!(session.layers().latest().last().expect("outputs").saturated.is_nan());
    }
    assert_eq!(seen, [true, true], "there are saturated and dead units");
}

#[test]
fn l2_makes_the_norm_of_the_weights_fall() {
    let norms = |words: &str| {
        let mut session = session(words);
        advance(&mut session, 2_000);
        session.layers().latest().iter().map(|layer| layer.weight_norm).collect::<Vec<_>>()
    };
    let plain = norms("circles --preset modern --hidden 30 --steps 3000");
    for penalty in ["--l2 0.01", "--l1 0.01"] {
        let smaller = norms(&format!("circles --preset modern --hidden 30 --steps 3000 {penalty}"));
        assert!(smaller.iter().zip(&plain).all(|(smaller, plain)| smaller < plain), "{smaller:?} {plain:?}");
    }
}

#[test]
fn the_record_survives_other_sizes_going_back_and_forks() {
    let mut session = session("circles --hidden 6,5 --steps 2000");
    let wanted = |session: &Session, change: fn(&mut Setup)| {
        let mut setup = session.setup().clone();
        change(&mut setup);
        setup
    };
    advance(&mut session, 100);
    for change in [|setup: &mut Setup| setup.hidden[0] += 3, |setup: &mut Setup| setup.hidden[1] -= 2] {
        let setup = wanted(&session, change);
        session.change(&setup).expect("live");
        // No step has been taken with these weights.
        assert!(session.layers().latest().iter().all(|layer| layer.gradient_norm.is_nan()));
        advance(&mut session, 50);
    }
    session.go_back();
    let mut fork = session.fork(ThreadPool::default());
    advance(&mut session, 100);
    advance(&mut fork, 100);
    let layers = session.layers();
    assert_eq!((layers.latest().len(), layers.step()), (3, 300));
    for l in 0..3 {
        let buckets = layers.buckets(l);
        assert_eq!(buckets, fork.layers().buckets(l), "a copy of a run records the same");
        assert_eq!((buckets[0].first_step, buckets[buckets.len() - 1].last_step), (0, 300));
        assert!(buckets.windows(2).all(|pair| pair[0].last_step <= pair[1].first_step));
        let norms = buckets.iter().map(|bucket| bucket.range(LayerSeries::WeightNorm));
        assert!(norms.into_iter().all(|norm| norm.last.is_finite() && norm.last > 0.0));
    }
}

#[test]
fn a_diverged_run_has_no_step() {
    let mut session = session("circles --eta 1e9");
    advance(&mut session, 10);
    assert!(matches!(session.state(), State::Diverged(_)));
    let setup = Setup { hidden: vec![11], ..session.setup().clone() };
    session.change(&setup).expect("live");
    assert!(session.layers().latest().iter().all(|layer| layer.step_ratio.is_nan()));
}
