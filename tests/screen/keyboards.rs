//! What arrives from odd keyboards and terminals, and what the system refuses.

use overfit::data;
use overfit::train::Setup;
use overfit::tui::app::Page;
use overfit::tui::message::Message;
use overfit::tui::theme::Glyphs;

use crate::support::{COLOR, Stage};

const HINT: &str = "The keys are Latin letters";

fn run() -> Stage {
    let setup = Setup::lecture(data::resolve("circles").expect("built in"));
    let mut stage = Stage::new(COLOR, (120, 36), Some(setup));
    stage.train(10);
    stage
}

fn picker() -> Stage {
    Stage::new(COLOR, (120, 36), None)
}

fn burst(stage: &mut Stage, text: &str) {
    stage.tell(Message::Burst(text.to_owned()));
}

#[test]
fn text_that_nobody_typed_presses_no_key() {
    let mut stage = run();
    let before = stage.text();
    for text in ["quit\n", "restart please\n", "1.5,2.5,a\n", "rm -r data\r"] {
        burst(&mut stage, text);
        assert_eq!(stage.text(), before, "{text:?}");
    }
    burst(&mut stage, concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/points.csv\n"));
    assert_eq!(stage.app.page, Page::Picker, "but a path is opened");
    assert!(stage.text().contains("Your file: points of the plane"));
}

#[test]
fn what_is_typed_into_a_field_may_arrive_at_once() {
    let mut stage = run();
    stage.press(",");
    let row = overfit::train::settings_of(&stage.session().expect("a run").setup().data)
        .position(|setting| setting.name == "eta");
    stage.press(&"<down>".repeat(row.expect("a row")));
    burst(&mut stage, "0.125\rquit\n");
    assert_eq!(stage.session().expect("a run").setup().eta, 0.125);
    assert!(!stage.quit && stage.app.question.is_none(), "what comes behind is no key");
    burst(&mut stage, "\rnonsense");
    assert_eq!(stage.app.entry.as_ref().expect("a field").text(), "nonsense");
}

#[test]
fn a_letter_of_another_alphabet_is_answered_once() {
    for mut stage in [picker(), run()] {
        stage.press("?<esc>");
        for letter in ["й", "π", "ש"] {
            stage.press(letter);
        }
        assert!(stage.text().contains(HINT));
        stage.app.picker.notice = None;
        if let Some(run) = &mut stage.app.run {
            run.notice = None;
        }
        stage.press("ж");
        assert!(!stage.text().contains(HINT), "{}", stage.text());
    }
    let mut stage = picker();
    stage.press("<down><enter>ж");
    assert!(!stage.text().contains(HINT), "it is typed");
}

#[test]
fn a_terminal_with_wide_frames_is_drawn_in_ascii() {
    let mut stage = run();
    stage.tell(Message::WideGlyphs);
    assert_eq!(stage.app.theme.glyphs, Glyphs::Ascii);
    assert!(stage.text().is_ascii());
}

#[test]
fn a_thread_that_cannot_be_had_is_told_and_ends_nothing() {
    let mut stage = run();
    stage.tell(Message::NoThread("a thread could not be started: out of threads".to_owned()));
    let notice = stage.app.run.as_ref().and_then(|run| run.notice.clone()).unwrap_or_default();
    assert_eq!(notice, "Nothing comes of it: a thread could not be started: out of threads.");
    assert!(stage.text().contains("Nothing comes of it"));
    stage.train(5);
    assert_eq!(stage.session().expect("a run").step(), 15);
}
