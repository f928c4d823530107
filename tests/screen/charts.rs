//! Tests of the wheel, the marks, the axes and the patterns of the curves.

use crate::support::{ASCII, COLOR, Stage};
use overfit::data;
use overfit::train::{Preset, Setup};
use overfit::tui::message::Message;
use overfit::tui::run::Run;
use ratatui::crossterm::event::{KeyModifiers, MouseEvent, MouseEventKind};

fn stage_of(name: &str, size: (u16, u16)) -> Stage {
    let setup = Setup::lecture(data::resolve(name).expect("sound data"));
    Stage::new(COLOR, size, Some(setup))
}

fn stage(name: &str) -> Stage {
    stage_of(name, (120, 36))
}

fn run(stage: &Stage) -> &Run {
    stage.app.run.as_ref().expect("a run")
}

/// The rows of the screen that contain some text.
fn rows<'a>(screen: &'a str, text: &str) -> Vec<&'a str> {
    screen.lines().filter(|row| row.contains(text)).collect()
}

fn turn_wheel(stage: &mut Stage, kind: MouseEventKind, (column, row): (u16, u16)) {
    stage.tell(Message::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
}

#[test]
fn the_wheel_zooms_about_the_step_under_the_pointer() {
    for steps in ["", "x"] {
        let mut stage = stage("circles");
        stage.train(2_000).press(steps);
        let whole = run(&stage).steps_axis();
        // The loss begins at column 58; its plot at 66, with 47 columns.
        let place = (66 + 11, 6);
        let share = 11.5 / 47.0;
        let under = |stage: &Stage| run(stage).steps_axis().value(share);
        let step = under(&stage);
        for _ in 0..5 {
            turn_wheel(&mut stage, MouseEventKind::ScrollUp, place);
            let near = (whole.share(under(&stage)) - whole.share(step)).abs();
            assert!(near < 0.02, "{} is not {step}", under(&stage));
        }
        let (low, high) = run(&stage).steps_axis().range();
        assert!(whole.share(high) - whole.share(low) < 0.4, "{low} to {high}");
        for _ in 0..9 {
            turn_wheel(&mut stage, MouseEventKind::ScrollDown, place);
        }
        assert_eq!(run(&stage).steps_axis().range(), whole.range());
        assert!(stage.text().contains("All steps are shown."));
        for _ in 0..99 {
            turn_wheel(&mut stage, MouseEventKind::ScrollUp, place);
        }
        assert!(stage.text().contains("no more steps in between"));
        turn_wheel(&mut stage, MouseEventKind::ScrollUp, (2, 2));
    }
}

#[test]
fn changes_that_cancel_out_leave_no_mark() {
    let mut stage = stage("circles");
    stage.train(300).press("][").train(300);
    assert!(!stage.text().contains('╷'), "{}", stage.text());
    stage.press("]]+[").train(300);
    assert_eq!(rows(&stage.text(), "╷").len(), 2, "one mark on each axis: {}", stage.text());
    assert!(stage.text().contains("eta 0.005→0.01, +1 unit╷"), "{}", stage.text());
}

#[test]
fn the_gap_and_the_best_step_say_which_set_they_are_of() {
    let modern = Preset::Modern.of(data::resolve("circles").expect("built in"));
    let setup =
        Setup { validation: 0.3, train_size: 60, flip: 0.2, hidden: vec![50], steps: 9_000, ..modern };
    let mut stage = Stage::new(COLOR, (200, 60), Some(setup));
    stage.train(1_000).train(500);
    let text = stage.text();
    let point = *stage.session().expect("a run").history().latest().expect("a point");
    let gap = point.validation.expect("a set").loss - point.train.loss;
    assert!(text.contains(&format!(" validation gap {gap:+.3} ")), "{text}");
    assert!(!text.contains("best 0.") && text.contains("┊ best validation 0."), "{text}");
}

#[test]
fn axes_have_three_ticks_or_more_in_the_smallest_terminal() {
    for name in ["circles", "mnist", "spirals", "tests/data/rows.csv"] {
        let mut stage = stage_of(name, (80, 24));
        for (nth, keys) in ["", "y", "x", "z", "yx", "z", "Z"].into_iter().enumerate() {
            stage.train(70 * nth as u64 + 30).press(keys);
            let text = stage.text();
            assert!(text.matches('┤').count() >= 6, "{name} after {keys}: {text}");
            assert!(text.matches('┴').count() >= 6, "{name} after {keys}: {text}");
        }
    }
}

#[test]
fn pinned_runs_are_told_apart_without_colors() {
    let setup = Setup::lecture(data::resolve("circles").expect("built in"));
    let mut stage = Stage::new(ASCII, (120, 44), Some(setup));
    stage.train(300).press("p");
    for _ in 0..3 {
        stage.press("Ry").train(300).press("p");
    }
    stage.press("Ry").train(900);
    let text = stage.text();
    let plots: String = text.lines().skip(3).take(26).flat_map(|row| row.chars().skip(66)).collect();
    let count = |symbol: char| plots.matches(symbol).count();
    assert!("ABCD".chars().all(|letter| count(letter) >= 1), "{text}");
    assert!("abcd.o*".chars().all(|line| count(line) >= 4), "{text}");
}
