//! Saved runs go on as if they had never been away.

use std::fs;
use std::path::Path;

use overfit::data;
use overfit::launch::PendingRun;
use overfit::nn::{Optimizer, ThreadPool};
use overfit::run_file::{RunFile, RunWriter};
use overfit::train::{
    Adjustment, Change, Command, Direction, Driver, Preset, RunId, Session, Setup, State, Status, setting,
    settings_of,
};
use rand::rngs::ChaCha8Rng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

/// The modern set-up of a data set.
fn modern(name: &str) -> Setup {
    Preset::Modern.of(data::resolve(name).expect("built in"))
}

/// The run of a file, at its last step.
fn opened(path: &Path) -> Session {
    let opened = PendingRun::unchanged(path).read(ThreadPool::default(), &mut |_| true);
    opened.unwrap_or_else(|error| panic!("{error}")).expect("nobody stops it").1
}

fn finished(mut session: Session) -> Session {
    while *session.state() == State::Learning {
        session.advance();
    }
    session
}

/// A set-up of every kind that changes what a step depends on.
fn random_setup(rng: &mut ChaCha8Rng) -> Setup {
    let data = *["circles", "moons", "mnist"].choose(rng).expect("some");
    let is_image = data == "mnist";
    let mut setup = modern(data);
    setup.train_size = 60;
    setup.test_size = 30;
    setup.hidden = vec![rng.random_range(1..7); rng.random_range(0..3)];
    setup.optimizer = *Optimizer::ALL.choose(rng).expect("three");
    setup.eta = 0.01;
    setup.batch = *[None, Some(1), Some(7), Some(60)].choose(rng).expect("some");
    setup.dropout = *[0.0, 0.3].choose(rng).expect("two");
    setup.validation = *[0.0, 0.2].choose(rng).expect("two");
    if is_image {
        setup = setup.stepped(setting("augment").expect("a setting"), Direction::Up);
    }
    Setup { steps: rng.random_range(2..120), seed: rng.random_range(0..1_000), ..setup.with_batch_in_range() }
}

/// Changes a run at random, with somebody who keeps it.
fn played(setup: Setup, path: &Path, rng: &mut ChaCha8Rng) -> Driver {
    let recorder = Box::new(RunWriter::create(path).expect("a file"));
    let mut driver = Driver::new(RunId(1), setup, ThreadPool::default()).recorded_by(recorder);
    driver.begin().expect("built in");
    for number in 0..rng.random_range(0..6) {
        for _ in 0..rng.random_range(0..20) {
            driver.step();
        }
        let session = driver.session().expect("a run");
        let live: Vec<_> = settings_of(&session.setup().data).collect();
        let direction = *[Direction::Up, Direction::Down].choose(rng).expect("two");
        let change = match rng.random_range(0..6) {
            0 => Change::GoBack,
            1 => Change::Extend,
            _ => Change::Adjust(vec![Adjustment::next(live.choose(rng).expect("some").id, direction)]),
        };
        let needs_new_run =
            session.setup().needs_restart(&change.foreseen(session.setup(), &Status::from(session.state())));
        if needs_new_run.is_none() {
            driver.obey(Command::Change(number, change));
        }
    }
    driver
}

#[test]
fn a_saved_run_goes_on_to_the_same_fingerprint() {
    let folder = tempfile::tempdir().expect("a folder");
    for seed in 0..60 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let path = folder.path().join(format!("{seed}.overfit"));
        let setup = random_setup(&mut rng);
        let mut driver = played(setup, &path, &mut rng);
        driver.end();
        let whole = finished(driver.session().expect("a run").fork(ThreadPool::default()));
        let (step, line) = {
            let session = driver.session().expect("a run");
            (session.step(), session.command_line("train "))
        };
        drop(driver); // the file is complete now
        let session = opened(&path);
        assert_eq!(session.step(), step, "seed {seed}: {line}");
        assert_eq!(session.command_line("train "), line, "seed {seed}");
        let session = finished(session);
        assert_eq!(session.network(), whole.network(), "seed {seed}: {line}");
        assert_eq!(session.history().fingerprint(), whole.history().fingerprint(), "seed {seed}: {line}");
        assert_eq!(session.history().buckets(), whole.history().buckets(), "seed {seed}");
        assert_eq!(session.history().best(), whole.history().best(), "seed {seed}");
        assert_eq!(session.word(), whole.word(), "seed {seed}");
        assert_eq!(session.best(), whole.best(), "seed {seed}");
    }
}

