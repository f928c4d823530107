//! `overfit watch -`: what comes through a pipe, which can be read only once.

use std::io::Write;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;
use std::time::Duration;

use super::watch::{EPOCHS, assert_over_fits, keras, losses};
use super::{Run, text};

/// Longer than the program waits for a pipe before it looks at what it has.
const LONG: Duration = Duration::from_millis(350);

fn watch(flags: &[&str]) -> (Child, ChildStdin) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_overfit"))
        .args([&["watch", "-", "--json"], flags].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let input = child.stdin.take().expect("a pipe");
    (child, input)
}

fn end(child: Child) -> Run {
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    Run::read(text(&output.stdout))
}

#[test]
fn a_pipe_is_followed_to_its_end() {
    for flags in [&[][..], &["--once"]] {
        let (child, mut input) = watch(flags);
        thread::sleep(LONG);
        // The last line has no end.
        input.write_all(keras().trim_end().as_bytes()).expect("written");
        drop(input);
        assert_over_fits(&end(child), "a table", &(0..EPOCHS).collect::<Vec<_>>(), "the weights of epoch 10");
    }
}

#[test]
fn a_document_in_halves_is_read_once() {
    let entry = |epoch: u64| {
        let ((train, test), step) = (losses(epoch), 5 * epoch + 5);
        format!("{{\"loss\": {train}, \"step\": {step}}}, {{\"eval_loss\": {test}, \"step\": {step}}}")
    };
    let history = (0..EPOCHS).map(entry).collect::<Vec<_>>().join(",\n");
    let state = format!("{{\n\"epoch\": 40.0, \"log_history\": [\n{history}\n]}}");
    let (child, mut input) = watch(&[]);
    let (half, rest) = state.split_at(state.len() / 2);
    input.write_all(half.as_bytes()).expect("written");
    thread::sleep(LONG);
    input.write_all(rest.as_bytes()).expect("written");
    thread::sleep(LONG);
    drop(input);
    let run = end(child);
    let steps: Vec<u64> = (0..EPOCHS).map(|epoch| 5 * epoch + 5).collect();
    assert_over_fits(&run, "a JSON document", &steps, "of step 55");
    assert!(run.events.iter().all(|event| event["event"] != "notice"), "{:?}", run.lines);
}

#[test]
fn columns_that_come_late_are_known_though_the_beginning_has_not_been_kept() {
    let (child, mut input) = watch(&[]);
    let filler = "x".repeat(4_000);
    let row = |row: u32| format!("{row},0.5,0.6,,{filler}\n");
    let rows = (0..9_000).map(row).collect::<Vec<_>>().concat();
    let rows = format!("epoch,loss,val_loss,test_loss,words\n{rows}9000,0.5,0.6,0.7,\n9001,0.4,0.5,0.6,\n");
    // What it writes is read meanwhile.
    let writes = thread::spawn(move || input.write_all(rows.as_bytes()));
    let run = end(child);
    writes.join().expect("no panic").expect("written");
    let last = run.points()[run.points().len() - 1];
    assert_eq!(last["step"], 9_001);
    assert_eq!([&last["train_loss"], &last["validation_loss"], &last["test_loss"]], [0.4, 0.5, 0.6]);
    let notices: Vec<&str> = run.events.iter().filter_map(|event| event["text"].as_str()).collect();
    assert!(notices.iter().any(|text| text.contains("has not been kept")), "{notices:?}");
}
