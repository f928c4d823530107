//! Tests of the curves: axes, cursor, zoom and pinned runs.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::support::{ASCII, COLOR, NO_COLOR, Stage};
use overfit::data;
use overfit::train::{Bucket, Series, Setup};
use overfit::tui::app::Page;
use overfit::tui::run::Run;

fn stage_of(name: &str, size: (u16, u16)) -> Stage {
    let setup = Setup::lecture(data::resolve(name).expect("built in"));
    Stage::new(COLOR, size, Some(setup))
}

fn stage(name: &str) -> Stage {
    stage_of(name, (120, 36))
}

fn run(stage: &Stage) -> &Run {
    stage.app.run.as_ref().expect("a run")
}

fn cursor(stage: &Stage) -> Bucket {
    run(stage).view.cursor.expect("a cursor")
}

fn buckets(stage: &Stage) -> Vec<Bucket> {
    stage.session().expect("a run").history().buckets().to_vec()
}

/// The rows of the screen that contain some text.
fn rows<'a>(screen: &'a str, text: &str) -> Vec<&'a str> {
    screen.lines().filter(|row| row.contains(text)).collect()
}

#[test]
fn the_cursor_shows_what_was_recorded() {
    let mut stage = stage("circles");
    stage.train(500).press("c<left><left><left>");
    let at = cursor(&stage);
    let recorded = buckets(&stage).into_iter().find(|bucket| bucket.last_step == at.last_step);
    assert_eq!(recorded, Some(at), "an evaluation, to the last bit");
    let text = stage.text();
    let value = |series| at.range(series).last;
    assert!(text.contains(&format!("step {}", at.last_step)));
    assert!(text.contains(&format!("train {:.3}", value(Series::TrainLoss))));
    assert!(text.contains(&format!("test {:.3}", value(Series::TestLoss))));
    assert!(text.contains(&format!("train {:.1} %", 100.0 * value(Series::TrainAccuracy))));
    assert!(text.contains(&format!("test {:.0} %", 100.0 * value(Series::TestAccuracy))));
}

#[test]
fn the_cursor_says_which_epoch_where_that_is_no_step() {
    let setup = Setup { batch: Some(100), ..Setup::lecture(data::resolve("circles").expect("built in")) };
    let mut stage = Stage::new(COLOR, (200, 60), Some(setup));
    stage.train(130).press("c<left>");
    let at = cursor(&stage);
    assert_eq!(at.last_epoch, at.last_step as f64 / 4.0);
    assert!(stage.text().contains(&format!("step {}  epoch {:.2} ", at.last_step, at.last_epoch)));
    assert!(stage.text().contains(" acc 0."));
}

#[test]
fn the_cursor_stays_at_its_step_when_new_points_arrive() {
    let mut stage = stage("circles");
    stage.train(500).press("c<s-left>");
    let before = cursor(&stage);
    stage.train(500).train(500);
    assert_eq!(cursor(&stage), before);
    assert!(stage.text().contains(&format!("step {} ", before.last_step)));
    // Also in a zoom to the newest steps, which would move on without it.
    stage.press("cz").train(100).press("c<left>");
    let before = cursor(&stage);
    stage.train(3_000);
    assert_eq!(cursor(&stage), before);
    assert!(run(&stage).steps_axis().holds(before.last_step as f64));
}

#[test]
fn the_cursor_moves_by_columns_and_to_the_ends() {
    for name in ["circles", "mnist"] {
        let mut stage = stage(name);
        stage.train(1_000).press("c");
        assert_eq!(cursor(&stage).last_step, 1_000, "it begins at the newest step");
        let steps = |stage: &mut Stage, keys: &str| {
            stage.press(keys);
            cursor(stage).last_step
        };
        assert_eq!(steps(&mut stage, "<right>"), 1_000);
        let one = 1_000 - steps(&mut stage, "<left>");
        let ten = 1_000 - one - steps(&mut stage, "<s-left>");
        assert!(one > 0 && (8 * one..=12 * one).contains(&ten), "{one} and {ten}");
        assert_eq!(steps(&mut stage, "<home>"), 0);
        assert_eq!(steps(&mut stage, "<left>"), 0);
        assert!((8 * one..=12 * one).contains(&steps(&mut stage, "<s-right>")));
        assert_eq!(steps(&mut stage, "<end>"), 1_000);
        assert_eq!(run(&stage).image, 0, "the arrows are the cursor's, not the images'");
        stage.press("<esc>");
        assert!(run(&stage).view.cursor.is_none());
        assert_eq!(stage.app.page, Page::Run, "one level out only");
        stage.press("<right>cc");
        assert!(run(&stage).view.cursor.is_none());
        assert_eq!(run(&stage).image, usize::from(name == "mnist"));
    }
}

