//! The record of a run as JSON: whole, and in the order in which things happened.

use super::*;

/// The name of each event between the first and the last, with its step and what it is about. Diagnoses are left out.
fn story(run: &Run) -> Vec<String> {
    let event = |event: &Value| {
        let setting = event["setting"].as_str().map_or_else(String::new, |setting| {
            format!(" {setting}={}", event["value"].as_str().expect("text"))
        });
        format!("{} {}{setting}", event["step"], event["event"].as_str().expect("a name"))
    };
    let events = run.events[1..run.events.len() - 1].iter();
    events.filter(|event| event["event"] != "diagnosis").map(event).collect()
}

#[test]
fn what_a_change_causes_stands_behind_it() {
    let run = Run::of("train circles --steps 10 --at 5:hidden=2 --at 5:eta=0.01 --at 10:test-size=50 --json");
    let expected = [
        "0 point",
        "5 point",
        "5 change hidden=2",
        "5 point",
        "5 change eta=0.01",
        "10 point",
        "10 change test-size=50",
        "10 point",
    ];
    assert_eq!(story(&run), expected);
}

#[test]
fn the_final_and_the_best_evaluations_are_among_those_written() {
    for line in [
        "train circles --steps 5 --at 5:hidden=2 --json",
        "train circles --steps 60 --at 20:noise=0.3 --at 40:flip=0.2 --at 60:test-size=40 --json",
        "train mnist --steps 60 --at 30:train-size=200 --json",
        "train circles --validation 0.2 --steps 40 --at 20:train-size=200 --at 30:weights=best --json",
    ] {
        let run = Run::of(line);
        let points: Vec<&Value> = run.events.iter().filter(|event| event["event"] == "point").collect();
        for part in ["final", "best", "best_train"] {
            let numbers = run.end()[part].as_object().expect("an object");
            let is_written =
                points.iter().any(|point| numbers.iter().all(|(name, value)| point[name] == *value));
            assert!(is_written, "{part} of {line}: {numbers:?}");
        }
        let share = |point: &Value| point["train_accuracy"].as_f64().expect("a number");
        if !line.contains("noise") {
            let highest = points.iter().map(|point| share(point)).fold(0.0, f64::max);
            assert_eq!(run.end()["best_train"]["train_accuracy"], highest, "{line}");
        }
    }
}

#[test]
fn every_change_is_written_however_many_there_are() {
    let mut arguments: Vec<String> =
        ["train", "circles", "--steps", "1400", "--json"].map(str::to_owned).to_vec();
    for n in 0..1_300 {
        arguments.extend(["--at".to_owned(), format!("{}:eta=0.00{}", n + 1, n % 9 + 1)]);
    }
    let run = Run::ending(&arguments, 0);
    assert_eq!(run.kinds().iter().filter(|kind| **kind == "change").count(), 1_300);
    // Even all at one step.
    let at_once: Vec<String> = arguments
        .iter()
        .map(|word| word.split_once(':').map_or(word.clone(), |(_, change)| format!("7:{change}")))
        .collect();
    let run = Run::ending(&at_once, 0);
    assert_eq!(run.kinds().iter().filter(|kind| **kind == "change").count(), 1_300);
}

#[test]
fn a_planned_change_that_is_not_carried_out_is_told() {
    let run = Run::of("train circles --steps 300 --at 800:hidden=20 --at 900:weights=best --json");
    assert_eq!(story(&run)[story(&run).len() - 2..], ["800 skipped hidden=20", "900 skipped weights=best"]);
    let skipped = run.events.iter().find(|event| event["event"] == "skipped").expect("one");
    assert_eq!(skipped["reason"], "the run ended at step 300");
    let output = overfit(&words("train circles --steps 300 --at 800:hidden=20"));
    let said = text(&output.stdout);
    assert!(said.contains("Not carried out: 800:hidden=20, because the run ended at step 300\n"), "{said}");
    let diverged = Run::ending(&words("train circles --eta 1e9 --at 5:eta=0.1 --json"), 4);
    assert_eq!(story(&diverged), ["0 point", "5 skipped eta=0.1"]);
}

#[test]
fn what_is_changed_after_a_divergence_is_changed_after_it_again() {
    let run = Run::ending(&words("train circles --eta 1e9 --at 1:eta=500 --json"), 4);
    assert_eq!(story(&run), ["0 point", "1 change eta=500"]);
    assert_eq!((run.end()["status"].as_str(), run.end()["step"].as_u64()), (Some("diverged"), Some(1)));
    let cured = Run::of("train circles --eta 1e9 --at 1:eta=0.005 --at 1:weights=best --steps 20 --json");
    assert_eq!(story(&cured)[..4], ["0 point", "1 change eta=0.005", "1 change weights=best", "1 point"]);
    assert_eq!(cured.end()["status"], "finished");
}
