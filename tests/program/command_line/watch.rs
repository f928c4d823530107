//! `overfit watch` without a screen: logs of every format, what is guessed of their columns, what is said, and how it ends.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::{Run, overfit, text};

/// A folder with a log in it.
pub struct Logs(tempfile::TempDir);

impl Logs {
    pub fn new() -> Logs {
        Logs(tempfile::tempdir().expect("a folder"))
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, bytes).expect("written");
        path
    }
}

/// What is said of a log as it is now.
pub fn once(path: &Path, flags: &[&str]) -> Run {
    let path = path.to_str().expect("text");
    Run::ending(&[&["watch", path, "--json", "--once"], flags].concat(), 0)
}

/// The values of a member of all points that have it, with their steps.
fn curve(run: &Run, name: &str) -> Vec<(u64, f64)> {
    let value = |point: &&Value| Some((point["step"].as_u64()?, point[name].as_f64()?));
    run.points().iter().filter_map(value).collect()
}

/// The column of each role.
fn columns(run: &Run) -> &Value {
    &run.start()["columns"]
}

/// The training and test loss of a run that over-fits from epoch 10 on.
pub fn losses(epoch: u64) -> (f64, f64) {
    let x = epoch as f64;
    (1.0 / (1.0 + 0.3 * x), 0.5 + 0.002 * (x - 10.0).powi(2))
}

pub const EPOCHS: u64 = 40;

/// Such a run as a table of Keras.
pub fn keras() -> String {
    let row = |epoch| {
        let (train, test) = losses(epoch);
        format!("{epoch},{:.4},{train},{:.4},{test}\n", 1.0 - train / 2.0, 0.7)
    };
    "epoch,accuracy,loss,val_accuracy,val_loss\n".to_owned() + &(0..EPOCHS).map(row).collect::<String>()
}

/// A log of some format, with evaluations at these steps, over-fits; it is advised to go `back`.
pub fn assert_over_fits(run: &Run, format: &str, steps: &[u64], back: &str) {
    assert_eq!(run.start()["format"], format);
    let expected = |of: fn((f64, f64)) -> f64| -> Vec<(u64, f64)> {
        steps.iter().zip(0..).map(|(&step, epoch)| (step, of(losses(epoch)))).collect()
    };
    let near = |found: Vec<(u64, f64)>, expected: Vec<(u64, f64)>| {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(&expected) {
            assert!(found.0 == expected.0 && (found.1 - expected.1).abs() < 1e-5, "{found:?} {expected:?}");
        }
    };
    near(curve(run, "train_loss"), expected(|losses| losses.0));
    near(curve(run, "test_loss"), expected(|losses| losses.1));
    let end = run.end();
    assert_eq!((end["event"].as_str(), end["diagnosis"].as_str()), (Some("end"), Some("OVER-FITTING")));
    assert_eq!(end["best_step"], steps[10]);
    let said: Vec<&Value> = run.events.iter().filter(|event| event["event"] == "diagnosis").collect();
    let advice = said[said.len() - 1]["advice"].as_str().expect("text");
    assert!(advice.contains(back) && !advice.contains("--"), "{advice}");
    let reason = said[said.len() - 1]["reason"].as_str().expect("text");
    let at = back.split(' ').rev().take_while(|word| *word != "of").collect::<Vec<_>>();
    assert!(back.contains("was") || reason.contains(&format!(" at {} {} ", at[1], at[0])), "{reason}");
}

#[test]
fn a_table_of_keras() {
    let logs = Logs::new();
    let run = once(&logs.write("training.csv", keras()), &[]);
    assert_over_fits(&run, "a table", &(0..EPOCHS).collect::<Vec<_>>(), "the weights of epoch 10");
    assert_eq!(columns(&run)["test_loss"], "val_loss");
    assert_eq!(curve(&run, "test_accuracy").len(), EPOCHS as usize);
}

#[test]
fn a_table_of_lightning_with_holes() {
    let rows = |epoch: u64| {
        let ((train, test), step) = (losses(epoch), 8 * epoch + 7);
        format!("{epoch},{step},,{test}\n{epoch},{step},{train},\n")
    };
    let table = "epoch,step,train_loss,val_loss\n".to_owned() + &(0..EPOCHS).map(rows).collect::<String>();
    let logs = Logs::new();
    logs.write("lightning_logs/version_0/metrics.csv", table);
    let run = once(logs.0.path(), &[]);
    assert_over_fits(
        &run,
        "a table",
        &(0..EPOCHS).map(|epoch| 8 * epoch + 7).collect::<Vec<_>>(),
        "the weights of step 87",
    );
    assert_eq!(run.points().len(), EPOCHS as usize, "rows of one step are one evaluation");
}

