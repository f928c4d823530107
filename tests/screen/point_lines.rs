//! The line that repeats a run with edited points.

use crate::support::crosshair::{is_repeated, mouse, points, run, stage, stage_of};
use overfit::cli::setup_of_words;
use overfit::train::Setup;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use ratatui::crossterm::event::{MouseButton, MouseEventKind};

/// Few edits stand in the line; many are in a file that is written when the line is copied.
#[test]
fn many_edits_go_to_a_file() {
    let mut stage = stage();
    for _ in 0..8 {
        stage.press("<right>2").train(3);
    }
    stage.press("Y");
    assert!(stage.written().is_empty());
    assert_eq!(stage.copied.as_deref().expect("a line").matches("--at").count(), 8);
    stage.press("<esc><right>1").train(3).press("Y");
    let [file] = stage.written() else { panic!("{:?}", stage.written()) };
    let line = stage.copied_line().expect("a line").to_owned();
    assert!(line.ends_with(&format!("--at @{}", file.name)) && line.matches("--at").count() == 1, "{line}");
    assert_eq!(file.text.lines().filter(|line| line.contains(":points=+new")).count(), 9);
    let text = stage.text();
    assert!(text.contains(&file.name) && text.contains("in the folder"), "{text}");
    // The file says the same as the whole line.
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(&file.name);
    std::fs::write(&path, &file.text).expect("a file");
    let words =
        line.strip_prefix("overfit ").expect("a line").replace(&file.name, path.to_str().expect("text"));
    let setup: Setup = setup_of_words(&words).expect("a set-up");
    assert_eq!(
        setup,
        run(&stage).snapshot.as_ref().and_then(|snapshot| snapshot.again()).expect("all changes")
    );

    // Another edit is another file. Where none can be written, the line has everything in itself.
    stage.press("<esc><right>1").train(3);
    stage.forbid_files("there is no room");
    stage.press("Y");
    let line = stage.copied_line().expect("a line").to_owned();
    assert_eq!(line.matches("--at").count(), 10, "{line}");
    assert!(stage.text().contains("there is no room; so the line holds all changes"), "{}", stage.text());
}

#[test]
fn points_of_many_classes_have_the_digits_of_the_legend() {
    let mut table = String::from("x,y,kind\n");
    for n in 0..120_u32 {
        let turn = f64::from(n) * 0.9;
        let (x, y) = (turn.cos() * (1.0 + f64::from(n % 4)), turn.sin());
        table = format!("{table}{x:.3},{y:.3},k{}\n", n % 4);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kinds.csv");
    std::fs::write(&path, table).expect("a file");
    let mut stage = stage_of(&format!("{} --steps 300", path.display()), (120, 36));
    stage.train(10).press("i0<right><right>3");
    let labels: Vec<u8> = points(&stage).iter().rev().take(2).map(|point| point.2).collect();
    assert_eq!(labels, [3, 0]);
    is_repeated(stage.train(10));
}

/// Edits by keys and mouse, and other changes, in random order.
#[test]
fn random_sessions_are_repeated_from_their_line() {
    const KEYS: [&str; 20] = [
        "<left>",
        "<right>",
        "<up>",
        "<down>",
        "<s-left>",
        "<s-right>",
        "1",
        "2",
        "1",
        "2",
        "x",
        "<del>",
        "<enter>",
        "<enter>",
        "]",
        "[",
        "+",
        "N",
        "L",
        ")",
    ];
    let mut edits = 0;
    for seed in 0..20 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut stage = stage();
        for _ in 0..40 {
            if rng.random_bool(0.3) {
                let view = run(&stage).crosshair_view(stage.app.area).expect("a crosshair").area;
                let button =
                    [MouseButton::Left, MouseButton::Right, MouseButton::Middle][rng.random_range(0..3)];
                let mut place =
                    || (view.x + rng.random_range(0..view.width), view.y + rng.random_range(0..view.height));
                let (from, to) = (place(), place());
                mouse(&mut stage, MouseEventKind::Down(button), from);
                stage.train(1);
                mouse(&mut stage, MouseEventKind::Drag(button), to);
                mouse(&mut stage, MouseEventKind::Up(button), to);
            } else {
                stage.press(KEYS[rng.random_range(0..KEYS.len())]);
            }
            stage.train(rng.random_range(0..4));
        }
        let marks = stage.session().expect("a run").history().marks().iter();
        edits += marks.filter(|mark| mark.target.name() == "points").count();
        is_repeated(&stage);
    }
    assert!(edits > 100, "{edits}");
}