#[test]
fn a_file_that_ends_anywhere_opens_and_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("whole.overfit");
    let setup = Setup { steps: 90, train_size: 60, batch: Some(7), ..modern("circles") };
    let mut driver = played(setup.clone(), &path, &mut ChaCha8Rng::seed_from_u64(1));
    while driver.is_running() {
        driver.advance();
    }
    driver.end();
    let whole = driver.session().expect("a run").history().fingerprint();
    let last_change = driver.session().expect("a run").history().marks().last().map_or(0, |mark| mark.step);
    drop(driver);
    let bytes = fs::read(&path).expect("the file");
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    let mut complete = 0;
    for _ in 0..50 {
        let end = rng.random_range(0..=bytes.len());
        let path = folder.path().join("part.overfit");
        fs::write(&path, &bytes[..end]).expect("written");
        let lines = bytes[..end].iter().filter(|&&byte| byte == b'\n').count();
        match RunFile::read(&path) {
            Err(error) => assert!(lines < 2, "{error}"),
            Ok(file) => {
                let session = opened(&path);
                assert_eq!(session.step(), file.step);
                if file.step > last_change {
                    complete += 1;
                    assert_eq!(finished(session).history().fingerprint(), whole, "{end} bytes");
                }
            }
        }
    }
    assert!(complete > 5, "{complete}");
}

#[test]
fn a_longer_run_is_the_one_that_was_longer_from_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    for (steps, more) in [(100, 200), (101, 203), (7, 8)] {
        for setup in [modern("circles"), Setup { batch: Some(50), ..modern("moons") }] {
            let setup = Setup { steps, ..setup };
            let path = folder.path().join(format!("{steps}-{}.overfit", setup.data.name()));
            let mut driver = Driver::new(RunId(1), setup.clone(), ThreadPool::default())
                .recorded_by(Box::new(RunWriter::create(&path).expect("a file")));
            driver.begin().expect("built in");
            while driver.is_running() {
                driver.advance();
            }
            driver.end();
            drop(driver);
            let pending = PendingRun { steps: Some(more), ..PendingRun::unchanged(&path) };
            let opened = pending.read(ThreadPool::default(), &mut |_| true).expect("sound").expect("whole");
            let straight = finished(
                Session::new(Setup { steps: more, ..setup }, ThreadPool::default()).expect("built in"),
            );
            let session = finished(opened.1);
            assert_eq!(
                session.history().fingerprint(),
                straight.history().fingerprint(),
                "{steps} to {more}"
            );
            assert_eq!(session.network(), straight.network());
        }
    }
}

#[test]
fn further_runs_leave_the_files_of_earlier_sessions_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("run.overfit");
    let setup = || Setup { steps: 20, train_size: 60, ..modern("circles") };
    // Two sessions with two runs each: run.overfit and run-2.overfit.
    for seed in [1, 2] {
        let mut driver = Driver::new(RunId(1), Setup { seed, ..setup() }, ThreadPool::default())
            .recorded_by(Box::new(RunWriter::create(&path).expect("a file")));
        driver.begin().expect("built in");
        driver.obey(Command::Change(1, Change::Again));
        driver.begin().expect("built in");
        driver.step();
        driver.end();
    }
    for (name, seed, step) in
        [("run.overfit", 2, 0), ("run-2.overfit", 2, 1), ("run.overfit~", 1, 0), ("run-2.overfit~", 1, 1)]
    {
        let session = opened(&folder.path().join(name));
        assert_eq!((session.setup().seed, session.step()), (seed, step), "{name}");
    }
}