#[test]
fn the_state_of_a_trainer() {
    let entry = |epoch: u64| {
        let ((train, test), step) = (losses(epoch), 5 * epoch + 5);
        format!(
            "{{\"epoch\": {epoch}.5, \"loss\": {train}, \"learning_rate\": 1e-5, \"step\": {step}}},\n    \
             {{\"epoch\": {epoch}.5, \"eval_loss\": {test}, \"eval_runtime\": 0.5, \"step\": {step}}},\n    "
        )
    };
    let summary = "{\"epoch\": 40.0, \"train_loss\": 0.4, \"train_runtime\": 3.5, \"step\": 200}";
    let history: String = (0..EPOCHS).map(entry).collect();
    let state = format!(
        "{{\n  \"best_metric\": NaN,\n  \"log_history\": [\n    {history}{summary}\n  ],\n  \"max_steps\": 200\n}}"
    );
    let logs = Logs::new();
    logs.write("out/checkpoint-200/trainer_state.json", state);
    let run = once(logs.0.path(), &[]);
    assert_over_fits(
        &run,
        "a JSON document",
        &(0..EPOCHS).map(|epoch| 5 * epoch + 5).collect::<Vec<_>>(),
        "the weights of step 55",
    );
}

#[test]
fn lines_of_json_and_of_this_program() {
    let logs = Logs::new();
    let line = |epoch: u64| {
        let (train, test) = losses(epoch);
        format!("{{\"step\": {epoch}, \"train\": {{\"loss\": {train}}}, \"valid\": {{\"loss\": {test}}}}}\n")
    };
    let run = once(&logs.write("log.jsonl", (0..EPOCHS).map(line).collect::<String>()), &[]);
    assert_over_fits(&run, "JSON lines", &(0..EPOCHS).collect::<Vec<_>>(), "the model of step 10");
    let advice = run.events.iter().filter_map(|event| event["advice"].as_str()).collect::<String>();
    assert!(advice.contains("stronger regularization") && !advice.contains("weight"), "{advice}");
    let own = overfit(&["train", "xor", "--steps", "60", "--json"]);
    let trained = Run::read(text(&own.stdout));
    let run = once(&logs.write("run.overfit", &own.stdout), &[]);
    assert_eq!(curve(&run, "test_loss"), curve(&trained, "test_loss"));
    assert_eq!(curve(&run, "train_accuracy"), curve(&trained, "train_accuracy"));
}

#[test]
fn logs_of_burn() {
    let logs = Logs::new();
    for epoch in 1..=EPOCHS {
        let (train, test) = losses(epoch - 1);
        logs.write(
            &format!("train/epoch-{epoch}/Loss.log"),
            format!("{},2\n{},2\n", train - 0.25, train + 0.25),
        );
        logs.write(&format!("valid/epoch-{epoch}/Loss.log"), format!("{test},4\n"));
    }
    assert_over_fits(
        &once(logs.0.path(), &[]),
        "a log of burn",
        &(1..=EPOCHS).collect::<Vec<_>>(),
        "the weights of epoch 11",
    );
}

#[test]
fn folders_of_event_files() {
    let logs = Logs::new();
    let run = logs.write("run.overfit", "");
    fs::remove_file(&run).expect("removed");
    let trained =
        overfit(&["train", "xor", "--steps", "60", "--json", "--save", run.to_str().expect("text")]);
    let trained = Run::read(text(&trained.stdout));
    let events = logs.0.path().join("train").join("events.out.tfevents.1.host");
    fs::create_dir_all(events.parent().expect("a folder")).expect("made");
    let arguments =
        ["export", run.to_str().expect("text"), "--to", "tensorboard", "-o", events.to_str().expect("text")];
    assert_eq!(overfit(&arguments).status.code(), Some(0));
    let found = once(&events, &[]);
    assert_eq!(found.start()["format"], "TensorBoard events");
    let as_singles = |curve: Vec<(u64, f64)>| {
        curve.into_iter().map(|(step, loss)| (step, loss as f32)).collect::<Vec<_>>()
    };
    assert_eq!(as_singles(curve(&found, "test_loss")), as_singles(curve(&trained, "test_loss")));
}

