//! The logs of real programs in `tests/data/logs`: the curves that these programs had in memory, and the word.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Run;
use super::watch::once;

/// A log that is kept, what its program reports, the largest difference by which it rounds what it writes, and the first word
/// that is no LEARNING with its step, and the last word.
struct Kept {
    log: &'static str,
    truth: &'static str,
    rounded: f64,
    word: (&'static str, u64, &'static str),
}

const fn kept(
    log: &'static str,
    truth: &'static str,
    rounded: f64,
    word: (&'static str, u64, &'static str),
) -> Kept {
    Kept { log, truth, rounded, word }
}

const OVER_FITTING: &str = "OVER-FITTING";

#[rustfmt::skip]
const LOGS: [Kept; 15] = [
    kept("keras/training.csv", "keras/truth.json", 0.0, (OVER_FITTING, 26, OVER_FITTING)),
    kept("keras/resumed.csv", "keras/resumed.truth.json", 0.0, (OVER_FITTING, 9, OVER_FITTING)),
    kept("keras/nan.csv", "keras/nan.truth.json", 0.0, ("DIVERGED", 6, "DIVERGED")),
    kept("keras_tensorboard", "keras_tensorboard/truth.json", 1e-15, (OVER_FITTING, 26, OVER_FITTING)),
    kept("lightning/metrics.csv", "lightning/truth.json", 0.0, (OVER_FITTING, 79, OVER_FITTING)),
    kept("tensorboard", "tensorboard/truth.json", 0.0, (OVER_FITTING, 10, OVER_FITTING)),
    kept("tensorboard_folders", "tensorboard_folders/truth.json", 0.0, (OVER_FITTING, 10, OVER_FITTING)),
    kept("transformers/trainer_state.json", "transformers/truth.json", 0.0, (OVER_FITTING, 104, OVER_FITTING)),
    kept("transformers/console.txt", "transformers/truth.json", 0.0005, (OVER_FITTING, 13_000, OVER_FITTING)),
    kept("xgboost/console.txt", "xgboost/truth.json", 6e-6, (OVER_FITTING, 18, OVER_FITTING)),
    kept("xgboost/estimator.txt", "xgboost/estimator.truth.json", 6e-6, (OVER_FITTING, 40, OVER_FITTING)),
    kept("lightgbm/console.txt", "lightgbm/truth.json", 6e-7, (OVER_FITTING, 48, OVER_FITTING)),
    kept("lightgbm/every_fifth.txt", "lightgbm/every_fifth.truth.json", 6e-7, (OVER_FITTING, 55, OVER_FITTING)),
    kept("burn", "burn/truth.json", 1e-12, ("BOUNCING", 10, OVER_FITTING)),
    kept("burn_final", "burn_final/truth.json", 1e-12, ("BOUNCING", 10, OVER_FITTING)),
];

/// The curves, by the names in the files and in the output.
const CURVES: [(&str, &str); 4] = [
    ("train_loss", "train_loss"),
    ("validation_loss", "test_loss"),
    ("train_accuracy", "train_accuracy"),
    ("validation_accuracy", "test_accuracy"),
];

/// The values of a curve that a program reports, by their steps. Of a step that came twice, the later one counts.
fn reported(truth: &Value, name: &str, log: &str) -> BTreeMap<u64, Option<f64>> {
    let curve = &truth["curves"][name];
    let (Some(steps), Some(values)) = (curve["steps"].as_array(), curve["values"].as_array()) else {
        return BTreeMap::new();
    };
    // burn has accuracies in per cent.
    let scale = if log.starts_with("burn") && name.ends_with("accuracy") { 100.0 } else { 1.0 };
    let value = |value: &Value| value.as_f64().map(|value| value / scale);
    steps.iter().zip(values).map(|(step, of)| (step.as_u64().expect("a step"), value(of))).collect()
}

/// Asserts that the points of a curve are those that were reported; returns how many there are.
fn assert_same(run: &Run, kept: &Kept, ours: &str, reported: &BTreeMap<u64, Option<f64>>) -> usize {
    let points = run.points();
    let with_value: Vec<&&Value> = points.iter().filter(|point| point.get(ours).is_some()).collect();
    for point in &with_value {
        let mut step = point["step"].as_u64().expect("a step");
        if run.start()["unit"] == "epoch/1000" {
            step = (8 * step + 500) / 1_000; // eight steps are an epoch, which is written with four digits
        }
        let (found, expected) = (point[ours].as_f64(), reported[&step]);
        let is_same = match (found, expected) {
            (Some(found), Some(expected)) => (found - expected).abs() <= kept.rounded,
            (found, expected) => found == expected,
        };
        assert!(is_same, "{} {ours} {step}: {found:?}, not {expected:?}", kept.log);
    }
    with_value.len()
}

#[test]
fn the_logs_of_real_programs_have_their_curves_and_their_word() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/logs");
    let readme = fs::read_to_string(folder.join("README.md")).expect("text");
    for kept in LOGS {
        let run = once(&folder.join(kept.log), &[]);
        let truth = fs::read_to_string(folder.join(kept.truth)).expect("text");
        let truth: Value = serde_json::from_str(&truth).expect("JSON");
        for (theirs, ours) in CURVES {
            let reported = reported(&truth, theirs, kept.log);
            let count = if reported.is_empty() { 0 } else { assert_same(&run, &kept, ours, &reported) };
            assert!(count > 9 || !theirs.ends_with("loss"), "{} has {count} of {ours}", kept.log);
        }
        let said = run.events.iter().filter(|event| event["event"] == "diagnosis");
        let word = said.map(|said| (said["word"].as_str().expect("a word"), said["step"].as_u64()));
        let first = word.into_iter().find(|(word, _)| *word != "LEARNING");
        assert_eq!(first, Some((kept.word.0, Some(kept.word.1))), "{}", kept.log);
        assert_eq!(run.end()["diagnosis"], kept.word.2, "{}", kept.log);
        assert!(readme.contains(kept.log.split('/').next().expect("a folder")), "{}", kept.log);
    }
}