#[test]
fn the_cursor_is_in_all_curves_in_one_column() {
    for theme in [COLOR, NO_COLOR, ASCII] {
        let setup = Setup::lecture(data::resolve("circles").expect("built in"));
        let mut stage = Stage::new(theme, (120, 36), Some(setup));
        stage.train(1_000).press("c<s-left><s-left>");
        let foot = theme.glyph("┷", "|");
        let text = stage.text();
        let axes: Vec<&str> = text.lines().filter(|row| row.contains(theme.glyph("──┴", "--+--"))).collect();
        let columns: Vec<_> = axes
            .iter()
            .map(|row| row.chars().skip(64).position(|symbol| symbol.to_string() == foot))
            .collect();
        assert_eq!(columns.len(), 2, "{text}");
        assert!(columns[0].is_some() && columns[0] == columns[1], "{text}");
    }
}

#[test]
fn what_changed_in_its_column_is_said_at_the_cursor() {
    let mut stage = stage_of("circles", (200, 60));
    stage.train(200).press("]+").train(200).press("c");
    while cursor(&stage).last_step > 200 {
        stage.press("<left>");
    }
    assert!(stage.text().contains(" eta 0.005→0.01, +1 unit "), "{}", stage.text());
    stage.press("<home>");
    let text = stage.text();
    assert!(rows(&text, " step 0  train").iter().all(|row| !row.contains("eta")), "{text}");
}

#[test]
fn a_mark_says_what_changed() {
    let mut stage = stage("circles");
    stage.train(300).press("]").train(300);
    assert_eq!(rows(&stage.text(), "╷eta 0.005→0.01").len(), 1);
    stage.press("++").train(300);
    assert!(stage.text().contains("╷+2 units"));
}

#[test]
fn axes_by_powers_of_ten() {
    let mut stage = stage("circles");
    stage.train(2_000).press("x");
    let text = stage.text();
    assert_eq!(rows(&text, " log x ").len(), 2, "{text}");
    assert!(rows(&text, " 10 ").len() >= 2 && rows(&text, " 1k ").len() >= 2, "{text}");
    let zero = rows(&text, "       0 ");
    assert_eq!(zero.len(), 2, "step 0 is at the left edge: {text}");
    stage.press("y");
    assert_eq!(rows(&stage.text(), " log y, log x ").len(), 1, "{}", stage.text());
    stage.press("xy");
    assert!(!stage.text().contains("log "));
}

#[test]
fn a_cursor_moves_on_a_log_axis_too() {
    let mut stage = stage("circles");
    stage.train(2_000).press("xc<left>");
    let first = 2_000 - cursor(&stage).last_step;
    stage.press("<s-left><s-left><left>");
    let at = cursor(&stage).last_step;
    stage.press("<left>");
    assert!(at - cursor(&stage).last_step < first, "columns hold fewer steps further left");
}

#[test]
fn zooming_shows_the_newest_steps_or_those_around_the_cursor() {
    let mut stage = stage("circles");
    stage.train(2_000).press("z");
    assert!(stage.text().contains(" steps 1,000-2,000 "), "{}", stage.text());
    stage.train(400);
    assert!(stage.text().contains(" steps 1,400-2,400 "), "it goes along");
    stage.press("Z");
    assert!(!stage.text().contains(" steps 1,"));
    stage.press("Z");
    assert!(stage.text().contains("All steps are shown."));
    stage.press("c<s-left><s-left>");
    let at = cursor(&stage).last_step;
    stage.press("zz");
    let (low, high) = run(&stage).steps_axis().range();
    assert_eq!(high - low, 600.0);
    assert!((f64::midpoint(low, high) - at as f64).abs() < 1.0, "{at} in {low} to {high}");
    stage.press("<home>");
    assert_eq!(run(&stage).steps_axis().range(), (0.0, 600.0), "what is shown follows the cursor");
    stage.press("zzzzzzzzzzzzzzzzzzzzzzzzzz");
    assert!(stage.text().contains("no more steps in between"));
    let (low, high) = run(&stage).steps_axis().range();
    assert!(high - low >= 4.0);
    stage.press("ry").train(10);
    assert_eq!(run(&stage).steps_axis().range(), (0.0, 2_400.0), "the run before is still shown");
}

