//! Any step that has passed, computed again: it is what a run that is advanced to it has, to the bit.

use overfit::cli::setup_of_words;

use overfit::nn::{ThreadPool, Workspace};
use overfit::train::{
    Adjustment, Change, Command, Cost, Cure, Direction, Driver, Past, PastStep, Recall, Recaller, RunId,
    Session, SettingId, Start, Status, inputs_of,
};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

fn driver(words: &str) -> Driver {
    let setup = setup_of_words(words).expect("a set-up");
    let mut driver = Driver::new(RunId(1), setup, ThreadPool::default());
    driver.begin().expect("built in");
    driver
}

fn train(driver: &mut Driver, steps: u64) {
    for _ in 0..steps {
        driver.step();
    }
}

fn change(driver: &mut Driver, change: Change) {
    driver.obey(Command::Change(1, change));
}

fn adjust(driver: &mut Driver, setting: SettingId, direction: Direction) {
    change(driver, Change::Adjust(vec![Adjustment::next(setting, direction)]));
}

fn past(driver: &mut Driver) -> Past {
    driver.snapshot().expect("a run").past().expect("steps that are kept")
}

fn recall(past: &Past, step: u64) -> PastStep {
    Recaller::new(ThreadPool::default()).recall(past, step, |_| true).expect("a step that has passed")
}

/// What a run does on its test examples.
fn outputs(session: &Session) -> Vec<f32> {
    let mut workspace = Workspace::default();
    let test = &session.dataset().test;
    session.network().forward(&inputs_of(&test.inputs).all(), &mut workspace);
    (0..test.len()).flat_map(|n| workspace.outputs(n).collect::<Vec<_>>()).collect()
}

fn assert_same(a: &Session, b: &Session) {
    let step = b.step();
    assert_same_moment(a, b);
    assert_eq!(a.history(), b.history(), "curves up to step {step}");
    assert_eq!(a.example_history(), b.example_history(), "examples at step {step}");
    // What has no gradient is NaN, which equals nothing.
    let layers = |session: &Session| format!("{:?}", session.layers());
    assert_eq!(layers(a), layers(b), "layers at step {step}");
}

/// Compares what does not depend on how finely the curves are still kept.
fn assert_same_moment(a: &Session, b: &Session) {
    let step = b.step();
    assert_eq!(a.step(), step);
    assert_eq!(a.network(), b.network(), "weights of step {step}");
    assert_eq!(outputs(a), outputs(b), "predictions of step {step}");
    assert_eq!(a.history().latest(), b.history().latest(), "losses and accuracies at step {step}");
    assert_eq!(a.history().fingerprint(), b.history().fingerprint(), "losses up to step {step}");
    assert_eq!(a.best(), b.best(), "best network at step {step}");
    assert_eq!(a.diagnosis(), b.diagnosis(), "diagnosis of step {step}");
    assert_eq!((a.epoch(), a.state()), (b.epoch(), b.state()));
    assert_eq!(a.command_line("train "), b.command_line("train "));
}

/// Runs with everything that needs more than the weights to go on.
const RUNS: [&str; 5] = [
    "circles",
    "moons --optimizer momentum --batch 20 --dropout 0.3 --reduction mean --activation tanh --hidden 7,5",
    "spirals --preset modern --train-size 100 --validation 0.2 --batch 16",
    "mnist --train-size 200 --test-size 60 --hidden 12 --preset modern --augment affine --batch 25",
    "circles --batch 50 --at 40:eta=0.02 --at 75:weights=best --at 90:hidden=12 --at 120:train-size=300",
];

/// Trains 160 steps and changes the run on the way. What is done is told to `each` before it is done to the next step.
fn trained_with_changes(words: &str) -> Driver {
    let mut driver = driver(words);
    for step in 0..160 {
        match step {
            0 | 31 => adjust(&mut driver, SettingId::Eta, Direction::Down),
            32 | 64 => {
                adjust(&mut driver, SettingId::Hidden, Direction::Up);
                adjust(&mut driver, SettingId::L2, Direction::Up);
            }
            65 => adjust(&mut driver, SettingId::Batch, Direction::Up),
            70 => adjust(&mut driver, SettingId::TrainSize, Direction::Down),
            101 => change(&mut driver, Change::GoBack),
            120 => adjust(&mut driver, SettingId::Flip, Direction::Up),
            _ => {}
        }
        driver.step();
    }
    driver
}

#[test]
fn every_step_without_changes_is_that_of_a_fresh_run() {
    for words in RUNS {
        let mut driver = driver(words);
        train(&mut driver, 160);
        let past = past(&mut driver);
        let setup = setup_of_words(words).expect("a set-up");
        let mut fresh = Session::new(setup, ThreadPool::default()).expect("built in");
        let mut recaller = Recaller::new(ThreadPool::default());
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        for step in 0..=160 {
            if step % 40 == 0 || rng.random_range(0..8) == 0 {
                let recalled = recaller.recall(&past, step, |_| true).expect("it has passed");
                assert_same(recalled.session(), &fresh);
                assert_same(recall(&past, step).session(), &fresh);
            }
            fresh.advance();
        }
    }
}

