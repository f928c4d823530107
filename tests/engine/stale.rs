//! What each setting makes stale, by the table and in a running session.

use overfit::data;
use overfit::nn::ThreadPool;
use overfit::train::{
    Direction, Event, Forget, Liveness, SETTINGS, Session, SettingId, Setup, Stale, State, settings_of,
};

fn images() -> Setup {
    let setup = Setup::lecture(data::resolve("mnist").expect("built in"));
    Setup { train_size: 60, test_size: 40, hidden: vec![6], steps: 40, ..setup }
}

fn points() -> Setup {
    let setup = Setup::lecture(data::resolve("circles").expect("built in"));
    Setup { train_size: 60, test_size: 40, hidden: vec![6], steps: 40, flip: 0.1, ..setup }
}

/// What a change of a setting makes stale, said once more and independently.
fn expected(setting: SettingId) -> Stale {
    let learning = Stale {
        evaluation: false,
        best_test: false,
        best_train: false,
        diagnosis: Forget::Recent,
        seeds: true,
    };
    let everything = Stale {
        evaluation: true,
        best_test: true,
        best_train: true,
        diagnosis: Forget::Everything,
        seeds: true,
    };
    match setting {
        // More or fewer examples of the same kind: shares stay comparable.
        SettingId::TrainSize | SettingId::Hidden => Stale { evaluation: true, ..learning },
        SettingId::TestSize => {
            Stale { evaluation: true, best_test: true, diagnosis: Forget::Everything, ..learning }
        }
        // Other labels to learn, the same ones to be tested on.
        SettingId::Flip | SettingId::Points => Stale { evaluation: true, best_train: true, ..learning },
        SettingId::Noise
        | SettingId::Validation
        | SettingId::Activation
        | SettingId::Loss
        | SettingId::Init
        | SettingId::Seed => everything,
        SettingId::Optimizer
        | SettingId::Eta
        | SettingId::Batch
        | SettingId::Reduction
        | SettingId::L1
        | SettingId::L2
        | SettingId::Dropout
        | SettingId::Augment => learning,
        SettingId::Patience => Stale { diagnosis: Forget::Nothing, ..learning },
        SettingId::Steps => Stale { diagnosis: Forget::Length, seeds: false, ..learning },
    }
}

#[test]
fn the_table_says_what_each_setting_makes_stale() {
    for setting in SETTINGS {
        assert_eq!((setting.stale)(&images()), expected(setting.id), "{}", setting.name);
    }
    let validated = Setup { validation: 0.2, ..images() };
    let size = (SettingId::TrainSize.row().stale)(&validated);
    assert!(size.best_test && size.diagnosis == Forget::Everything, "other validation examples");
}

#[test]
fn a_change_and_what_is_adjusted_to_it_are_taken_together() {
    let setup = points();
    let batch = setup.stepped(SettingId::Batch.row(), Direction::Down);
    assert_ne!(batch.eta, setup.eta, "a step keeps its size");
    assert_eq!(setup.stale_after(&batch), Stale::LEARNING);
    assert_eq!(setup.stale_after(&setup), Stale::default());
    let both = Setup { steps: 80, ..batch.clone() };
    assert_eq!(setup.stale_after(&both).diagnosis, Forget::Recent);
}

/// For every live setting: whether the network is measured again at once, whether the best evaluations are new ones, and
/// whether the diagnosis begins anew, as the table says.
#[test]
fn a_running_session_forgets_what_the_table_says() {
    for start in [points(), images(), Setup { validation: 0.2, ..points() }] {
        for setting in settings_of(&start.data).filter(|setting| setting.change == Liveness::Live) {
            let mut session = Session::new(start.clone(), ThreadPool::default()).expect("built in");
            for _ in 0..20 {
                session.advance();
            }
            let before = *session.history().best().expect("an evaluation");
            let wanted = session.setup().stepped(setting, Direction::Up);
            let stale = session.setup().stale_after(&wanted);
            session.change(&wanted).expect("live");
            let name = setting.name;
            let points: Vec<_> = session.events().iter().filter(|e| matches!(e, Event::Point(_))).collect();
            assert_eq!(points.len(), usize::from(stale.evaluation), "{name}: measured at once");
            let latest = *session.history().latest().expect("an evaluation");
            let after = session.history().best().expect("an evaluation");
            let is_better = latest.watched() < before.test.watched();
            let expected = if stale.best_test || is_better { latest } else { before.test };
            assert_eq!(after.test, expected, "{name}");
            if stale.best_train {
                assert_eq!(after.train, latest, "{name}");
            } else {
                assert!(after.train.train.accuracy() >= before.train.train.accuracy(), "{name}");
            }
            let is_anew = session.diagnosis().evidence.contains("20");
            assert_eq!(is_anew, stale.diagnosis >= Forget::Recent, "{name}: {:?}", session.diagnosis());
        }
    }
}

#[test]
fn the_diagnosis_knows_the_labels_and_the_length_of_now() {
    let straight = |setup: Setup| {
        let mut session = Session::new(setup, ThreadPool::default()).expect("built in");
        while *session.state() == State::Learning {
            session.advance();
        }
        session.diagnosis()
    };
    // A run that is made longer in its first step says the same as one that was planned that long.
    let long = Setup { steps: 3_000, ..points() };
    let mut session =
        Session::new(Setup { steps: 100, ..long.clone() }, ThreadPool::default()).expect("built in");
    session.advance();
    session.change(&long).expect("live");
    while *session.state() == State::Learning {
        session.advance();
    }
    assert_eq!(session.diagnosis(), straight(long));
}

#[test]
fn the_best_on_training_is_the_highest_share_though_the_number_of_examples_changes() {
    let mut setup = Setup { steps: 300, ..images() };
    setup.plan(["150:train-size=20"]).expect("a plan");
    let mut session = Session::new(setup, ThreadPool::default()).expect("built in");
    let mut points = vec![*session.history().latest().expect("the first")];
    while *session.state() == State::Learning {
        session.advance();
        points.extend(session.events().iter().filter_map(|event| match event {
            Event::Point(point) => Some(*point),
            Event::Change(_) | Event::Skipped(_) => None,
        }));
    }
    let highest = points.iter().map(|point| point.train.accuracy()).fold(0.0, f64::max);
    let best = session.history().best().expect("an evaluation").train;
    assert_eq!(best.train.accuracy(), highest);
    assert!(points.contains(&best));
}
