//! One run: repeatable to the last bit, and changed while it goes on without losing what it learned.

use ndarray::ArrayView2;
use overfit::data;
use overfit::nn::{Activation, Init, Inputs, Loss, Optimizer, Prediction, ThreadPool, Workspace};
use overfit::train::{Direction, Reduction, SETTINGS, Session, Setting, Setup, State, setting};

fn circles() -> Setup {
    Setup { steps: 400, ..Setup::lecture(data::resolve("circles").expect("built in")) }
}

fn finished(setup: Setup) -> Session {
    let mut session = Session::new(setup, ThreadPool::default()).expect("generated data load");
    while *session.state() == State::Learning {
        session.advance();
    }
    session
}

fn advanced(setup: Setup, steps: u64) -> Session {
    let mut session = Session::new(setup, ThreadPool::default()).expect("generated data load");
    for _ in 0..steps {
        session.advance();
    }
    session
}

fn outputs(session: &Session, inputs: ArrayView2<f32>) -> Vec<f32> {
    let mut workspace = Workspace::default();
    session.network().forward(&Inputs::from(inputs).all(), &mut workspace);
    (0..inputs.nrows()).flat_map(|n| workspace.outputs(n).collect::<Vec<_>>()).collect()
}

fn changed(setup: &Setup, name: &str, value: &str) -> Setup {
    setup.with(setting(name).expect("a setting"), value).expect("a value")
}

#[test]
fn the_same_setup_gives_the_same_bits() {
    for batch in [None, Some(32)] {
        for optimizer in Optimizer::ALL {
            let setup = Setup { batch, optimizer, ..circles() };
            let [a, b] = [finished(setup.clone()), finished(setup)];
            assert_eq!(a.history().fingerprint(), b.history().fingerprint());
            assert_eq!(a.network(), b.network());
        }
    }
}

#[test]
fn every_setting_changes_the_curve() {
    let plain = finished(circles()).history().fingerprint();
    let differs = |setup: Setup, what: &str| {
        assert_ne!(finished(setup).history().fingerprint(), plain, "{what}");
    };
    // Patience has a test of its own, because here it is never tried; edited points have no next value.
    let tried = |setting: &&Setting| {
        (setting.applies)(&circles().data) && !["patience", "points"].contains(&setting.name)
    };
    differs(changed(&circles(), "points", "3@0,0"), "an edited point");
    for setting in SETTINGS.iter().filter(tried) {
        let steps = [Direction::Down, Direction::Up].map(|direction| setting.step(&circles(), direction));
        let others: Vec<Setup> = steps.into_iter().filter(|setup| *setup != circles()).collect();
        assert!(!others.is_empty(), "{} is not tried", setting.name);
        for setup in others {
            let value = (setting.get)(&setup);
            differs(setup, &format!("{} {value}", setting.name));
        }
    }
    for hidden in [vec![5, 5], vec![]] {
        differs(Setup { hidden: hidden.clone(), ..circles() }, &format!("hidden {hidden:?}"));
    }
}

#[test]
fn sum_and_mean_are_the_same_walk_with_another_eta() {
    let sum = circles();
    let mean = changed(&sum, "reduction", "mean");
    assert_eq!(mean.reduction, Reduction::Mean);
    assert!((mean.eta - 400.0 * sum.eta).abs() < 1e-6);
    let loss = |setup| finished(setup).history().latest().expect("a point").train.loss;
    assert!((loss(sum) - loss(mean)).abs() < 1e-4);
}

#[test]
fn a_live_change_of_the_batch_keeps_the_size_of_a_step() {
    let setup = changed(&circles(), "batch", "50");
    assert_eq!((setup.batch, setup.eta), (Some(50), 0.04));
    let back = changed(&setup, "batch", "full");
    assert_eq!((back.batch, back.eta), (None, 0.005));
    let fewer = changed(&circles(), "train-size", "100");
    assert_eq!(fewer.eta, 0.02);
    let adam = Setup { optimizer: Optimizer::Adam, ..circles() };
    assert_eq!(changed(&adam, "batch", "50").eta, adam.eta, "Adam's steps do not depend on it");
}

#[test]
fn a_new_unit_does_not_change_the_outputs() {
    for hidden in [vec![10], vec![6, 5]] {
        let mut session = advanced(Setup { hidden: hidden.clone(), ..circles() }, 50);
        let inputs = session.dataset().test.inputs.clone();
        let before = outputs(&session, inputs.to_array().view());
        let mut wanted = session.setup().clone();
        wanted.hidden[0] += 1;
        session.change(&wanted).expect("live");
        assert_eq!(session.network().layers[0].units(), hidden[0] + 1);
        assert_eq!(outputs(&session, inputs.to_array().view()), before);
        session.advance();
        let mut outgoing = session.network().layers[1].weights.row_values(hidden[0]);
        assert!(outgoing.any(|weight| weight != 0.0), "and then it learns");
    }
}

