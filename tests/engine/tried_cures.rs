//! Cures that are tried on copies of a run: a copy does what the run itself would do, to the bit.

use crate::finished;
use overfit::cli::setup_of_words;
use overfit::nn::ThreadPool;
use overfit::train::{
    Change, Command, Cure, CureTable, Driver, Fork, RunId, Session, Setup, State, Trial, TrialState, Tried,
};

/// Runs of every kind: full batches and mini-batches, all optimizers, a plan, dropout, augmentation, validation.
const RUNS: [&str; 9] = [
    "circles --preset modern --train-size 60 --test-size 200 --flip 0.1 --hidden 100 --batch full --steps 300",
    "circles --steps 200",
    "moons --hidden 20,7 --activation tanh --batch 33 --optimizer momentum --train-size 100 --steps 150",
    "spirals --preset modern --validation 0.3 --steps 120 --at 60:hidden=35 --at 180:eta=0.01",
    "circles --preset modern --dropout 0.5 --hidden 30 --steps 90",
    "mnist --steps 20",
    "mnist --preset modern --train-size 100 --augment elastic --steps 23",
    "xor --preset modern --flip 0.2 --train-size 40 --hidden 30 --patience 20 --steps 5000",
    "circles --hidden 0 --batch 7 --steps 61",
];

fn setup(words: &str) -> Setup {
    setup_of_words(words).expect("a set-up")
}

fn tried(fork: &Fork, cure: &Cure) -> Tried {
    let mut trial = Trial::new(fork, cure, ThreadPool::default()).expect("it loads");
    while trial.advance() {}
    trial.result()
}

fn done(fork: &Fork, cure: &Cure) -> TrialState {
    TrialState::Done { tried: Box::new(tried(fork, cure)), seconds: 0.0 }
}

/// The run that a command line starts, to its end.
fn repeated(command: &str) -> Session {
    let words = command.strip_prefix("overfit train ").expect("a command line");
    finished(setup(words))
}

#[test]
fn every_trial_is_what_its_command_line_repeats() {
    for words in RUNS {
        let fork = Fork::new(1, &finished(setup(words)), None);
        let cures = fork.cures();
        assert!(cures.len() > 5 && cures[0].is_none(), "{words}: {cures:?}");
        for cure in cures {
            let tried = tried(&fork, &cure);
            let again = repeated(&tried.command);
            let name = &cure.name;
            assert_eq!(
                again.history().fingerprint(),
                tried.history.fingerprint(),
                "{name}: {}",
                tried.command
            );
            if let Some(last) = tried.last {
                assert_eq!(again.history().latest(), Some(&last), "{name}: {}", tried.command);
            }
        }
    }
}

#[test]
fn a_copy_in_the_middle_of_a_run_goes_on_like_the_run() {
    for words in RUNS {
        let whole = finished(setup(words));
        let mut session = Session::new(setup(words), ThreadPool::default()).expect("it loads");
        for _ in 0..17 {
            session.advance();
        }
        let fork = Fork::new(1, &session, Some(whole.step() - 17));
        let tried = tried(&fork, &Cure::none());
        assert_eq!(tried.history.fingerprint(), whole.history().fingerprint(), "{words}");
        while *session.state() == State::Learning {
            session.advance();
        }
        assert_eq!(session.history().fingerprint(), whole.history().fingerprint(), "{words}: it is unharmed");
    }
}

/// A driver whose run has taken all its steps.
fn driver(words: &str) -> Driver {
    let mut driver = Driver::new(RunId(1), setup(words), ThreadPool::default());
    driver.begin().expect("it loads");
    while driver.is_running() {
        driver.advance();
    }
    driver
}

fn fork_of(driver: &mut Driver) -> std::sync::Arc<Fork> {
    driver.obey(Command::Fork(7));
    driver.snapshot().expect("a run").fork.expect("a copy")
}

#[test]
fn a_cure_that_is_taken_gives_what_was_promised_even_if_the_run_has_gone_on() {
    for (words, goes_on) in RUNS.iter().flat_map(|words| [(words, false), (words, true)]) {
        let mut driver = driver(words);
        let fork = fork_of(&mut driver);
        let mut table = CureTable::new(fork.cures());
        for (nth, cure) in fork.cures().iter().enumerate() {
            table.note(nth, done(&fork, cure));
        }
        if goes_on && driver.session().expect("a run").setup().patience.is_none() {
            driver.obey(Command::Change(1, Change::Extend));
            (0..9).for_each(|_| driver.advance());
        }
        let row = table.rows()[table.ranking()[0]].clone();
        let promised = *row.last().expect("it did not diverge");
        driver.obey(Command::Change(2, Change::TakeCure(7, row.cure.clone())));
        while driver.is_running() && driver.session().expect("a run").step() < promised.step {
            driver.advance();
        }
        let latest = driver.session().expect("a run").history().latest();
        assert_eq!(latest, Some(&promised), "{}: {words}", row.cure.name);
        while driver.is_running() {
            driver.advance();
        }
        let session = driver.session().expect("a run");
        if row.cure.goes_on() {
            let again = repeated(&session.command_line("train "));
            assert_eq!(again.history().fingerprint(), session.history().fingerprint(), "{words}");
        }
    }
}

#[test]
fn the_readme_run_has_a_cure_that_beats_none() {
    let words = "circles --preset modern --train-size 60 --test-size 200 --flip 0.1 --hidden 100 --batch full --steps 6000";
    let fork = Fork::new(1, &finished(setup(words)), None);
    let mut table = CureTable::new(fork.cures());
    for (nth, cure) in fork.cures().iter().enumerate() {
        table.note(nth, done(&fork, cure));
    }
    let watched = |row: Option<&overfit::train::Ranked>| row.and_then(overfit::train::Ranked::watched);
    let (best, none) =
        (watched(table.best()).expect("a cure"), watched(table.no_cure()).expect("it is tried"));
    assert!(best < 0.7 * none, "{best} against {none}");
}

#[test]
fn a_copy_is_of_no_use_once_the_run_learns_otherwise() {
    let mut driver = driver(RUNS[1]);
    let fork = fork_of(&mut driver);
    driver.obey(Command::Change(1, Change::GoBack));
    let cure = fork.cures().swap_remove(2);
    driver.obey(Command::Change(2, Change::TakeCure(7, cure)));
    let outcomes = driver.snapshot().expect("a run").outcomes;
    assert!(format!("{outcomes:?}").contains("OldCure"), "{outcomes:?}");
}

#[test]
fn a_diverged_run_is_cured_from_its_best_step() {
    let session = finished(setup("circles --steps 60 --at 20:eta=1e20"));
    assert!(matches!(session.state(), State::Diverged(_)));
    let fork = Fork::new(1, &session, None);
    let mut table = CureTable::new(fork.cures());
    for (nth, cure) in fork.cures().iter().enumerate() {
        table.note(nth, done(&fork, cure));
    }
    let worst = *table.ranking().last().expect("rows");
    assert_eq!(table.rows()[worst].watched(), Some(f64::INFINITY), "what diverges comes last");
    assert_eq!(table.rows()[0].watched(), Some(f64::INFINITY));
    assert!(table.best().is_some());
}
