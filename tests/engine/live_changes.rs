//! Every lever, pressed through the real trainer thread: it reaches the running network, which keeps its weights,
//! and leaves a mark. And what was done by hand can be repeated by a command line, to the bit.

use crate::reports::{to_value, until};
use overfit::data;
use overfit::nn::ThreadPool;
use overfit::train::{
    Change, Command, Direction, Liveness, Pace, Preset, RunId, SETTINGS, Session, Setting, Setup, State,
    Status, Trainer, Word, setting,
};
use proptest::prelude::*;
use proptest::sample::Index;

fn modern(name: &str) -> Setup {
    let setup = Preset::Modern.of(data::resolve(name).expect("built in"));
    Setup { train_size: 100, test_size: 50, hidden: vec![8], steps: 1_000_000, ..setup }
}

/// The settings that can change live in a run with this set-up.
fn live_settings(setup: &Setup) -> Vec<&'static Setting> {
    let live = SETTINGS.iter().filter(|setting| setting.change == Liveness::Live);
    live.filter(|setting| (setting.applies)(&setup.data)).collect()
}

/// The next value of a setting in this set-up, or the one before if there is none.
fn another_value(setting: &Setting, setup: &Setup) -> String {
    if setting.name == "patience" {
        return "100000".to_owned(); // less would end the run
    }
    if setting.name == "points" {
        return "3@off+new1@0.5,0.25,1".to_owned(); // a list has no next value
    }
    let steps =
        [Direction::Up, Direction::Down].map(|direction| (setting.get)(&setup.stepped(setting, direction)));
    let differs = |value: &String| *value != (setting.get)(setup);
    steps.into_iter().find(differs).unwrap_or_else(|| panic!("{} has no other value", setting.name))
}

#[test]
fn every_live_lever_reaches_the_running_network() {
    for dataset in ["circles", "mnist"] {
        let trainer = Trainer::spawn(RunId(1), modern(dataset), Pace::Max, 2).expect("a thread");
        until(&trainer, |snapshot| snapshot.step > 20);
        for (changes, setting) in (1..).zip(live_settings(&modern(dataset))) {
            trainer.send(Command::Pause);
            let before = until(&trainer, |snapshot| snapshot.status == Status::Paused);
            let value = another_value(setting, &before.setup);
            trainer.send(to_value(changes, setting.name, &value));
            let after = until(&trainer, |snapshot| snapshot.answered == changes);
            assert_eq!((setting.get)(&after.setup), value, "{}", setting.name);
            assert_eq!(after.step, before.step, "{}", setting.name);
            if setting.name == "hidden" {
                assert_eq!(after.network.layers[0].units(), 9);
            } else {
                assert_eq!(after.network, before.network, "{}: the weights stay", setting.name);
            }
            let marks = after.history.marks().iter();
            assert!(marks.clone().any(|mark| (mark.target.name(), mark.step) == (setting.name, before.step)));
            trainer.send(Command::Resume);
            let later = until(&trainer, |snapshot| snapshot.step > after.step + 3);
            assert_ne!(later.network, after.network, "{}: and it goes on learning", setting.name);
            assert_eq!(later.augmented_images.is_some(), later.setup.augment != data::Augment::Off);
            assert_eq!(later.dropout.rate, later.setup.dropout);
        }
    }
}

#[test]
fn going_back_brings_the_best_weights_and_pauses() {
    let setup =
        Setup { train_size: 60, test_size: 200, flip: 0.2, hidden: vec![50], eta: 0.02, ..modern("circles") };
    let trainer = Trainer::spawn(RunId(1), setup, Pace::Max, 2).expect("a thread");
    until(&trainer, |snapshot| {
        let best = snapshot.history.best().expect("a point").test;
        snapshot.history.latest().expect("a point").test.loss > 1.2 * best.test.loss
    });
    trainer.send(Command::Change(1, Change::GoBack));
    let back = until(&trainer, |snapshot| snapshot.answered == 1);
    assert_eq!(back.status, Status::Paused);
    let (best, latest) = (back.history.best().expect("a point"), back.history.latest().expect("a point"));
    assert_eq!(latest.step, back.step);
    assert_eq!(latest.test.loss.to_bits(), best.test.test.loss.to_bits(), "the very same weights");
    assert!(back.history.marks().iter().any(|mark| mark.target.name() == "weights"));
    trainer.send(Command::Resume);
    until(&trainer, |snapshot| snapshot.step > back.step + 100);
}