#[test]
fn pins_are_compared_with_what_is_in_force() {
    let mut stage = stage("circles");
    stage.press("p");
    assert!(stage.text().contains("Nothing has been learned yet"));
    stage.train(500).press("p");
    assert!(stage.text().contains("Pinned as A."));
    assert_eq!(rows(&stage.text(), "A same settings  best 0.").len(), 1);
    stage.press("]ry").train(300);
    let text = stage.text();
    assert_eq!(rows(&text, "A eta 0.005  best 0.").len(), 1, "{text}");
    assert_eq!(rows(&text, "pinned A ·").len(), 2, "{text}");
    stage.press("Ry").train(100).press("p");
    let text = stage.text();
    assert_eq!(rows(&text, "A eta 0.005, other points, other start weights").len(), 1, "{text}");
    assert_eq!(rows(&text, "B same settings").len(), 1, "{text}");
    stage.press("P");
    assert!(stage.text().contains("2 runs are unpinned."));
    assert!(run(&stage).pins.all().is_empty());
}

#[test]
fn a_run_is_pinned_once_and_four_are_the_most() {
    let mut stage = stage("mnist");
    stage.train(20).press("p").train(20).press("p");
    assert_eq!(run(&stage).pins.all().len(), 1);
    assert_eq!(run(&stage).pins.all()[0].history.latest().expect("a point").step, 40);
    for _ in 0..4 {
        stage.press("Ry").train(20).press("p");
    }
    assert!(stage.text().contains("Four runs are pinned"));
    let letters: Vec<_> = run(&stage).pins.all().iter().map(|pin| pin.letter.as_str()).collect();
    assert_eq!(letters, ["A", "B", "C", "D"]);
    assert_eq!(run(&stage).pins.all()[0].setup().map(|setup| setup.seed), Some(0), "none is replaced");
    assert!(stage.text().contains("A other start weights  best"), "{}", stage.text());
}

#[test]
fn pins_survive_restarts_of_the_same_data_only() {
    let mut stage = stage("circles");
    stage.train(100).press("pry").train(100).press("<esc>1<enter>y").train(50);
    assert_eq!(run(&stage).pins.all().len(), 1);
    stage.press("<esc>2<enter>y").train(10);
    assert!(run(&stage).pins.all().is_empty());
}

#[test]
fn letters_of_pins_are_in_both_charts() {
    for theme in [COLOR, NO_COLOR, ASCII] {
        let setup = Setup::lecture(data::resolve("circles").expect("built in"));
        let mut stage = Stage::new(theme, (120, 36), Some(setup));
        stage.train(300).press("pry").train(900);
        let pinned = stage.buffer().content.iter().filter(|cell| cell.symbol() == "A").count();
        // Besides the names at the ends of the lines there are those of the legends and the one of the list.
        stage.press("P");
        let without = stage.buffer().content.iter().filter(|cell| cell.symbol() == "A").count();
        assert_eq!(pinned - without, 5, "{}", stage.text());
    }
}

#[test]
fn without_room_under_the_loss_the_diagnosis_lists_the_pins() {
    let mut stage = stage_of("circles", (80, 24));
    stage.train(500).press("p]ry").train(300);
    assert_eq!(rows(&stage.text(), "A eta 0.005").len(), 1, "{}", stage.text());
}

#[test]
fn the_gap_and_the_interval_are_numbers() {
    let mut stage = stage("mnist");
    stage.train(300);
    let text = stage.text();
    assert!(text.contains(" gap +0."), "{text}");
    let correct = stage.session().expect("a run").history().latest().expect("a point").test.correct;
    assert!(text.contains(&format!(" test {correct} of 100 (95 %: ")), "{text}");
}

#[test]
fn no_size_is_too_small_or_too_large_for_any_look() {
    for name in ["circles", "mnist"] {
        let mut stage = stage(name);
        for keys in ["", "yx", "c", "zz", "p", "<home>", "r", "pc", "Z", "]+", "xy<left>"] {
            stage.train(20);
            for (width, height) in [
                (0, 0),
                (1, 1),
                (40, 12),
                (79, 24),
                (80, 24),
                (81, 25),
                (120, 36),
                (500, 200),
                (80, 200),
                (500, 24),
            ] {
                let drawn = catch_unwind(AssertUnwindSafe(|| stage.resize(width, height).text()));
                assert!(drawn.is_ok(), "{name} at {width}x{height} before {keys}");
            }
            stage.press(keys);
        }
    }
}