/// The steps of the run of [`a_hundred_random_steps_of_a_long_run_on_images_are_exact`]; `STEPS=20000` takes minutes.
fn long() -> u64 {
    std::env::var("STEPS").map_or(1_000, |steps| steps.parse().expect("a number of steps"))
}

#[test]
fn a_hundred_random_steps_of_a_long_run_on_images_are_exact() {
    let words = format!("mnist --steps {}", long());
    let mut driver = driver(&words);
    train(&mut driver, long());
    let past = past(&mut driver);
    let mut rng = ChaCha8Rng::seed_from_u64(long());
    let mut steps: Vec<u64> = (0..100).map(|_| rng.random_range(0..=long())).collect();
    let mut recaller = Recaller::new(ThreadPool::default());
    let recalled = steps.iter().map(|&step| recaller.recall(&past, step, |_| true).expect("it has passed"));
    let mut recalled: Vec<PastStep> = recalled.collect();
    steps.sort_unstable();
    recalled.sort_by_key(|step| step.session().step());
    let setup = setup_of_words(&words).expect("a set-up");
    let mut fresh = Session::new(setup, ThreadPool::default()).expect("built in");
    for (step, recalled) in steps.into_iter().zip(recalled) {
        while fresh.step() < step {
            fresh.advance();
        }
        assert_same_moment(recalled.session(), &fresh);
    }
}

#[test]
fn changes_by_hand_are_made_again_at_their_steps() {
    for words in RUNS {
        let mut driver = trained_with_changes(words);
        let past = past(&mut driver);
        for step in [0, 1, 30, 31, 32, 33, 64, 65, 66, 70, 71, 75, 76, 101, 102, 119, 120, 121, 159, 160] {
            let recalled = recall(&past, step);
            // The line that repeats the run up to there.
            let line = recalled.session().command_line("train ");
            let words = line.strip_prefix("overfit train ").expect("a line");
            let mut fresh = Session::new(setup_of_words(words).expect("a set-up"), ThreadPool::default())
                .expect("built in");
            while fresh.step() < step {
                fresh.advance();
            }
            assert_eq!(recalled.session().network(), fresh.network(), "{words}: step {step}");
            assert_eq!(recalled.session().history().fingerprint(), fresh.history().fingerprint());
            assert_eq!(outputs(recalled.session()), outputs(&fresh));
        }
    }
}

#[test]
fn a_run_that_goes_on_from_the_past_without_a_change_ends_as_it_ended() {
    for words in RUNS {
        let mut driver = driver(words);
        train(&mut driver, 160);
        let before = driver.session().expect("a run").history().fingerprint();
        for step in [150, 93, 40, 7, 0] {
            let past = past(&mut driver);
            change(&mut driver, Change::GoOnFrom(recall(&past, step)));
            let snapshot = driver.snapshot().expect("a run");
            assert_eq!((snapshot.step, snapshot.status), (step, Status::Running));
            train(&mut driver, 160 - step);
            let session = driver.session().expect("a run");
            assert_eq!(session.history().fingerprint(), before, "{words} from step {step}");
        }
    }
}

#[test]
fn a_branch_is_repeated_by_its_line() {
    for words in RUNS {
        let mut driver = trained_with_changes(words);
        let first = past(&mut driver);
        change(&mut driver, Change::GoOnFrom(recall(&first, 68)));
        train(&mut driver, 20);
        adjust(&mut driver, SettingId::Eta, Direction::Up);
        adjust(&mut driver, SettingId::Noise, Direction::Up);
        train(&mut driver, 50);
        // A branch of the branch.
        let second = past(&mut driver);
        change(&mut driver, Change::GoOnFrom(recall(&second, 100)));
        adjust(&mut driver, SettingId::L2, Direction::Up);
        train(&mut driver, 40);
        let session = driver.session().expect("a run");
        let line = session.command_line("train ");
        assert_eq!(line.matches("100:").count(), 1, "{line}");
        let words = line.strip_prefix("overfit train ").expect("a line");
        let mut fresh =
            Session::new(setup_of_words(words).expect("a set-up"), ThreadPool::default()).expect("built in");
        while fresh.step() < session.step() {
            fresh.advance();
        }
        assert_eq!(session.history().fingerprint(), fresh.history().fingerprint(), "{line}");
        assert_eq!(session.network(), fresh.network());
        let third = past(&mut driver);
        for step in [0, 50, 68, 88, 100, 101, 130] {
            assert_eq!(recall(&third, step).session().step(), step);
        }
    }
}

