//! Notes of a person: written on a step, shown with the curves, kept in the file of the run.

use std::path::Path;

use overfit::cli::setup_of_words;
use overfit::nn::ThreadPool;
use overfit::run_file::RunFile;
use overfit::train::{LONGEST_NOTE, Note, Session};
use overfit::tui::app::Overlay;
use overfit::tui::message::Message;

use crate::support::crop::{Detail, in_every_look};
use crate::support::{COLOR, SIZES, Stage, run};

const WORDS: &str = "circles --train-size 60 --test-size 20 --steps 400";

fn stage(size: (u16, u16)) -> Stage {
    Stage::new(COLOR, size, Some(setup_of_words(WORDS).expect("a set-up")))
}

fn notes(stage: &Stage) -> Vec<Note> {
    run(stage).snapshot.as_ref().expect("a report").history.notes().to_vec()
}

fn note(step: u64, text: &str) -> Note {
    Note::new(step, text).expect("words")
}

/// The run of a file up to a step, and its report.
fn reported(path: &Path, step: u64) -> (Session, String) {
    let file = RunFile::read(path).expect("a run");
    let setup = file.setup(&mut |_| {}).expect("a set-up");
    let session = file.session_at(step, setup, ThreadPool::default(), &mut |_| true).expect("sound");
    let session = session.expect("nobody stops it");
    let report = file.report(&session);
    (session, report)
}

#[test]
fn a_note_is_shown_on_the_curves_and_changes_nothing_that_is_learned() {
    for size in SIZES {
        let mut stage = stage(size);
        stage.train(40).press("\"");
        assert_eq!(stage.app.overlay, Overlay::Note(40));
        assert!(stage.text().contains("A note on step 40"), "{}", stage.text());
        // Meanwhile the run goes on; letters are letters.
        stage.train(20).press("it bends, q r").train(20).press("<enter>").train(120);
        assert_eq!(notes(&stage), [note(40, "it bends, q r")]);
        let text = stage.text();
        assert!(text.contains("\"it bends, q r\""), "{text}");
        assert!(text.contains("Noted at step 40"), "{text}");
        assert!(stage.press("<enter>").text().contains("Note on step 40: it bends, q r"), "{}", stage.text());
        let text = stage.press("<esc>c<home><right><right>").text();
        assert!(text.contains("step "), "{text}");
        let history = stage.session().expect("a run").history().fingerprint();
        let straight = self::stage(size).train(200).session().map(|session| session.history().fingerprint());
        assert_eq!(Some(history), straight);
    }
}

#[test]
fn a_field_that_is_left_or_empty_makes_no_note() {
    let mut stage = stage((80, 24));
    stage.train(10);
    for keys in ["\"gone<esc>", "\"<enter>", "\"   <enter>", "\"<c-u>x<backspace><enter>"] {
        stage.press(keys);
        assert_eq!((stage.app.overlay, notes(&stage)), (Overlay::None, Vec::new()), "{keys}");
    }
    let long = "n".repeat(2 * LONGEST_NOTE);
    stage.press("\"").press(&long).press("<enter>");
    assert_eq!(notes(&stage), [note(10, &long[..LONGEST_NOTE])]);
    // Not on a step that has passed.
    stage.train(30).press("t<left>\"");
    assert_ne!(stage.app.overlay, Overlay::Note(30));
}

#[test]
fn notes_are_kept_with_the_run_and_stand_in_its_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let setup = setup_of_words(WORDS).expect("a set-up");
    let mut stage = Stage::kept_in(folder.path(), (120, 36), &setup);
    stage.train(35).press("\"<lt>before> it bends<enter>").train(35).press("\"after & all<enter>").train(30);
    let text = stage.press("<enter>").text();
    assert!(text.contains("step 35: <before> it bends") && text.contains("step 70: after & all"), "{text}");
    drop(stage);
    let path = folder.path().join("kept.overfit");
    let both = [note(35, "<before> it bends"), note(70, "after & all")];
    assert_eq!(RunFile::read(&path).expect("a run").notes, both);
    let (_, report) = reported(&path, 100);
    assert!(report.contains("&lt;before&gt; it bends") && report.contains("after &amp; all"));
    let (early, report) = reported(&path, 50);
    assert_eq!(early.history().notes(), &both[..1]);
    assert!(!report.contains("after &amp; all"), "it is written later");

    let mut opened = Stage::new(COLOR, (120, 36), None);
    opened.tell(Message::Paste(path.display().to_string()));
    assert_eq!(notes(&opened), both);
    assert!(opened.text().contains("\"after & all\""), "{}", opened.text());
    opened.press(" ").train(20).press("\"more<enter>");
    assert_eq!(notes(&opened).len(), 3);
}

#[test]
fn a_run_that_goes_on_from_a_step_keeps_the_notes_before_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let setup = setup_of_words(WORDS).expect("a set-up");
    let mut stage = Stage::kept_in(folder.path(), (120, 36), &setup);
    stage.train(50).press("\"early<enter>").train(150).press("\"late<enter>").train(20);
    stage.press("t<home>").press(&"<right>".repeat(12));
    let step = run(&stage).snapshot.as_ref().expect("a report").step;
    assert!((50..200).contains(&step), "{step}");
    assert_eq!(notes(&stage), [note(50, "early")]);
    stage.press(" y").train(30);
    assert_eq!(notes(&stage), [note(50, "early")]);
    drop(stage);
    let file = RunFile::read(&folder.path().join("kept.overfit")).expect("a run");
    assert_eq!(file.notes, [note(50, "early")]);
}

#[test]
fn the_field_for_a_note() {
    let mut stage = stage(SIZES[0]);
    stage.train(40).press("\"now it bends");
    let whole = stage.app.area;
    let picture = in_every_look(&mut stage, whole, Detail::Symbols);
    insta::with_settings!({
        prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/panels",
    }, {
        insta::assert_snapshot!("sheet_note", picture);
    });
}
