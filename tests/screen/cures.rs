//! Cures that are tried: the table, and what its keys do to the run.

use crate::support::{COLOR, Stage};
use overfit::cli::setup_of_words;
use overfit::tui::app::Overlay;

const OVER_FITTING: &str =
    "circles --preset modern --train-size 60 --test-size 200 --flip 0.1 --hidden 30 --batch full --steps 400";

fn finished(size: (u16, u16)) -> Stage {
    let mut stage = Stage::new(COLOR, size, Some(setup_of_words(OVER_FITTING).expect("a set-up")));
    stage.train(400);
    stage
}

/// The test loss of the run.
fn test_loss(stage: &Stage) -> f64 {
    stage.session().expect("a run").history().latest().expect("an evaluation").test.loss
}

/// The name and the promised test loss of the chosen cure.
fn chosen(stage: &Stage) -> (String, f64) {
    let cures = stage.app.run.as_ref().expect("a run").cures.as_ref().expect("cures");
    let row = cures.tried.as_ref().expect("a copy").chosen_row().expect("a row");
    (row.cure.name.clone(), row.last().expect("a result").test.loss)
}

fn has_table(stage: &Stage) -> bool {
    stage.app.overlay == Overlay::Cures && stage.text().contains("accuracy (95 %)")
}

#[test]
fn cures_are_ranked_in_a_table_that_esc_closes_and_the_diagnosis_says_what_was_tried() {
    for size in [(80, 24), (120, 36), (200, 60)] {
        let mut stage = finished(size);
        stage.press("A");
        assert!(has_table(&stage), "{}", stage.text());
        for words in ["Cures  from step 400, tried for 400 steps", "takes it over: test loss", "; no cure "] {
            assert!(stage.text().contains(words), "{words}:\n{}", stage.text());
        }
        let (name, _) = chosen(&stage);
        assert!(stage.text().contains(&format!("▸ 1 {name}")), "{}", stage.text());
        stage.press("<esc>");
        assert_eq!(stage.app.overlay, Overlay::None);
        if size.0 >= 120 {
            assert!(stage.text().contains("Tried from step 400:"), "{}", stage.text());
        }
        stage.press("A");
        assert!(has_table(&stage), "it is still there");
    }
}

#[test]
fn enter_takes_over_the_chosen_cure_and_gives_what_was_promised() {
    for downs in [0, 1, 2, 3] {
        let mut stage = finished((120, 36));
        stage.press("A").press(&"<down>".repeat(downs));
        let (name, promised) = chosen(&stage);
        stage.press("<enter>");
        assert_eq!(stage.app.overlay, Overlay::None, "{name}");
        assert!(stage.text().contains(&format!("Taken: {name}")), "{}", stage.text());
        stage.train(400);
        assert_eq!(test_loss(&stage), promised, "{name}");
    }
}

#[test]
fn a_cure_asks_before_it_drops_the_steps_after_the_copy() {
    let mut stage = finished((120, 36));
    stage.press("A").press("<esc> ").train(50);
    stage.press("A");
    let (name, promised) = chosen(&stage);
    stage.press("<enter>");
    assert!(
        stage.text().contains(&format!("Go back to step 400 and take over: {name}?")),
        "{}",
        stage.text()
    );
    assert!(stage.text().contains("The 50 steps after it are lost; their curve stays."), "{}", stage.text());
    stage.press("n");
    assert_eq!(stage.session().expect("a run").step(), 450);
    assert!(has_table(&stage));
    stage.press("<enter>y").train(400);
    assert_eq!(stage.session().expect("a run").step(), 800);
    assert_eq!(test_loss(&stage), promised, "{name}");
}

#[test]
fn a_change_of_the_run_takes_its_cures_away() {
    let mut stage = finished((120, 36));
    stage.press("A");
    assert!(has_table(&stage));
    stage.press("]").train(1);
    assert!(stage.app.run.as_ref().expect("a run").cures.is_none());
    assert_eq!(stage.app.overlay, Overlay::None);
}

#[test]
fn nothing_is_tried_before_the_first_step() {
    let mut stage = Stage::new(COLOR, (120, 36), Some(setup_of_words(OVER_FITTING).expect("a set-up")));
    stage.press("A");
    assert_eq!(stage.app.overlay, Overlay::None);
    assert!(stage.text().contains("Nothing has been learned yet"), "{}", stage.text());
}
