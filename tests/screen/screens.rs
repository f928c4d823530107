//! Snapshots of the screens as text, some at several sizes and some with colours. Rules for all sizes and themes are in
//! `looks`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use overfit::cli::setup_of_words;
use overfit::data;
use overfit::launch::PendingFile;
use overfit::train::Setup;
use overfit::tui::app::App;
use overfit::tui::message::Message;
use overfit::tui::screen;
use overfit::tui::theme::{Colors, Glyphs, Theme};
use ratatui::buffer::Buffer;

use crate::looks::{has_color, has_glyph};
use crate::support::picture::picture;
use crate::support::{ASCII, COLOR, LOOKS, NO_COLOR, Stage, all_data, text};

type Size = (u16, u16);

const SMALL: Size = (80, 24);
const MIDDLE: Size = (120, 36);
const LARGE: Size = (200, 60);

fn lecture(name: &str) -> Setup {
    Setup::lecture(data::resolve(name).expect("built in"))
}

/// Compares a picture with its snapshot.
fn compare(name: &str, picture: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, picture);
    });
}

/// Draws the screen after `story` at three sizes and in every theme, and compares the text at `sizes` with snapshots.
fn draws(name: &str, sizes: &[Size], start: Option<&Setup>, story: impl Fn(&mut Stage)) {
    for size in [SMALL, MIDDLE, LARGE] {
        let mut stage = Stage::new(COLOR, size, start.cloned());
        story(&mut stage);
        if sizes.contains(&size) {
            compare(&format!("{name}_{}x{}", size.0, size.1), &stage.text());
        }
        for look in LOOKS {
            stage.app.theme = look;
            for cell in &stage.buffer().content {
                assert!(has_glyph(look.glyphs, cell.symbol()), "{name}: {cell:?} in {look:?}");
                let colors = [cell.fg, cell.bg];
                assert!(
                    colors.iter().all(|&color| has_color(look.colors, color)),
                    "{name}: {cell:?} in {look:?}"
                );
            }
        }
    }
}

/// Compares a screen and its colours with snapshots, in each of `looks`.
fn draws_in_colors(name: &str, looks: &[Theme], stage: &mut Stage) {
    for &look in looks {
        stage.app.theme = look;
        let (colors, glyphs) = (look.colors.name(), look.glyphs.name());
        compare(&format!("{name}_{colors}_{glyphs}"), &picture(&stage.buffer()));
    }
}

/// Leaves two cards in the picker, so that its snapshot does not depend on the other data sets.
fn picker_of_two(stage: &mut Stage) {
    stage.app.picker.cards.retain(|card| ["Circles", "MNIST"].contains(&card.setup.data.title().as_str()));
    assert_eq!(stage.app.picker.cards.len(), 2);
}

#[test]
fn the_picker_in_colors() {
    let mut stage = Stage::new(COLOR, SMALL, None);
    picker_of_two(&mut stage);
    draws_in_colors("picker", &[COLOR], &mut stage);
}

#[test]
fn circles_in_every_kind_of_colors() {
    let mut stage = Stage::new(COLOR, SMALL, Some(lecture("circles")));
    stage.train(2_000);
    let of_256 = Theme { colors: Colors::Ansi256, ..COLOR };
    let of_16 = Theme { colors: Colors::Ansi16, glyphs: Glyphs::Shades, ..COLOR };
    draws_in_colors("circles", &[COLOR, of_256, of_16, NO_COLOR, ASCII], &mut stage);
}

#[test]
fn mnist_with_and_without_colors() {
    let mut stage = Stage::new(COLOR, SMALL, Some(lecture("mnist")));
    stage.train(100);
    let of_256 = Theme { colors: Colors::Ansi256, ..COLOR };
    draws_in_colors("mnist", &[of_256, ASCII], &mut stage);
}

#[test]
fn points_of_three_classes_from_a_file() {
    draws("points", &[MIDDLE], Some(&lecture("tests/data/points.csv")), |stage| {
        stage.train(500);
    });
}

#[test]
fn rows_of_numbers_from_a_file() {
    draws("rows", &[MIDDLE], Some(&lecture("tests/data/rows.csv")), |stage| {
        stage.train(200);
    });
}

