//! `overfit train --try-cures`.

use super::{Run, overfit, text, words};
use serde_json::Value;

const LINE: &str =
    "train circles --preset modern --train-size 60 --flip 0.1 --hidden 30 --batch full --steps 300";

fn cures(line: &str) -> Vec<Value> {
    let run = Run::of(line);
    let is_cure = |event: &Value| event["event"] == "cure";
    let end = run.events.iter().position(|event| event["event"] == "end").expect("an end");
    assert!(run.events[end + 1..].iter().all(is_cure) && !run.events[..end].iter().any(is_cure));
    run.events[end + 1..].to_vec()
}

fn without_seconds(mut cures: Vec<Value>) -> Vec<Value> {
    for cure in &mut cures {
        cure["seconds"] = Value::Null;
    }
    cures
}

#[test]
fn cures_are_ranked_and_do_not_depend_on_the_threads() {
    let one = cures(&format!("{LINE} --json --threads 1 --try-cures"));
    assert!(one.len() > 10);
    let losses: Vec<f64> = one.iter().map(|cure| cure["watched_loss"].as_f64().expect("a loss")).collect();
    assert!(losses.is_sorted(), "{losses:?}");
    assert!(one.iter().any(|cure| cure["name"] == "no cure" && cure["changes"] == ""));
    assert!(one.iter().all(|cure| cure["step"] == 600 || cure["name"] == "back to the best step"));
    let two = cures(&format!("{LINE} --json --threads 2 --try-cures"));
    assert_eq!(without_seconds(one), without_seconds(two));
}

#[test]
fn the_line_of_a_cure_gives_its_loss() {
    for cure in cures(&format!("{LINE} --json --try-cures 100")) {
        let line = cure["command"].as_str().expect("a line").replacen("overfit ", "", 1);
        let run = Run::of(&format!("{line} --json"));
        assert_eq!(run.end()["final"]["test_loss"], cure["test_loss"], "{line}");
    }
}

#[test]
fn the_table_is_printed_as_text() {
    let output = overfit(&words(&format!("{LINE} --try-cures 50")));
    let text = text(&output.stdout);
    let head = "Cures, each tried for 50 steps from step 300; by test loss, those that cost accuracy last:";
    assert!(text.contains(head), "{text}");
    assert!(text.contains("accuracy (95 %)") && text.contains(" no cure "), "{text}");
    assert!(output.stderr.is_empty());
}

#[test]
fn a_number_of_steps_that_is_none_is_refused() {
    for line in ["train circles --try-cures 0", "train --try-cures circles"] {
        let output = overfit(&words(line));
        assert_eq!(output.status.code(), Some(2), "{line}");
    }
}
