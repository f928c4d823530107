//! The menu of exports: what is on screen is what is written.

use std::fs;
use std::path::Path;

use overfit::cli::setup_of_words;
use overfit::export::{Weights, csv};
use overfit::run_file::RunFile;
use overfit::tui::app::Overlay;
use overfit::tui::exports::{Export, Stage as ExportStage};
use tempfile::TempDir;

use crate::support::{ASCII, Stage, run, text};

fn stage(folder: &Path, words: &str) -> Stage {
    Stage::kept_in(folder, (120, 36), &setup_of_words(words).expect("a set-up"))
}

/// The name of the file of a row, which has been written.
fn written(stage: &Stage, name: &str) -> String {
    let row = Export::ROWS.iter().position(|export| export.name() == name).expect("a row");
    match stage.app.exports.stage(row) {
        Some(ExportStage::Written(file)) => file.clone(),
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn each_row_writes_a_file_of_its_format() {
    let folder = TempDir::new().expect("a folder");
    let mut stage = stage(folder.path(), "circles --steps 300");
    stage.train(120).press(" E1234567890");
    let read = |name: &str| fs::read(folder.path().join(written(&stage, name))).expect("a file");
    let beginnings: [(&str, &[u8]); 8] = [
        ("run", b"{\"event\":\"start\""),
        ("report", b"<!doctype html>"),
        ("svg", b"<svg "),
        ("png", b"\x89PNG"),
        ("text", b"\x1b["),
        ("csv", b"step,"),
        ("jsonl", b"{\"event\":\"point\""),
        ("npz", b"PK"),
    ];
    for (name, beginning) in beginnings {
        let bytes = read(name);
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned();
        assert!(bytes.to_ascii_lowercase().starts_with(&beginning.to_ascii_lowercase()), "{name}: {start}");
        assert!(written(&stage, name).starts_with("circles-120."), "{name}");
    }
    let events = folder.path().join(written(&stage, "tensorboard"));
    assert_eq!(fs::read_dir(events).expect("a folder").count(), 1);
    assert_eq!(stage.app.overlay, Overlay::Exports(Export::ROWS.len() - 1));
}

#[test]
fn the_weights_and_curves_are_those_of_the_step_on_screen() {
    let folder = TempDir::new().expect("a folder");
    let mut stage = stage(folder.path(), "circles --steps 300");
    stage.train(120).press(" E60");
    let kept = RunFile::read(&folder.path().join("kept.overfit")).expect("a run file");
    let snapshot = run(&stage).snapshot.as_ref().expect("a report");
    let command = stage.app.command_line().expect("a line");
    let weights = Weights { network: &snapshot.network, step: 120, command: &command };
    let file = |name| fs::read(folder.path().join(written(&stage, name))).expect("a file");
    assert_eq!(file("safetensors"), weights.safetensors());
    assert_eq!(file("csv"), csv(&kept.points).into_bytes());
    assert_eq!(kept.points.last().expect("an evaluation").step, 120);
}

#[test]
fn a_step_of_the_past_is_exported_as_it_was() {
    let folder = TempDir::new().expect("a folder");
    let mut stage = stage(folder.path(), "circles --steps 300");
    stage.train(150).press(" t<home><right><right>E69");
    let snapshot = run(&stage).snapshot.as_ref().expect("a report").clone();
    assert!(snapshot.step < 150);
    let curves = fs::read_to_string(folder.path().join(written(&stage, "csv"))).expect("a file");
    let last = curves.lines().last().expect("a row");
    let latest = snapshot.history.latest().expect("an evaluation");
    assert_eq!(last.split(',').next(), Some(latest.step.to_string().as_str()), "{last}");
    assert!(written(&stage, "npz").starts_with(&format!("circles-{}.", snapshot.step)));
}

#[test]
fn the_picture_is_the_screen_below_the_menu() {
    let folder = TempDir::new().expect("a folder");
    let mut stage = stage(folder.path(), "circles --steps 300");
    stage.app.theme = ASCII;
    let before = text(&stage.train(90).buffer());
    let exported = stage.press("E5");
    let file = fs::read_to_string(folder.path().join(written(exported, "text"))).expect("a file");
    let rows = |text: &str| text.lines().take(35).map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    assert_eq!(rows(&file), rows(&before), "the keys in the last line are those of the menu");
}

#[test]
fn no_file_is_written_over() {
    let folder = TempDir::new().expect("a folder");
    let mut stage = stage(folder.path(), "circles --steps 300");
    let first = written(stage.train(30).press("E9"), "npz");
    let second = written(stage.press("9"), "npz");
    assert_eq!([first.as_str(), second.as_str()], ["circles-30.npz", "circles-30-2.npz"]);
}

#[test]
fn a_saved_run_opens_again() {
    let folder = TempDir::new().expect("a folder");
    let mut stage = stage(folder.path(), "circles --steps 300");
    let name = written(stage.train(77).press(" E1"), "run");
    let saved = RunFile::read(&folder.path().join(name)).expect("a run file");
    assert_eq!(saved.step, 77);
    assert_eq!(saved.points.last(), stage.session().expect("a run").history().latest());
}

#[test]
fn without_a_file_of_the_run_the_reason_is_said() {
    let setup = setup_of_words("circles --steps 300").expect("a set-up");
    let mut stage = Stage::new(ASCII, (80, 24), Some(setup));
    stage.train(30).press("E6");
    assert!(stage.text().contains("--save off keeps no file"), "{}", stage.text());
}