#[test]
fn columns_are_chosen_by_flags_and_doubts_are_questions() {
    let logs = Logs::new();
    let path = logs.write("log.csv", "n,a,b,train_x_loss,train_y_loss\n1,0.5,0.6,1,2\n2,0.4,0.5,1,2\n");
    let output = overfit(&["watch", path.to_str().expect("text"), "--once"]);
    assert_eq!(output.status.code(), Some(3));
    let error = text(&output.stderr);
    assert!(error.contains("`train_x_loss` or `train_y_loss`") && error.contains("--train"), "{error}");
    let run = once(&path, &["--train", "a", "--test", "b", "--step", "n"]);
    assert_eq!(curve(&run, "train_loss"), [(1, 0.5), (2, 0.4)]);
    assert_eq!(curve(&run, "test_loss"), [(1, 0.6), (2, 0.5)]);
    let nameless = logs.write("other.csv", "n,a\n1,0.5\n2,0.4\n");
    let output = overfit(&["watch", nameless.to_str().expect("text"), "--once"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stderr).contains("n, a; say which is, as in --train COLUMN"));
    assert_eq!(overfit(&["watch", "/no/such/log.csv", "--once"]).status.code(), Some(3));
    let output = overfit(&["watch"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("watch needs a log"), "{}", text(&output.stderr));
}

#[test]
fn what_is_not_finite_is_a_gap_that_is_said() {
    let logs = Logs::new();
    let run = once(&logs.write("log.csv", "step,loss,val_loss\n1,1,1\n2,nan,inf\n3,0.5,0.8\n"), &[]);
    assert_eq!(curve(&run, "train_loss"), [(1, 1.0), (3, 0.5)]);
    assert!(run.points()[1]["train_loss"].is_null() && run.points()[1].get("test_loss").is_some());
    let said: Vec<&str> = run.events.iter().filter_map(|event| event["text"].as_str()).collect();
    assert!(
        said[0]
            .starts_with("1 value of the training loss is not finite and left out, the last one at step 2"),
        "{said:?}"
    );
}

#[test]
fn steps_that_go_back_are_a_resumed_run() {
    let logs = Logs::new();
    let table = "step,loss,val_loss\n1,1,1\n2,0.9,1\n3,0.8,1\n2,0.7,1\n3,0.6,1\n";
    let run = once(&logs.write("log.csv", table), &[]);
    assert_eq!(curve(&run, "train_loss"), [(1, 1.0), (2, 0.7), (3, 0.6)]);
    assert!(run.events.iter().any(|event| {
        event["text"].as_str().is_some_and(|text| text.contains("steps went back from 3 to 2"))
    }));
    let table = "epoch,loss,val_loss\n1,1,1\n2,nan,1\n3,0.8,1\n2,0.7,1\n";
    let output = overfit(&["watch", logs.write("log.csv", table).to_str().expect("text"), "--once"]);
    let said = text(&output.stdout);
    assert!(said.contains("epochs went back from 3 to 2") && said.contains("at epoch 2."), "{said}");
}

#[test]
fn over_fitting_cannot_be_seen_without_a_test_curve() {
    let logs = Logs::new();
    let rows: Vec<String> = (1..30).map(|step| format!("{step},{}\n", 1.0 / f64::from(step))).collect();
    let output = overfit(&[
        "watch",
        logs.write("log.csv", format!("step,loss\n{}", rows.concat())).to_str().expect("text"),
        "--once",
    ]);
    let said = text(&output.stdout);
    assert!(
        said.contains("Over-fitting cannot be seen without a test curve.") && said.contains("no test loss"),
        "{said}"
    );
}

#[test]
fn waiting_for_a_word_ends_with_it_or_with_another_code() {
    let logs = Logs::new();
    let path = logs.write("log.csv", keras());
    let code = |flags: &[&str]| {
        let arguments = [&["watch", path.to_str().expect("text"), "--once"], flags].concat();
        overfit(&arguments).status.code()
    };
    assert_eq!(code(&["--until", "over-fitting"]), Some(0));
    assert_eq!(code(&["--until", "dead-units"]), Some(6));
    assert_eq!(code(&["--patience", "20"]), Some(0));
    assert_eq!(code(&["--patience", "200"]), Some(6));
    assert_eq!(code(&["--until", "nonsense"]), Some(2));
}

#[test]
fn a_growing_log_is_followed_until_the_word_is_said() {
    let logs = Logs::new();
    let path = logs.0.path().join("later.csv");
    let mut child = Command::new(env!("CARGO_BIN_EXE_overfit"))
        .args(["watch", path.to_str().expect("text"), "--json", "--until", "over-fitting"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut next_point = || loop {
        let line: Value = serde_json::from_str(&lines.next()?.expect("a line")).expect("JSON");
        if line["event"] == "point" {
            return Some(line);
        }
    };
    let mut file = File::create(&path).expect("created");
    let (table, mut told) = (keras(), 0);
    for (nth, line) in table.lines().enumerate() {
        // Half a line waits for its other half.
        let (half, rest) = line.split_at(line.len() / 2);
        file.write_all(half.as_bytes()).expect("written");
        file.flush().expect("written");
        if (5..8).contains(&nth) {
            thread::sleep(Duration::from_millis(250)); // it looks at the half
        }
        if file.write_all(format!("{rest}\n").as_bytes()).is_err() {
            break;
        }
        if nth > 1 && child.try_wait().expect("a child").is_none() {
            let Some(point) = next_point() else { break };
            told = point["step"].as_u64().expect("a step");
            assert_eq!(point["test_loss"].as_f64(), Some(losses(told).1), "the whole number");
        }
    }
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    assert!((11..EPOCHS - 1).contains(&told), "{told}");
}
