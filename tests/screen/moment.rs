//! Counts that say their step, classes that can all be found, and a status line that keeps its place.

use std::time::Duration;

use overfit::data;
use overfit::train::{Report, Setup};
use overfit::tui::message::Message;

use crate::support::{ASCII, COLOR, NO_COLOR, Stage};

fn lecture(name: &str) -> Setup {
    Setup::lecture(data::resolve(name).expect("built in"))
}

fn stage(setup: Setup, size: (u16, u16)) -> Stage {
    Stage::new(COLOR, size, Some(setup))
}

#[test]
fn the_legend_has_all_of_forty_classes_in_pages() {
    let setup = lecture("tests/data/forty.csv");
    let mut stage = stage(setup, (80, 24));
    let names = stage.app.run.as_ref().unwrap().snapshot.as_ref().unwrap().dataset.class_names.clone();
    let mut seen = String::new();
    for _ in 0..4 {
        seen += &stage.text();
        stage.press("<right>");
    }
    for name in names {
        assert!(seen.contains(&format!(" {name} ")), "{name}");
    }
    assert!(stage.text().contains("classes 1-12 of 40"), "the pages go round: {}", stage.text());
    assert!(stage.press("<left>").text().contains("classes 37-40 of 40"));
}

#[test]
fn flipped_points_show_their_true_class_without_colors_too() {
    for (theme, symbols) in [(COLOR, ["◇", "◆"]), (NO_COLOR, ["◇", "◆"]), (ASCII, ["c", "@"])] {
        let mut stage = Stage::new(theme, (120, 36), Some(Setup { flip: 0.1, ..lecture("circles") }));
        let before = stage.train(50).text();
        assert!(before.contains("of 40 flipped labels learned at step"), "{before}");
        let picture = stage.app.run.as_ref().unwrap().picture.as_ref().unwrap();
        let truly_first = picture.dataset.true_labels.iter().filter(|&&label| label == 0).count();
        // The title or foot has one of each, and points may cover each other.
        for (symbol, most) in symbols.into_iter().zip([truly_first, 40 - truly_first]) {
            let plane: usize = before
                .lines()
                .map(|line| line.chars().take(56).collect::<String>())
                .filter(|line| line.starts_with(['│', '|']))
                .map(|line| line.matches(symbol).count())
                .sum();
            assert!(plane > most / 2 && plane <= most, "{plane} {symbol} of {most}\n{before}");
        }
    }
}

#[test]
fn the_weights_and_the_step_of_the_evaluation_are_always_said() {
    for name in ["circles", "mnist", "tests/data/forty.csv"] {
        let mut stage = stage(lecture(name), (80, 24));
        stage.press(" ").train(1_003);
        let text = stage.text();
        assert!(text.lines().next().unwrap().contains(" weights "), "{text}");
        let latest = stage.session().unwrap().history().latest().unwrap().step;
        assert!(latest < 1_003);
        let groups = format!("{},{:03}", latest / 1_000, latest % 1_000).trim_start_matches("0,").to_owned();
        assert!(text.contains("step 1,003 of"), "{text}");
        assert!(text.contains(&format!(", evaluated at {groups}")), "{text}");
    }
}

#[test]
fn the_counts_of_a_picture_say_its_step() {
    let mut stage = stage(lecture("mnist"), (120, 36));
    stage.press(" ").train(43);
    let picture = stage.app.run.as_ref().unwrap().picture.as_ref().unwrap();
    assert_eq!(picture.step, 43);
    let words = format!("43: {:>3} of 100 right", picture.confusion.correct());
    assert!(stage.text().contains(&words), "{words}\n{}", stage.text());
}

#[test]
fn speed_and_time_left_stand_beside_each_other() {
    let mut stage = stage(lecture("circles"), (80, 24));
    stage.train(100);
    let mut report = stage.app.run.as_ref().unwrap().snapshot.clone().unwrap();
    report.speed = 0.25;
    report.left = Some(Duration::from_secs(130));
    stage.tell(Message::Report(Report::Progress(report.clone())));
    let line = |stage: &Stage| stage.text().lines().nth(1).unwrap().to_owned();
    assert!(line(&stage).contains("4 s/step  2 min 10 s left"), "{}", line(&stage));
    let place = line(&stage).find("pace").unwrap();
    report.step = 10;
    report.speed = 1.0;
    stage.tell(Message::Report(Report::Progress(report)));
    assert_eq!(line(&stage).find("pace"), Some(place), "{}", line(&stage));
    assert!(line(&stage).contains(" 1 step/s "), "{}", line(&stage));
}

#[test]
fn results_of_many_seeds_do_not_vanish_without_a_word() {
    let setup = Setup { steps: 20, ..lecture("circles") };
    let mut stage = stage(setup, (120, 36));
    stage.train(5).press("M");
    assert!(stage.app.run.as_ref().unwrap().seeds.is_some());
    stage.press("]");
    let run = stage.app.run.as_ref().unwrap();
    assert!(run.seeds.is_none());
    assert!(run.notice.as_ref().is_some_and(|notice| notice.contains("ten seeds")), "{:?}", run.notice);
}

#[test]
fn captions_of_the_gallery_never_touch() {
    for size in [(80, 24), (120, 36), (200, 60)] {
        for name in ["mnist", "tests/data/bars.csv"] {
            let mut stage = stage(lecture(name), size);
            stage.train(50).press("<right><right>");
            for line in stage.text().lines().filter(|line| line.contains(" said ")) {
                let captions = line.split(['▸', '│']).flat_map(|part| part.split("  "));
                assert!(captions.clone().all(|caption| caption.matches(" said ").count() <= 1), "{line}");
            }
        }
    }
}
