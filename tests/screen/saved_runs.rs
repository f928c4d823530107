//! Runs that were kept: opened from the picker or by their path, paused at their last step.

use std::path::PathBuf;

use overfit::cli::{Invocation, parse};
use overfit::nn::ThreadPool;
use overfit::run_file::RunWriter;
use overfit::train::{Driver, RunId, Setup};
use overfit::tui::message::Message;
use tempfile::TempDir;

use super::support::{COLOR, Stage};

/// A run that was kept for so many steps.
fn kept(folder: &TempDir, words: &str, steps: u64) -> PathBuf {
    let path = folder.path().join("kept.overfit");
    let recorder = Box::new(RunWriter::create(&path).expect("a file"));
    let mut driver = Driver::new(RunId(1), setup(words), ThreadPool::default()).recorded_by(recorder);
    driver.begin().expect("built in");
    for _ in 0..steps {
        driver.step();
    }
    driver.end();
    path
}

#[test]
fn the_last_run_and_a_pasted_one_open_paused_and_go_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = kept(&folder, "circles --seed 7", 120);
    for opens_last in [true, false] {
        let mut stage = Stage::new(COLOR, (80, 24), None);
        if opens_last {
            stage.app.picker.last_run = Some(path.clone());
            assert!(stage.text().contains("l the last run"), "{}", stage.text());
            stage.press("l");
        } else {
            assert!(!stage.text().contains("the last run"));
            stage.tell(Message::Paste(path.display().to_string()));
        }
        let text = stage.text();
        assert!(text.contains("PAUSED") && text.contains("step 120 of 10,000"), "{text}");
        assert!(text.contains("seed 7"), "{text}");
        stage.press(" ").train(80);
        let straight = Stage::new(COLOR, (80, 24), Some(setup("circles --seed 7")))
            .train(200)
            .session()
            .map(|session| session.history().fingerprint());
        assert_eq!(stage.session().map(|session| session.history().fingerprint()), straight);
    }
}

#[test]
fn what_is_no_run_is_told_in_the_picker() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("broken.overfit");
    std::fs::write(&path, "{}\n").expect("written");
    let mut stage = Stage::new(COLOR, (80, 24), None);
    stage.tell(Message::Paste(path.display().to_string()));
    assert!(stage.text().contains("its first line is not the"), "{}", stage.text());
    stage.press("l");
    assert!(stage.text().contains("No run has been kept yet."));
}

#[test]
fn the_line_that_is_copied_has_the_fingerprint_of_that_moment() {
    let mut stage = Stage::new(COLOR, (120, 36), Some(setup("circles")));
    stage.train(300).press("]").train(57).press("Y");
    let copied = stage.copied.clone().expect("a line");
    let stamp = format!("--fingerprint 355:{:016x}", stage.session().expect("a run").history().fingerprint());
    assert!(copied.ends_with(&stamp), "{copied}");
    stage.train(50);
    assert!(stage.text().contains("355:"), "it stays that of the moment");
    let line = ["overfit", "check", copied.as_str()].map(Into::into);
    assert!(matches!(parse(line), Ok(Invocation::Check(_))));
}

fn setup(words: &str) -> Setup {
    overfit::cli::setup_of_words(words).expect("a set-up")
}