#[test]
fn the_unit_that_leaves_is_the_one_that_matters_least() {
    let mut session = advanced(circles(), 100);
    let inputs = session.dataset().train.inputs.clone();
    let mut wanted = session.setup().clone();
    wanted.hidden[0] += 1;
    session.change(&wanted).expect("live");
    let before = outputs(&session, inputs.to_array().view());
    wanted.hidden[0] -= 1;
    session.change(&wanted).expect("live");
    assert_eq!(
        outputs(&session, inputs.to_array().view()),
        before,
        "the new unit had no say yet, so it goes"
    );

    let accuracy = |session: &Session| session.history().latest().expect("a point").train.accuracy();
    let mut learned = finished(Setup { steps: 4_000, ..circles() });
    let best = accuracy(&learned);
    let wanted = Setup { hidden: vec![9], steps: 4_005, ..learned.setup().clone() };
    learned.change(&wanted).expect("live");
    while learned.advance().is_none() {}
    assert!(accuracy(&learned) > best - 0.1, "{} after {best}", accuracy(&learned));
}

#[test]
fn live_changes_keep_the_weights_and_leave_marks() {
    let values =
        [("eta", "0.01"), ("optimizer", "adam"), ("batch", "20"), ("train-size", "300"), ("noise", "0.3")];
    for (name, value) in values {
        let mut session = advanced(circles(), 30);
        let network = session.network().clone();
        session.change(&changed(session.setup(), name, value)).expect("live");
        assert_eq!(*session.network(), network, "{name}");
        let marks = session.history().marks();
        assert!(marks.iter().any(|mark| (mark.target.name(), mark.step) == (name, 30)), "{name}: {marks:?}");
        session.advance();
        assert_eq!(session.step(), 31);
        assert_ne!(*session.network(), network, "{name}: and it goes on learning");
    }
}

#[test]
fn more_examples_join_those_that_are_there() {
    let mut session = advanced(circles(), 5);
    let before = session.dataset().clone();
    session.change(&changed(session.setup(), "train-size", "600")).expect("live");
    let after = session.dataset();
    assert_eq!(after.train.len(), 600);
    assert_eq!(after.train.inputs.to_array().slice(ndarray::s![..400, ..]), before.train.inputs.to_array());
    assert_eq!(after.test, before.test);
}

#[test]
fn what_cannot_change_live_stays_as_it_is() {
    let mut session = advanced(circles(), 5);
    let mut wanted = session.setup().clone();
    wanted.activation = Activation::Relu;
    wanted.loss = Loss::CrossEntropy;
    wanted.init = Init::Scaled;
    wanted.seed = 9;
    wanted.hidden = vec![4, 4];
    assert!(session.setup().needs_restart(&wanted).is_some());
    let before = session.setup().clone();
    session.change(&wanted).expect("nothing to do");
    assert_eq!(*session.setup(), before);
    assert!(session.history().marks().is_empty());
}

#[test]
fn a_straight_line_cannot_part_circles() {
    let session = finished(Setup { hidden: Vec::new(), steps: 5_000, ..circles() });
    let accuracy = session.history().best().expect("a point").train.train.accuracy();
    assert!((0.45..0.62).contains(&accuracy), "{accuracy}");
}

#[test]
fn a_huge_eta_diverges_and_the_last_sound_network_stays() {
    for (activation, loss) in
        Activation::ALL.into_iter().flat_map(|activation| Loss::ALL.map(|loss| (activation, loss)))
    {
        let session = finished(Setup { eta: 1e9, activation, loss, ..circles() });
        let State::Diverged(divergence) = session.state() else { panic!("{activation:?} did not diverge") };
        assert!(divergence.step >= 1);
        assert!(session.network().layers.iter().all(|l| l.weights.values().all(f32::is_finite)));
        let latest = session.history().latest().expect("the start");
        assert!(latest.train.loss.is_finite() && latest.test.loss.is_finite());
    }
}

#[test]
fn evaluation_is_less_than_a_tenth_of_the_work_and_falls_on_fixed_steps() {
    for (batch, train_size) in [(None, 400), (Some(10), 400), (Some(1), 50), (Some(200), 5_000)] {
        let setup = Setup { batch, train_size, ..circles() };
        let work = 3.0 * setup.batch_size() as f64 * setup.eval_every() as f64;
        assert!((train_size + setup.test_size) as f64 <= 0.1 * work);
    }
    let session = finished(Setup { steps: 42, ..circles() });
    let steps: Vec<u64> = session.history().buckets().iter().map(|bucket| bucket.first_step).collect();
    assert_eq!(steps, [0, 5, 10, 15, 20, 25, 30, 35, 40, 42]);
}

#[test]
fn a_finished_run_goes_on_when_more_steps_are_wanted() {
    let mut session = finished(Setup { steps: 100, ..circles() });
    session.change(&Setup { steps: 200, ..session.setup().clone() }).expect("live");
    while *session.state() == State::Learning {
        session.advance();
    }
    let straight = finished(Setup { steps: 200, ..circles() });
    assert_eq!(session.step(), 200);
    assert_eq!(session.history().fingerprint(), straight.history().fingerprint());
}

#[test]
fn mini_batches_learn_too() {
    let setup = Setup { batch: Some(20), reduction: Reduction::Mean, eta: 1.0, steps: 5_000, ..circles() };
    let accuracy = finished(setup).history().best().expect("a point").train.train.accuracy();
    assert!(accuracy > 0.75, "{accuracy}");
}

#[test]
fn prediction_is_the_first_largest_output() {
    assert_eq!(Prediction::of([0.1, 0.7, 0.7]), Prediction { class: 1, confidence: 0.7 });
}
