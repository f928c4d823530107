//! Over-fitting on circles, and that each cure narrows the gap between test and training loss.

use crate::finished;
use overfit::data;
use overfit::train::{Preset, Setup, Word, setting};

/// Few points, some of them labelled wrong, and many units.
fn over_fitting(seed: u64) -> Setup {
    Setup {
        train_size: 60,
        test_size: 1_000,
        flip: 0.1,
        hidden: vec![100],
        batch: None,
        steps: 6_000,
        seed,
        ..Preset::Modern.of(data::resolve("circles").expect("built in"))
    }
}

struct Outcome {
    gap: f64,
    rise: f64,
    word: Word,
}

fn outcome(setup: Setup) -> Outcome {
    let session = finished(setup);
    let history = session.history();
    let (best, last) = (history.best().expect("a point").test, history.latest().expect("a point"));
    Outcome { gap: last.gap(), rise: last.test.loss - best.test.loss, word: session.diagnosis().word }
}

/// The mean gap over some seeds, each trained on a thread of its own.
fn mean_gap(seeds: u64, change: Option<(&str, &str)>) -> f64 {
    let gap = |seed| {
        let mut setup = over_fitting(seed);
        if let Some((name, value)) = change {
            setting(name).expect("a setting").set(&mut setup, value).expect("a value");
        }
        outcome(setup).gap
    };
    (0..seeds).map(gap).sum::<f64>() / seeds as f64
}

#[test]
fn too_many_units_on_too_few_points_over_fit() {
    let outcomes: Vec<Outcome> = (0..10).map(|seed| outcome(over_fitting(seed))).collect();
    let mean = |of: fn(&Outcome) -> f64| outcomes.iter().map(of).sum::<f64>() / 10.0;
    assert!(mean(|outcome| outcome.gap) > 0.3, "{}", mean(|outcome| outcome.gap));
    assert!(mean(|outcome| outcome.rise) > 0.1, "{}", mean(|outcome| outcome.rise));
    assert!(outcomes.iter().all(|outcome| outcome.word == Word::OverFitting));
}

#[test]
fn every_cure_narrows_the_gap_by_a_fifth() {
    let seeds = 5;
    let without = mean_gap(seeds, None);
    for cure in [("l2", "0.001"), ("dropout", "0.3"), ("train-size", "120"), ("hidden", "20")] {
        let with = mean_gap(seeds, Some(cure));
        assert!(with < 0.8 * without, "{cure:?}: {with} instead of {without}");
    }
}
