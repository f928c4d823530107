//! What is said after a change of the run, when the windows are short at first.

use super::*;
use overfit::data::PointEdits;

/// Steps of a circles run in which the training loss falls by several per cent in a window.
const STEPS: u64 = 1_500;

/// A run of the lecture's circles after [`STEPS`] steps.
fn learning_circles(seed: u64) -> Session {
    let setup = Setup { seed, ..Setup::lecture(data::resolve("circles").expect("built in")) };
    let mut session = Session::new(setup, ThreadPool::default()).expect("built in");
    while session.step() < STEPS {
        session.advance();
    }
    assert_eq!(session.word(), Word::Learning);
    session
}

/// Fails if the words of the next 300 steps are not all LEARNING.
fn goes_on_learning(session: &mut Session, change: &str) {
    for _ in 0..300 {
        session.advance();
        let Diagnosis { word, evidence, .. } = session.diagnosis();
        assert_eq!(word, Word::Learning, "{change}, step {}: {evidence}", session.step());
    }
}

#[test]
fn a_loss_that_falls_as_fast_as_before_an_edit_is_learning() {
    for seed in 0..3 {
        goes_on_learning(&mut learning_circles(seed), "unchanged");
        for edit in ["+new1@0,0,0", "3@off", "3@0.2,0.25", "3@off+5@off+new1@0,0.5,1"] {
            let mut session = learning_circles(seed);
            let points = PointEdits::default().parse(edit).expect("edits");
            session.change(&Setup { points, ..session.setup().clone() }).expect("live");
            goes_on_learning(&mut session, edit);
        }
    }
}

#[test]
fn a_loss_that_falls_as_fast_as_before_another_change_is_learning() {
    for seed in 0..3 {
        for (setting, value) in [
            (SettingId::Eta, "0.006"),
            (SettingId::Hidden, "11"),
            (SettingId::L2, "0.000001"),
            (SettingId::TestSize, "150"),
        ] {
            let mut session = learning_circles(seed);
            let changed = session.setup().with(setting.row(), value).expect("a value");
            session.change(&changed).expect("live");
            goes_on_learning(&mut session, setting.row().name);
        }
    }
}

#[test]
fn a_second_change_soon_after_the_first_does_not_forget_how_long_the_windows_were() {
    let mut session = learning_circles(0);
    for _ in 0..3 {
        session.change(&Setup { eta: 1.1 * session.setup().eta, ..session.setup().clone() }).expect("live");
        goes_on_learning(&mut session, "a larger eta");
    }
}

#[test]
fn a_loss_that_stays_flat_after_a_change_is_a_plateau_again() {
    for size in [0.0, 0.01] {
        let mut monitor = Monitor::new(GUESSING, "test", 40_000);
        let observe = |monitor: &mut Monitor, evaluations: std::ops::Range<u64>| {
            for i in evaluations {
                let loss = 0.1 * (1.0 + size * noise(i, 5));
                monitor.observe(&point(10 * i, (loss, loss + 0.01, 0.85, 0.8)));
            }
            monitor.word()
        };
        assert_eq!(observe(&mut monitor, 0..1_000), Word::Plateau);
        monitor.forget_recent(10_000, GUESSING);
        assert_eq!(monitor.word(), Word::Learning);
        assert_eq!(observe(&mut monitor, 1_000..2_000), Word::Plateau, "noise {size}");
    }
}

#[test]
fn the_evidence_after_a_change_names_the_steps_since_then() {
    let mut session = learning_circles(1);
    session.change(&Setup { eta: 1.25 * session.setup().eta, ..session.setup().clone() }).expect("live");
    let mut spans = Vec::new();
    for _ in 0..300 {
        session.advance();
        let evidence = session.diagnosis().evidence;
        let span =
            evidence.split("in the last ").nth(1).and_then(|rest| rest.split(' ').next()?.parse().ok());
        spans.extend::<Option<u64>>(span);
    }
    assert!(spans.iter().all(|&span| span < 300) && !spans.is_empty(), "{spans:?}");
}
