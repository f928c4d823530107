//! That the first of the tried cures helps: it beats the run without a cure on test examples that were not used to rank
//! them. `RUNS=20` tries all runs; without it, some of them.

use std::sync::Arc;

use crate::finished;
use overfit::cli::setup_of_words;
use overfit::train::{CureJobs, CureTable, Fork, Ranked, Session, Setup, Start};

/// Runs that over-fit: few examples, labels that are wrong, points that overlap.
const OVER_FITTING: [&str; 20] = [
    "circles --preset modern --train-size 60 --flip 0.1 --hidden 100 --batch full --steps 3000 --seed 1",
    "moons --preset modern --train-size 50 --noise 0.4 --hidden 50 --batch full --steps 3000 --seed 6",
    "spirals --preset modern --train-size 80 --noise 0.2 --hidden 64,64 --batch full --steps 2000 --seed 10",
    "xor --preset modern --train-size 40 --flip 0.2 --hidden 30,30 --batch full --steps 2000 --seed 14",
    "circles --preset modern --train-size 60 --flip 0.1 --hidden 100 --batch full --steps 6000 --seed 0",
    "circles --preset modern --train-size 40 --flip 0.2 --hidden 50 --activation tanh --batch full --steps 3000 --seed 2",
    "circles --preset modern --train-size 80 --noise 0.3 --hidden 64,32 --steps 2000 --seed 3",
    "circles --preset modern --train-size 50 --noise 0.25 --hidden 100 --activation sigmoid --batch full --steps 6000 --seed 4",
    "moons --preset modern --train-size 60 --flip 0.1 --hidden 100 --batch full --steps 3000 --seed 5",
    "moons --preset modern --train-size 100 --noise 0.4 --hidden 40,40 --batch 20 --steps 3000 --seed 7",
    "moons --preset modern --train-size 40 --flip 0.2 --activation tanh --hidden 60 --batch full --steps 3000 --seed 8",
    "spirals --preset modern --train-size 100 --flip 0.1 --hidden 100 --batch full --steps 4000 --seed 9",
    "spirals --preset modern --train-size 150 --flip 0.2 --activation tanh --hidden 80 --batch 30 --steps 4000 --seed 11",
    "xor --preset modern --train-size 60 --flip 0.15 --hidden 80 --batch full --steps 4000 --seed 12",
    "xor --preset modern --train-size 50 --noise 0.4 --hidden 50 --batch full --steps 3000 --seed 13",
    "mnist --preset modern --train-size 200 --steps 1000 --seed 15",
    "mnist --preset modern --train-size 500 --flip 0.1 --steps 1000 --seed 16",
    "mnist --preset modern --train-size 300 --hidden 100 --activation tanh --steps 800 --seed 17",
    "mnist --preset modern --train-size 500 --hidden 30 --validation 0.2 --flip 0.1 --steps 1000 --seed 18",
    "circles --preset modern --train-size 60 --validation 0.3 --flip 0.1 --hidden 100 --batch full --steps 3000 --seed 19",
];

/// The test examples that the cures are ranked by.
const TEST_SIZE: usize = 500;
/// All test examples: those and fresh ones.
const WITH_FRESH: usize = 10_000;

fn runs() -> usize {
    std::env::var("RUNS").ok().and_then(|text| text.parse().ok()).unwrap_or(4)
}

/// The test loss of a tried cure on the test examples after the first [`TEST_SIZE`], from its command line.
fn fresh_loss(row: &Ranked, run: &Session) -> f64 {
    let setup = match row.cure.start {
        // With other test examples another step would be the best.
        Start::BestAndStop => {
            Setup { steps: run.history().best().expect("a point").test.step, ..run.setup().clone() }
        }
        Start::Best | Start::Here => {
            let line = &row.tried().expect("a result").command;
            setup_of_words(line.strip_prefix("overfit train ").expect("a run")).expect("a set-up")
        }
    };
    let ranked_by = row.last().expect("a point").test.loss;
    let all =
        finished(Setup { test_size: WITH_FRESH, ..setup }).history().latest().expect("a point").test.loss;
    (WITH_FRESH as f64 * all - TEST_SIZE as f64 * ranked_by) / (WITH_FRESH - TEST_SIZE) as f64
}

/// The name of the first cure, and whether it beats the run without a cure on fresh test examples.
fn first_cure_helps(words: &str) -> (String, bool) {
    let run = finished(Setup { test_size: TEST_SIZE, ..setup_of_words(words).expect("a set-up") });
    let jobs = CureJobs::new(Arc::new(Fork::new(0, &run, None)));
    let table = std::sync::Mutex::new(CureTable::new(jobs.cures().to_vec()));
    let tell = |nth, stage| {
        table.lock().expect("no panic").note(nth, stage);
        true
    };
    std::thread::scope(|scope| {
        scope.spawn(|| jobs.work(|| false, tell));
        jobs.work(|| false, tell);
    });
    let table = table.into_inner().expect("no panic");
    let first = &table.rows()[table.ranking()[0]];
    let none = table.no_cure().expect("the run without a cure");
    (first.cure.name.clone(), fresh_loss(first, &run) < fresh_loss(none, &run))
}

#[test]
fn the_first_cure_beats_no_cure_on_fresh_examples() {
    let words = &OVER_FITTING[..runs().min(OVER_FITTING.len())];
    let results: Vec<(String, bool)> = words.iter().map(|words| first_cure_helps(words)).collect();
    let helped = results.iter().filter(|(_, helps)| *helps).count();
    assert!(10 * helped >= 9 * results.len(), "{helped} of {}: {results:?}", results.len());
}
