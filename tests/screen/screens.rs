//! What a person sees, as text: every screen at three sizes, without colour, and in ASCII.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::support::picture::picture;
use crate::support::{ASCII, COLOR, LOOKS, NO_COLOR, Stage, all_data};
use overfit::data;
use overfit::launch::PendingFile;
use overfit::train::Setup;
use overfit::tui::app::{App, Message};
use overfit::tui::screen;
use overfit::tui::theme::{Colors, Glyphs};
use ratatui::buffer::Buffer;
use ratatui::style::Color;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];

fn lecture(name: &str) -> Setup {
    Setup::lecture(data::resolve(name).expect("built in"))
}

/// Snapshots of one story at every size in colour, and at the middle one without.
fn at_every_size(name: &str, start: Option<Setup>, diagnosis_panel: impl Fn(&mut Stage)) {
    for (theme, size) in
        SIZES.map(|size| (COLOR, size)).into_iter().chain([(NO_COLOR, SIZES[1]), (ASCII, SIZES[1])])
    {
        let mut stage = Stage::new(theme, size, start.clone());
        diagnosis_panel(&mut stage);
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

/// The picker and both views with every kind of colours and glyphs, at four sizes, colours included.
fn in_every_look(name: &str, start: Option<Setup>, steps: u64) {
    let mut stage = Stage::new(COLOR, SIZES[0], start);
    stage.train(steps);
    for (width, height) in [(80, 24), (100, 30), (120, 36), (200, 60)] {
        stage.resize(width, height);
        for look in LOOKS {
            stage.app.theme = look;
            let buffer = stage.buffer();
            if look.glyphs == Glyphs::Ascii {
                let strange = buffer.content.iter().find(|cell| !cell.symbol().is_ascii());
                assert_eq!(strange, None, "{name} in ASCII");
            }
            if look.colors == Colors::None {
                let coloured =
                    buffer.content.iter().find(|cell| (cell.fg, cell.bg) != (Color::Reset, Color::Reset));
                assert_eq!(coloured, None, "{name} without colours");
            }
            let (colors, glyphs) = (look.colors.name(), look.glyphs.name());
            insta::assert_snapshot!(
                format!("look_{name}_{width}x{height}_{colors}_{glyphs}"),
                picture(&buffer)
            );
        }
    }
}

#[test]
fn the_picker_in_every_look() {
    in_every_look("picker", None, 0);
}

#[test]
fn circles_in_every_look() {
    in_every_look("circles", Some(lecture("circles")), 2_000);
}

#[test]
fn mnist_in_every_look() {
    in_every_look("mnist", Some(lecture("mnist")), 100);
}

#[test]
fn points_of_three_classes_from_a_file() {
    at_every_size("points", Some(lecture("tests/data/points.csv")), |stage| {
        stage.train(500);
    });
}

#[test]
fn rows_of_numbers_from_a_file() {
    at_every_size("rows", Some(lecture("tests/data/rows.csv")), |stage| {
        stage.train(200);
    });
}

#[test]
fn images_with_names_from_a_file() {
    at_every_size("bars", Some(lecture("tests/data/bars.csv")), |stage| {
        stage.train(100).press("<right>");
    });
}

#[test]
fn a_file_that_is_being_read() {
    for theme in [COLOR, ASCII] {
        let (mut app, _) = App::reading(theme, (80, 24), PendingFile::card("some/large/mnist.pkl.gz"));
        app.update(Message::Reading { number: 1, share: 0.43 });
        let mut buffer = Buffer::empty(app.area);
        screen::draw(&app, app.area, &mut buffer);
        insta::assert_snapshot!(format!("reading_{}", theme.glyphs.name()), crate::support::text(&buffer));
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
    for name in &all_data() {
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
