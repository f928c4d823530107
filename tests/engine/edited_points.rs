//! Training points that are added, moved and removed while a network learns from them.

use std::sync::Arc;

use crate::reports::{to_value, until};
use overfit::data::{self, Dataset, PointEdit, PointEdits, PointId};
use overfit::nn::{ThreadPool, Workspace};
use overfit::train::{
    Adjustment, Change, Command, Driver, Pace, Preset, RunId, Session, SettingId, Setup, State, Trainer,
    inputs_of,
};
use rand::rngs::ChaCha8Rng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

fn setup() -> Setup {
    let setup = Preset::Lecture.of(data::resolve("circles").expect("built in"));
    Setup { train_size: 60, test_size: 40, hidden: vec![6], steps: 200, ..setup }
}

fn edit(session: &Session, text: &str) -> Setup {
    session.setup().with(SettingId::Points.row(), text).expect("an edit")
}

fn has(dataset: &Dataset, place: (f32, f32), label: u8) -> bool {
    let train = &dataset.train;
    (0..train.len()).any(|n| train.inputs.point(n) == place && train.labels[n] == label)
}

#[test]
fn a_point_that_is_placed_at_full_pace_is_in_the_next_step() {
    let setup = Setup { steps: 1_000_000_000, ..setup() };
    let trainer = Trainer::spawn(RunId(1), setup, Pace::Max, 2).expect("a thread");
    until(&trainer, |snapshot| snapshot.step > 100);
    trainer.send(to_value(1, "points", "+new1@0.25,-0.5,1"));
    trainer.send(Command::Pause);
    let after = until(&trainer, |snapshot| snapshot.answered == 1);
    let mark = after.history.marks().last().expect("a mark").clone();
    assert_eq!((mark.target.name(), mark.value.as_str()), ("points", "+new1@0.25,-0.5,1"));
    assert!(has(&after.dataset, (0.25, -0.5), 1));
    assert_eq!(after.dataset.train.len(), 61);

    // Without a screen, the step after the mark is that of the network which learns from the point.
    let mut repeated =
        Session::new(after.again().expect("all changes"), ThreadPool::default()).expect("built in");
    while repeated.step() < mark.step {
        repeated.advance();
    }
    let before = repeated.network().clone();
    let mut without = repeated.fork(ThreadPool::default());
    without.change(&Setup { points: PointEdits::default(), ..without.setup().clone() }).expect("live");
    repeated.advance();
    assert!(has(repeated.dataset(), (0.25, -0.5), 1));
    assert_ne!(repeated.network(), &before);
    let mut workspace = Workspace::default();
    let mut gradients = before.zero_gradients();
    let train = &repeated.dataset().train;
    before.backprop(
        &inputs_of(&train.inputs).all(),
        &train.labels,
        overfit::nn::Dropout::NONE,
        &mut workspace,
        &mut gradients,
    );
    let mut by_hand = before;
    let eta = repeated.setup().eta;
    assert!(by_hand.apply_updates(&mut gradients, -eta, 1e8, &ThreadPool::default()));
    assert_eq!(repeated.network(), &by_hand, "its gradient is in the sum, and eta stays");
}

#[test]
fn the_network_keeps_its_weights_and_only_the_training_points_change() {
    let mut session = Session::new(setup(), ThreadPool::default()).expect("built in");
    for _ in 0..30 {
        session.advance();
    }
    let (network, data) = (session.network().clone(), Arc::clone(session.dataset()));
    session.change(&edit(&session, "+5@0.1,0.2+6@off+new1@0,0,1")).expect("live");
    assert_eq!(session.network(), &network);
    let after = session.dataset();
    assert_eq!(after.test, data.test);
    assert_eq!(after.train.len(), 60);
    assert!(has(after, (0.1, 0.2), data.train.labels[4]));
    assert_eq!(session.history().latest().expect("evaluated").step, 30, "it is evaluated at once");
    assert_eq!(session.setup().eta, setup().eta);
}

/// Whatever makes the data anew leaves the edits as they were made.
#[test]
fn edits_stay_through_other_changes_and_through_a_restart() {
    let mut driver = Driver::new(RunId(1), setup(), ThreadPool::default());
    driver.begin().expect("built in");
    let set = |driver: &mut Driver, name: &str, value: &str| {
        driver.obey(to_value(0, name, value));
        if driver.has_to_begin() {
            driver.begin().expect("built in");
        }
        let dataset = driver.session().expect("a run").dataset();
        assert!(has(dataset, (0.25, -0.5), 1), "{name}={value}");
        assert!(dataset.points.iter().all(|&point| point != PointId::Own(3)), "{name}={value}");
    };
    for (name, value) in [
        ("points", "+new1@0.25,-0.5,1+4@off"),
        ("noise", "0.3"),
        ("flip", "0.2"),
        ("train-size", "100"),
        ("train-size", "20"),
        ("hidden", "7"),
        ("batch", "5"),
        ("validation", "0.2"),
        ("seed", "9"),
    ] {
        set(&mut driver, name, value);
        for _ in 0..7 {
            driver.step();
        }
    }
    driver.obey(Command::Change(1, Change::Again));
    driver.begin().expect("built in");
    let again = driver.session().expect("a run");
    assert!(has(again.dataset(), (0.25, -0.5), 1), "again is again with what is there");
    assert!(again.command_line("").contains("--points 4@off+new1@0.25,-0.5,1"), "{}", again.command_line(""));
}