#[test]
fn images_with_names_from_a_file() {
    draws("bars", &[MIDDLE], Some(&lecture("tests/data/bars.csv")), |stage| {
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
        compare(&format!("reading_{}", theme.glyphs.name()), &text(&buffer));
    }
}

#[test]
fn picker() {
    draws("picker", &[SMALL, MIDDLE], None, |stage| {
        picker_of_two(stage);
        stage.press("<down><down><right>");
    });
}

#[test]
fn circles() {
    draws("circles", &[MIDDLE, LARGE], Some(&lecture("circles")), |stage| {
        stage.train(2_000);
    });
}

#[test]
fn circles_test_points_and_hard_edge() {
    draws("circles_hard", &[MIDDLE], Some(&lecture("circles")), |stage| {
        stage.train(2_000).press("od");
    });
}

#[test]
fn circles_with_changes_and_a_ghost() {
    draws("circles_changed", &[MIDDLE], Some(&lecture("circles")), |stage| {
        stage.train(1_000).press("ry").train(300).press("]+b").train(300).press(" ");
    });
}

#[test]
fn circles_compared_with_a_pinned_run() {
    draws("circles_compared", &[LARGE], Some(&lecture("circles")), |stage| {
        stage.train(800).press("p]]ry").train(700).press("b").train(800).press("yc<s-left>");
    });
}

#[test]
fn mnist() {
    draws("mnist", &[MIDDLE, LARGE], Some(&lecture("mnist")), |stage| {
        stage.train(100).press("<right><right>");
    });
}

#[test]
fn mnist_wrong_images_only() {
    draws("mnist_wrong", &[MIDDLE], Some(&lecture("mnist")), |stage| {
        stage.train(100).press("e<right>");
    });
}

#[test]
fn the_network_as_a_drawing() {
    draws("network_drawing", &[LARGE], Some(&lecture("circles")), |stage| {
        stage.train(2_000).press("7<enter>");
    });
}

#[test]
fn the_layers_of_the_network() {
    draws("network_layers", &[LARGE], Some(&lecture("mnist")), |stage| {
        stage.train(100).press("7<enter>");
    });
    draws("network_layers_points", &[MIDDLE], Some(&lecture("circles")), |stage| {
        stage.train(2_000).press("7w");
    });
}

#[test]
fn a_diverged_run_explains_itself() {
    let diverging = Setup { eta: 1e9, ..lecture("circles") };
    draws("diverged", &[SMALL], Some(&diverging), |stage| {
        stage.train(10);
    });
}

#[test]
fn keys() {
    draws("keys", &[SMALL, LARGE], Some(&lecture("circles")), |stage| {
        stage.press("?");
    });
}

#[test]
fn the_question_before_a_run_is_lost() {
    draws("question", &[SMALL], Some(&lecture("circles")), |stage| {
        stage.train(10).press("a");
    });
}

#[test]
fn the_line_that_repeats_a_run() {
    draws("line", &[SMALL], Some(&lecture("circles")), |stage| {
        stage.train(10).press("]").train(10).press("L").train(10).press("b").train(10).press("Y");
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

#[test]
fn the_gradient_check() {
    draws("gradients", &[SMALL, MIDDLE], Some(&lecture("circles")), |stage| {
        stage.train(2_000).press("v");
    });
}

#[test]
fn exports() {
    draws("exports", &[SMALL, MIDDLE], Some(&lecture("circles")), |stage| {
        stage.train(200).press("E<down><down>3");
    });
}

#[test]
fn the_next_step_explained_for_a_point() {
    for (name, keys) in [("forward", "S"), ("backward", "S<enter><enter>"), ("update", "S<backspace>")] {
        draws(&format!("explained_{name}"), &[SMALL, MIDDLE], Some(&lecture("circles")), |stage| {
            stage.train(2_000).press(keys);
        });
    }
}

#[test]
fn the_next_step_explained_for_an_image() {
    draws("explained_image", &[SMALL, LARGE], Some(&lecture("mnist")), |stage| {
        stage.train(100).press("S");
    });
    draws("explained_loss", &[SMALL], Some(&lecture("mnist")), |stage| {
        stage.train(100).press("S<enter>");
    });
}

#[test]
fn looking_back() {
    let run = setup_of_words("circles --preset modern --train-size 60 --hidden 8 --batch 20 --flip 0.1")
        .expect("a set-up");
    draws("past", &[SMALL, MIDDLE], Some(&run), |stage| {
        stage.train(1_240).press("t<left><left><left><left><left>");
    });
    let mut stage = Stage::new(COLOR, SMALL, Some(run));
    stage.train(1_240).press("t<left><left><left><left><left>");
    draws_in_colors("past", &[COLOR, NO_COLOR, ASCII], &mut stage);
}
