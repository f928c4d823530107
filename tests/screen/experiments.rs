//! The experiments of the README, key by key.

use crate::support::{COLOR, Stage, readme_run};
use overfit::data;
use overfit::train::{Point, Setup, Word};

fn lecture(name: &str) -> Stage {
    Stage::new(COLOR, (120, 36), Some(Setup::lecture(data::resolve(name).expect("built in"))))
}

fn latest(stage: &Stage) -> Point {
    *stage.session().expect("a run").history().latest().expect("an evaluation")
}

fn word(stage: &Stage) -> Word {
    stage.session().expect("a run").word()
}

#[test]
fn one_straight_cut() {
    let mut stage = Stage::new(COLOR, (120, 36), None);
    stage.press("<down>");
    while !stage.text().lines().any(|row| row.contains("hidden units") && row.contains('◂')) {
        stage.press("<down>");
    }
    stage.press("<enter>0<enter><esc><enter>").train(5_000);
    let run = stage.session().expect("a run");
    assert!(run.setup().hidden.is_empty());
    assert!(run.history().best().expect("an evaluation").train.train.accuracy() < 0.62);
    assert_eq!(word(&stage), Word::UnderFitting);
    stage.press("*y").train(1);
    assert_eq!(stage.session().expect("a run").network().sizes(), [2, 10, 2]);
    stage.press("--").train(1);
    assert_eq!(stage.session().expect("a run").network().sizes(), [2, 8, 2]);
}

/// Types a value of eta in the set-up.
fn type_eta(stage: &mut Stage, value: &str) {
    stage.press(",");
    while !stage.text().lines().any(|row| row.contains(" eta ") && row.contains('◂')) {
        stage.press("<down>");
    }
    stage.press(&format!("<enter>{value}<enter>,"));
}

#[test]
fn too_fast() {
    for steps in [20, 300, 1_000, 3_000] {
        let mut stage = lecture("circles");
        type_eta(stage.train(steps), "500");
        stage.train(2_000);
        assert_eq!(stage.session().expect("a run").setup().eta, 500.0);
        assert_eq!(word(&stage), Word::Saturated, "after {steps} steps");
        assert!(latest(&stage).train.loss > 0.25, "higher than guessing");
        type_eta(&mut stage, "0.005");
        stage.train(500);
        assert!(latest(&stage).train.loss > 0.25, "no small step moves it");
        stage.press("ry").train(2_000);
        assert_eq!(stage.session().expect("a run").setup().eta, 0.005);
        assert!(latest(&stage).train.loss < 0.2);
    }
}

#[test]
fn more_room() {
    let mut stage = lecture("circles");
    let before = latest(stage.train(10_000)).train.loss;
    let added = latest(stage.press("+++++").train(0)).train.loss;
    assert!((added - before).abs() < 1e-6, "nothing jumps");
    let after = latest(stage.press(" ").train(10_000)).train.loss;
    assert!(after < before - 0.002, "{before} {after}");
}

#[test]
fn the_lectures_digits() {
    let mut stage = lecture("mnist");
    let end = latest(stage.train(20_000));
    let percent = |accuracy: f64| (100.0 * accuracy).round();
    assert_eq!((percent(end.train.accuracy()), percent(end.test.accuracy())), (87.0, 59.0));
    assert_eq!(word(&stage), Word::OverFitting);
}

#[test]
fn luck() {
    let mut setup = Setup::lecture(data::resolve("circles").expect("built in"));
    setup.steps = 500;
    let mut stage = Stage::new(COLOR, (120, 36), Some(setup));
    let text = stage.train(500).press("M").text();
    assert!(text.contains("10 of 10 seeds") && text.contains("median"), "{text}");
}

#[test]
fn which_cure() {
    let mut stage = Stage::new(COLOR, (120, 36), Some(readme_run()));
    let without = latest(stage.train(6_000)).test.loss;
    assert_eq!(word(&stage), Word::OverFitting);
    stage.press("p}}}}}}ry").train(6_000);
    assert_eq!(latest(&stage).step, 6_000);
    assert!(latest(&stage).test.loss <= 0.25 * without, "{without}");
    assert!(stage.text().contains("A L2 off"), "{}", stage.text());
}
