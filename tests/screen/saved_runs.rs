//! Runs that were kept: opened from the picker or by their path, paused at their last step.

use std::path::PathBuf;

use overfit::cli::{Invocation, parse};
use overfit::launch::PendingRun;
use overfit::nn::ThreadPool;
use overfit::run_file::{Keeping, RunWriter};
use overfit::train::{Driver, RunId, Setup};
use overfit::tui::app::Overlay;
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
            assert!(stage.text().contains("l the last run  L others"), "{}", stage.text());
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
fn a_run_that_was_opened_is_kept_with_what_it_was_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = kept(&folder, "circles --seed 7", 120);
    let mut stage = Stage::keeping_in(folder.path(), (120, 36));
    stage.tell(Message::Paste(path.display().to_string()));
    stage.press(" ").train(80).press("]").train(50);
    let fingerprint = stage.session().expect("a run").history().fingerprint();
    drop(stage);
    let opened = PendingRun::unchanged(folder.path().join("gone-on.overfit"));
    let opened = opened.read(ThreadPool::default(), &mut |_| true).expect("a sound file");
    let (file, session) = opened.expect("nobody stops it");
    assert_eq!((file.points[0].step, session.step()), (0, 250));
    assert_eq!(session.history().fingerprint(), fingerprint);
}

#[test]
fn the_past_that_is_not_in_a_file_is_told_in_the_panels() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = kept(&folder, "mnist --train-size 60 --test-size 30 --steps 900", 120);
    let mut stage = Stage::new(COLOR, (120, 36), None);
    stage.tell(Message::Paste(path.display().to_string()));
    assert!(stage.press("7").text().contains("measured at the next evaluation"), "{}", stage.text());
    let text = stage.press(" ").train(60).text();
    assert!(text.contains("known since 12") && text.contains("step 18"), "{text}");
    let text = stage.press("7<right>").text();
    assert!(text.contains("right since step") && text.contains("125"), "{text}");
    let mut whole =
        Stage::new(COLOR, (120, 36), Some(setup("mnist --train-size 60 --test-size 30 --steps 900")));
    let text = whole.train(180).press("7").text();
    assert!(!text.contains("known since"), "{text}");
}

#[test]
fn runs_that_were_kept_are_listed_and_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, words, steps) in [
        ("a", "circles --seed 3", 40),
        ("b", "moons --seed 4 --steps 90", 90),
        ("c", "mnist --train-size 40", 20),
    ] {
        let path = kept(&folder, words, steps);
        std::fs::rename(path, folder.path().join(format!("{name}.overfit"))).expect("renamed");
    }
    std::fs::write(folder.path().join("broken.overfit"), "{}\n").expect("written");
    std::fs::write(folder.path().join("other.txt"), "none").expect("written");
    let mut stage = Stage::keeping_in(folder.path(), (80, 24));
    let text = stage.press("L").text();
    for words in ["circles", "40 of 10,000", "moons", "mnist", "LEARNING, just now", "20 of 20,000"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("broken") && text.matches('▸').count() >= 1, "{text}");
    let listed: Vec<_> = stage.app.saved_runs.clone().expect("a list");
    let names: Vec<_> = listed.iter().map(|run| (run.dataset.as_str(), run.step, run.steps)).collect();
    assert_eq!(names.len(), 3, "{names:?}");
    let moons = names.iter().position(|name| *name == ("moons", 90, Some(90))).expect("the moons");
    stage.press("<up><down><down><down><down><up><up><up><up>");
    assert_eq!(stage.app.overlay, Overlay::SavedRuns(0), "the arrows stay in the list");
    let text = stage.press(&"<down>".repeat(moons)).press("<enter>").text();
    assert_eq!(stage.app.overlay, Overlay::None);
    assert!(text.contains("moons") && text.contains("step 90 of 90"), "{text}");

    let empty = tempfile::tempdir().expect("a folder");
    let mut stage = Stage::keeping_in(empty.path(), (80, 24));
    assert!(stage.press("L").text().contains("No run has been kept yet"), "{}", stage.text());
    assert_eq!(stage.press("<enter><down><esc>").app.overlay, Overlay::None);
}

#[test]
fn a_file_of_save_is_left_alone_until_the_run_begins() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = kept(&folder, "circles --seed 7", 40);
    // Only its first line is read: the rest may be damaged, or long.
    let mut text = std::fs::read_to_string(&path).expect("text");
    text += "no line of a run\n";
    std::fs::write(&path, &text).expect("written");
    let mut keeping = Keeping::new(Some(path.clone())).expect("a run file");
    assert_eq!(std::fs::read_to_string(&path).expect("text"), text);
    assert!(!folder.path().join("kept.overfit~").exists());
    drop(keeping.recorder(&setup("circles"), None).expect("a file"));
    assert_eq!(std::fs::read_to_string(folder.path().join("kept.overfit~")).expect("text"), text);

    let other = folder.path().join("notes.txt");
    std::fs::write(&other, "mine\n").expect("written");
    let refused = Keeping::new(Some(other.clone())).expect_err("no run file").to_string();
    assert!(refused.contains("it exists, and is no run file"), "{refused}");
    assert_eq!(std::fs::read_to_string(&other).expect("text"), "mine\n");
    assert!(Keeping::new(Some(folder.path().join("no/such/folder.overfit"))).is_err());
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