fn finished(mut session: Session) -> Session {
    while *session.state() == State::Learning {
        session.advance();
    }
    session
}

/// The run that a command line starts.
fn typed(command: &str) -> Session {
    let words = std::iter::once("overfit".into()).chain(command.split_whitespace().skip(1).map(Into::into));
    match overfit::cli::parse(words).expect("a command line") {
        overfit::cli::Invocation::Train { data, .. } => {
            let setup = data.read(|_| {}).expect("a set-up");
            Session::new(setup, ThreadPool::default()).expect("built in")
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_was_done_by_hand_is_repeated_by_the_command_line() {
    for dataset in ["circles", "mnist"] {
        let mut session =
            Session::new(Setup { steps: 400, ..modern(dataset) }, ThreadPool::default()).expect("built in");
        let values = [
            "optimizer=gd",
            "batch=full",
            "eta=0.3",
            "l2=0.002",
            "dropout=0.2",
            "hidden=10",
            "weights=best",
            "batch=30",
            "train-size=140",
            "hidden=7",
            "test-size=40",
            "reduction=sum",
            "flip=0.1",
            "optimizer=adam",
            "eta=0.002",
            "l1=0.0001",
            "augment=elastic",
            "augment=shift",
            "weights=best",
            "steps=500",
        ];
        for (n, change) in values.iter().enumerate() {
            for _ in 0..(7 + n) {
                session.advance();
            }
            let (name, value) = change.split_once('=').expect("a change");
            if name == "weights" {
                session.go_back();
                continue;
            }
            let setting = setting(name).expect("a setting");
            if (setting.applies)(&session.setup().data) {
                let wanted = session.setup().with(setting, value).expect("a value");
                session.change(&wanted).expect("live");
            }
        }
        let by_hand = finished(session);
        let again = finished(typed(&by_hand.command_line("train ")));
        assert_eq!(
            again.history().fingerprint(),
            by_hand.history().fingerprint(),
            "{}",
            by_hand.command_line("")
        );
        assert_eq!(again.network(), by_hand.network());
        assert_eq!(again.command_line(""), by_hand.command_line(""));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 100, ..ProptestConfig::default() })]

    /// Several at once, as they come when they are asked for faster than they are carried out, and several at one step.
    #[test]
    fn whatever_is_changed_at_once_or_at_one_step_is_repeated(
        changes in prop::collection::vec((0..3_usize, prop::collection::vec((any::<Index>(), any::<bool>()), 1..4)), 1..12),
        lecture in any::<bool>(),
    ) {
        let like = modern("circles");
        let setup = if lecture { Setup::lecture(like.data.clone()) } else { like.clone() };
        let setup = Setup { train_size: 100, test_size: 50, hidden: vec![6], steps: 60, ..setup };
        let settings: Vec<Setting> = live_settings(&setup).into_iter().copied().collect();
        let mut session = Session::new(setup, ThreadPool::default()).expect("built in");
        for (steps, keys) in changes {
            for _ in 0..steps {
                session.advance();
            }
            if keys.len() == 3 {
                session.go_back();
            }
            let wanted = keys.into_iter().fold(session.setup().clone(), |setup, (key, up)| {
                let direction = if up { Direction::Up } else { Direction::Down };
                let next = setup.stepped(key.get(&settings), direction);
                if setup.needs_restart(&next).is_none() { next } else { setup }
            });
            session.change(&wanted).expect("live");
            prop_assert_eq!(session.setup(), &wanted, "what is wanted is in force");
        }
        let by_hand = finished(session);
        let again = finished(typed(&by_hand.command_line("train ")));
        let (here, there) = (by_hand.history().fingerprint(), again.history().fingerprint());
        prop_assert_eq!(here, there, "{}", by_hand.command_line(""));
        prop_assert_eq!(by_hand.network(), again.network());
    }
}

#[test]
fn a_divergence_that_was_cured_by_hand_is_repeated_too() {
    let cures = [
        &["eta=0.1"][..],
        &["hidden=9", "eta=0.1"],
        &["noise=0.2", "flip=0.1", "eta=0.1", "hidden=7"],
        &["train-size=140", "eta=0.1", "batch=20"],
        &["steps=10", "steps=300", "eta=0.1"],
    ];
    let setup = Setup { optimizer: overfit::nn::Optimizer::Gd, steps: 200, ..modern("circles") };
    // In the first step, in the first and in the second half of an epoch.
    for (plan, cure) in
        ["0:eta=1e20", "22:eta=1e20", "23:eta=1e20"].iter().flat_map(|plan| cures.map(|cure| (plan, cure)))
    {
        let mut setup = setup.clone();
        setup.plan([*plan]).expect("a plan");
        let mut session = finished(Session::new(setup, ThreadPool::default()).expect("built in"));
        for change in cure {
            assert!(matches!(session.state(), State::Diverged(_)), "{plan}");
            assert_eq!(session.diagnosis().word, Word::Diverged);
            let (name, value) = change.split_once('=').expect("a change");
            let wanted = session.setup().with(setting(name).expect("a setting"), value).expect("a value");
            session.change(&wanted).expect("live");
        }
        session.go_back();
        let by_hand = finished(session);
        assert_eq!(*by_hand.state(), State::Finished);
        let again = finished(typed(&by_hand.command_line("train ")));
        let (here, there) = (by_hand.history().fingerprint(), again.history().fingerprint());
        assert_eq!(here, there, "{}", by_hand.command_line(""));
    }
}

#[test]
fn a_plan_that_is_due_and_not_yet_played_is_not_forgotten() {
    let mut setup = Setup { steps: 20, ..modern("circles") };
    setup.plan(["5:eta=0.01"]).expect("a plan");
    let mut session = Session::new(setup, ThreadPool::default()).expect("built in");
    for _ in 0..5 {
        session.advance();
    }
    let wanted = session.setup().with(setting("l2").expect("a setting"), "0.001").expect("a value");
    session.change(&wanted).expect("live");
    let command = session.command_line("");
    assert!(command.ends_with("--at 5:l2=0.001 --at 5:eta=0.01"), "{command}");
}

#[test]
fn patience_ends_a_run_and_more_patience_goes_on_the_same_way() {
    let setup =
        Setup { train_size: 60, flip: 0.2, hidden: vec![50], eta: 0.02, steps: 5_000, ..modern("circles") };
    let patient = Setup { patience: Some(10), ..setup.clone() };
    let mut session = finished(Session::new(patient, ThreadPool::default()).expect("built in"));
    assert_eq!(*session.state(), State::OutOfPatience);
    assert!(session.step() < 5_000);
    let best = session.history().best().expect("a point").test.step;
    let every = session.setup().eval_every();
    assert_eq!(session.step() - best, 10 * every, "ten evaluations without a better one");
    session.change(&setup).expect("live");
    let end = finished(session);
    let straight = finished(Session::new(setup, ThreadPool::default()).expect("built in"));
    assert_eq!(end.history().fingerprint(), straight.history().fingerprint());
}

#[test]
fn a_third_set_chooses_the_best_step() {
    let setup = Setup { train_size: 200, validation: 0.25, flip: 0.1, steps: 500, ..modern("circles") };
    let session = finished(Session::new(setup, ThreadPool::default()).expect("built in"));
    let dataset = session.dataset();
    let validation = dataset.validation.as_ref().expect("a validation set");
    assert_eq!(dataset.train.len() + validation.len(), 200);
    let best = session.history().best().expect("a point").test;
    let lowest = session
        .history()
        .buckets()
        .iter()
        .map(|bucket| bucket.range(overfit::train::Series::ValidationLoss).min);
    assert_eq!(best.watched(), lowest.fold(f64::MAX, f64::min));
    assert_eq!(best.validation.expect("a validation set").loss, best.watched());
}

#[test]
fn plans_that_cannot_work_are_refused() {
    let plan = |text: &str| modern("circles").plan([text]).expect_err(text).to_string();
    assert!(plan("eta=0.1").contains("STEP:SETTING=VALUE"));
    assert!(plan("5:colour=red").contains("there is no such setting"));
    assert!(plan("5:weights=worst").contains("give weights=best"));
    assert!(plan("5:eta=-1").contains("a number above 0"));
    assert!(plan("5:activation=tanh").contains("activation needs a new run"));
    assert!(plan("5:hidden=4,4").contains("another number of layers needs a new run"));
    assert!(plan("5:augment=shift").contains("circles"));
    assert!(plan("5:batch=101").contains("1 to 100"));
    assert!(modern("circles").plan(["9:batch=150", "5:train-size=200"]).is_ok(), "in the order of the steps");
}
