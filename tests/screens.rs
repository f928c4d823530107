//! What a person sees, as text: every screen at three sizes, without colour, and in ASCII.

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};

use overfit::data;
use overfit::train::Setup;
use support::{ASCII, COLOR, NO_COLOR, Stage};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];

fn lecture(name: &str) -> Setup {
    Setup::lecture(data::resolve(name).expect("built in"))
}

/// Snapshots of one story at every size in colour, and at the middle one without.
fn at_every_size(name: &str, start: Option<Setup>, story: impl Fn(&mut Stage)) {
    for (theme, size) in
        SIZES.map(|size| (COLOR, size)).into_iter().chain([(NO_COLOR, SIZES[1]), (ASCII, SIZES[1])])
    {
        let mut stage = Stage::new(theme, size, start.clone());
        story(&mut stage);
        let look = match theme {
            COLOR => "color",
            NO_COLOR => "no_color",
            _ => "ascii",
        };
        let text = stage.text();
        if theme == ASCII {
            assert!(text.is_ascii(), "{name}: {}", text.chars().find(|c| !c.is_ascii()).unwrap_or(' '));
        }
        insta::assert_snapshot!(format!("{name}_{}x{}_{look}", size.0, size.1), text);
    }
}

#[test]
fn picker() {
    at_every_size("picker", None, |stage| {
        stage.press("<down><down><right>");
    });
}

#[test]
fn circles() {
    at_every_size("circles", Some(lecture("circles")), |stage| {
        stage.train(2_000);
    });
}

#[test]
fn circles_test_points_and_hard_edge() {
    at_every_size("circles_hard", Some(lecture("circles")), |stage| {
        stage.train(2_000).press("od");
    });
}

#[test]
fn circles_with_changes_and_a_ghost() {
    at_every_size("circles_changed", Some(lecture("circles")), |stage| {
        stage.train(1_000).press("r").train(300).press("]+b").train(300).press(" ");
    });
}

#[test]
fn circles_compared_with_a_pinned_run() {
    at_every_size("circles_compared", Some(lecture("circles")), |stage| {
        stage.train(800).press("p]]r").train(700).press("b").train(800).press("yc<s-left>");
    });
}

#[test]
fn mnist() {
    at_every_size("mnist", Some(lecture("mnist")), |stage| {
        stage.train(100).press("<right><right>");
    });
}

#[test]
fn mnist_wrong_images_only() {
    at_every_size("mnist_wrong", Some(lecture("mnist")), |stage| {
        stage.train(100).press("e<right>");
    });
}

#[test]
fn a_diverged_run_explains_itself() {
    let diverging = Some(Setup { eta: 1e9, ..lecture("circles") });
    at_every_size("diverged", diverging, |stage| {
        stage.train(10);
    });
}

#[test]
fn keys() {
    at_every_size("keys", Some(lecture("circles")), |stage| {
        stage.press("?");
    });
}

#[test]
fn the_question_before_a_run_is_lost() {
    at_every_size("question", Some(lecture("circles")), |stage| {
        stage.train(10).press("q");
    });
}

#[test]
fn no_size_is_too_small_or_too_large() {
    for name in ["circles", "mnist"] {
        let mut stage = Stage::new(COLOR, (80, 24), Some(lecture(name)));
        stage.train(5);
        for (width, height) in
            [(0, 0), (1, 1), (5, 3), (40, 12), (79, 24), (80, 23), (81, 25), (500, 200), (80, 200), (500, 24)]
        {
            for keys in ["", "?", "<esc>q", "n<esc>", "<esc>"] {
                let drawn = catch_unwind(AssertUnwindSafe(|| stage.resize(width, height).press(keys).text()));
                assert!(drawn.is_ok(), "{name} at {width}x{height}");
            }
        }
    }
}

#[test]
fn a_terminal_that_is_too_small_is_told_so() {
    let mut stage = Stage::new(COLOR, (79, 24), Some(lecture("circles")));
    assert!(stage.text().contains("needs 80x24"));
    assert!(stage.resize(20, 5).text().contains("needs 80x24"));
    assert!(stage.resize(80, 24).text().contains("circles"));
}