#[test]
fn steps_before_a_cure_and_after_it_are_on_one_line() {
    let mut driver = driver("circles --preset modern --train-size 60 --hidden 20 --batch 20 --steps 5000");
    train(&mut driver, 100);
    driver.obey(Command::Fork(7));
    train(&mut driver, 50);
    let cure = Cure {
        name: "half the units".to_owned(),
        start: Start::Best,
        adjustments: vec![Adjustment::value(SettingId::Hidden, "10")],
        cost: Cost::Units,
    };
    change(&mut driver, Change::TakeCure(7, cure));
    assert_eq!(driver.session().expect("a run").step(), 100);
    train(&mut driver, 60);
    let past = past(&mut driver);
    assert_same(recall(&past, 160).session(), driver.session().expect("a run"));
    for (step, units) in [(0, 20), (99, 20), (100, 20), (101, 10), (130, 10)] {
        assert_eq!(recall(&past, step).session().network().hidden_sizes(), [units], "step {step}");
    }
}

#[test]
fn a_run_that_was_extended_or_has_diverged_can_be_looked_at() {
    let mut driver = driver("circles --steps 50 --batch 100");
    train(&mut driver, 60);
    change(&mut driver, Change::Extend);
    train(&mut driver, 30);
    let extended = past(&mut driver);
    assert_eq!(extended.last(), 80);
    for step in [49, 50, 51, 80] {
        assert_eq!(recall(&extended, step).session().step(), step);
    }
    let mut driver = self::driver("circles --eta 1e9 --batch 100");
    train(&mut driver, 10);
    let end = driver.session().expect("a run").step();
    let diverged = past(&mut driver);
    assert_same(recall(&diverged, end).session(), driver.session().expect("a run"));
    assert!(Recaller::new(ThreadPool::default()).recall(&diverged, end + 1, |_| true).is_none());
}

#[test]
fn what_is_kept_of_a_long_run_stays_small_and_covers_all_of_it() {
    for words in [
        "circles --train-size 20 --test-size 20 --hidden 4 --batch 5 --steps 1000000000",
        "circles --train-size 100 --hidden 300,300 --batch 5 --optimizer adam --steps 1000000000",
    ] {
        let mut driver = driver(words);
        for _ in 0..3_000 {
            driver.step();
            let timeline = driver.snapshot().expect("a run").timeline;
            assert!(
                timeline.len() <= 200 && timeline.bytes() <= 32 << 20,
                "{} {}",
                timeline.len(),
                timeline.bytes()
            );
        }
        let past = past(&mut driver);
        assert_eq!(past.first(), 0);
        let kept: Vec<u64> = (0..=3_000).filter(|&step| past.nearest(step) == Some(step)).collect();
        let widest = kept.windows(2).map(|pair| pair[1] - pair[0]).max().expect("many");
        assert!(kept.len() >= 3 && 3_000 - kept[kept.len() - 1] <= 2 * widest, "{kept:?}");
    }
}

#[test]
fn data_that_only_the_past_needs_are_bounded() {
    let mut driver =
        driver("mnist --train-size 60000 --test-size 100 --hidden 4 --batch 1000 --steps 100000");
    train(&mut driver, 600);
    assert_eq!(past(&mut driver).first(), 0);
    adjust(&mut driver, SettingId::TrainSize, Direction::Down);
    train(&mut driver, 600);
    // All the images of before are more than is kept; those of the present are shared.
    let past = past(&mut driver);
    assert!(600 < past.first() && past.first() <= 1_200, "{}", past.first());
    let step = past.first() + 7;
    assert_eq!(recall(&past, step).session().step(), step);
}

#[test]
fn a_computation_tells_how_far_it_is_and_can_be_stopped() {
    let mut driver = driver("circles --batch 1 --train-size 2000 --steps 100000");
    train(&mut driver, 3_000);
    let past = past(&mut driver);
    let told = std::cell::RefCell::new(Vec::new());
    let tell = |recall: Recall| {
        told.borrow_mut().push(match recall {
            Recall::Share(share) => share,
            Recall::Done(step) => step.session().step() as f64,
        });
        true
    };
    let mut recaller = Recaller::new(ThreadPool::default());
    recaller.carry_out(&past, 999, || false, tell);
    let shares = told.take();
    assert_eq!(shares.last(), Some(&999.0));
    assert!(shares.windows(2).all(|pair| pair[0] < pair[1]), "{shares:?}");
    recaller.carry_out(&past, 1_999, || true, tell);
    assert!(told.take().is_empty());
    assert_eq!(recaller.recall(&past, 1_999, |_| true).expect("it has passed").session().step(), 1_999);
}

#[test]
fn a_kept_step_is_seen_at_once_as_it_was() {
    let mut driver = driver(RUNS[3]);
    train(&mut driver, 160);
    let past = past(&mut driver);
    for step in [0, 77, 160] {
        let kept = past.nearest(step).expect("something is kept");
        let (view, exact) = (past.view(kept).expect("it is kept"), recall(&past, kept));
        assert_same(&view, exact.session());
    }
    assert!(past.view(1_000).is_none());
}