/// A plan that a restart plays again finds its points there already.
#[test]
fn a_planned_edit_is_not_made_twice() {
    let mut setup = setup();
    setup.plan(["10:points=+new1@0.25,-0.5,1", "10:points=+new1@0.25,-0.5,1"]).expect("a plan");
    let mut driver = Driver::new(RunId(1), setup, ThreadPool::default());
    driver.begin().expect("built in");
    let run = |driver: &mut Driver| {
        for _ in 0..20 {
            driver.step();
        }
        let session = driver.session().expect("a run");
        (session.dataset().train.len(), session.history().skipped().len())
    };
    assert_eq!(run(&mut driver), (61, 0));
    driver.obey(Command::Change(1, Change::Again));
    driver.begin().expect("built in");
    assert_eq!(run(&mut driver), (61, 0));
}

#[test]
fn a_line_grows_by_what_an_edit_says_and_no_more() {
    let mut session = Session::new(setup(), ThreadPool::default()).expect("built in");
    let empty = session.command_line("").len();
    for number in 1..=40 {
        session.advance();
        session.change(&edit(&session, &format!("+new{number}@0.125,-0.5,1"))).expect("live");
    }
    let line = session.command_line("");
    assert!(line.len() - empty < 40 * " --at 40:points=+new40@0.125,-0.5,1".len() + 1, "{line}");
    let files = session.setup().line_files();
    let text = &files.points.as_ref().expect("many").text;
    assert_eq!(text.lines().count(), 41);
}

#[test]
fn edits_that_do_not_fit_the_data_are_refused() {
    let refusal = |text: &str| setup().with(SettingId::Points.row(), text).expect_err(text).to_string();
    assert!(refusal("60001@off").contains("a training point from 1 to 60000"));
    assert!(refusal("new1@0,0,2").contains("a class from 0 to 1"));
    assert!(refusal("new1@0,0").contains("new1@X,Y,CLASS"));
    let images = Setup::lecture(data::resolve("mnist").expect("built in"));
    assert!(images.with(SettingId::Points.row(), "1@off").is_err());
    let table = Setup::lecture(data::resolve("tests/data/points.csv").expect("a table"));
    assert!(table.with(SettingId::Points.row(), "1@off+new1@0.5,0.5,1").is_ok(), "a table with two columns");
}

#[test]
fn removing_every_point_but_one_does_not_stop_the_run() {
    for batch in [None, Some(7)] {
        let setup = Setup { batch, flip: 0.3, ..setup() };
        let mut session = Session::new(setup, ThreadPool::default()).expect("built in");
        for number in 1..=60 {
            session.advance();
            session.change(&edit(&session, &format!("+{number}@off"))).expect("live");
        }
        assert_eq!(session.dataset().train.len(), 1);
        while *session.state() == State::Learning {
            session.advance();
        }
        assert_eq!(*session.state(), State::Finished);
    }
}

/// Edits as a person makes them: points of any class anywhere, moved and removed ones, now and then another setting.
fn play(driver: &mut Driver, rng: &mut ChaCha8Rng) {
    for number in 1..rng.random_range(5..30) {
        for _ in 0..rng.random_range(0..9) {
            driver.step();
        }
        let session = driver.session().expect("a run");
        let point = *session.dataset().points.choose(rng).expect("one is left");
        let (x, y) = (rng.random_range(-1.5..1.5), rng.random_range(-1.5..1.5));
        let class = rng.random_range(0..2);
        let (point, edit) = match (rng.random_range(0..4), point) {
            (0, point) => (point, PointEdit::Removed),
            (1, PointId::Own(_)) => (point, PointEdit::Moved { x, y }),
            (1, point) => (point, PointEdit::Added { x, y, class }),
            _ => (session.setup().points.next_added(), PointEdit::Added { x, y, class }),
        };
        let text = PointEdits::one_more(point, edit);
        let change = match rng.random_range(0..10) {
            0 => Change::GoBack,
            1 => Change::Adjust(vec![Adjustment::value(SettingId::Noise, "0.2")]),
            2 => Change::Adjust(vec![
                Adjustment::value(SettingId::Points, text),
                Adjustment::value(SettingId::TrainSize, if class == 0 { "40" } else { "90" }),
                Adjustment::value(SettingId::Batch, "9"),
            ]),
            3 => Change::Again,
            _ => Change::Adjust(vec![Adjustment::value(SettingId::Points, text)]),
        };
        driver.obey(Command::Change(number, change));
        if driver.has_to_begin() {
            driver.begin().expect("built in");
        }
    }
    driver.obey(Command::Resume);
    while driver.is_running() {
        driver.step();
    }
}

#[test]
fn random_sessions_are_repeated_from_their_line() {
    let mut marks = 0;
    for seed in 0..20 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut driver = Driver::new(RunId(1), Setup { seed, flip: 0.1, ..setup() }, ThreadPool::default());
        driver.begin().expect("built in");
        play(&mut driver, &mut rng);
        let session = driver.session().expect("a run");
        marks += session.history().marks().len();
        let line = session.command_line("");
        let words = line.strip_prefix("overfit ").expect("a line");
        let setup = overfit::cli::setup_of_words(words).unwrap_or_else(|error| panic!("{line}: {error}"));
        let again = crate::finished(setup);
        assert_eq!(again.history().fingerprint(), session.history().fingerprint(), "{line}");
        assert_eq!(again.network(), session.network());
        assert_eq!(again.dataset(), session.dataset());
    }
    assert!(marks > 100, "{marks}");
}
