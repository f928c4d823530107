//! The test examples behind the confusion matrix: the list, an open one with its past, and the filter by true class.

use crate::support::crop::{Detail, in_every_look};
use crate::support::{COLOR, LOOKS, Stage};
use overfit::cli::setup_of_words;
use overfit::data;
use overfit::train::Setup;
use overfit::tui::app::Page;
use overfit::tui::layout::Areas;
use overfit::tui::mistakes_layout::examples_across;
use overfit::tui::open_panels::PanelFocus;
use overfit::tui::panel_id::PanelId;
use overfit::tui::run::Run;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];
const DATA: [&str; 3] = ["circles", "mnist", "tests/data/rows.csv"];

fn stage(name: &str, size: (u16, u16)) -> Stage {
    let mut stage = Stage::new(COLOR, size, Some(Setup::lecture(data::resolve(name).expect("sound data"))));
    stage.train(60);
    stage
}

fn run(stage: &Stage) -> &Run {
    stage.app.run.as_ref().expect("a run")
}

/// Goes into the list of mistakes, which takes an Enter more where the panel has a place among the others.
fn enter_list(stage: &mut Stage) -> String {
    let has_place = {
        stage.press("6");
        Areas::has_place(PanelId::Mistakes, stage.app.area, run(stage))
    };
    stage.press(if has_place { "<enter><enter>" } else { "<enter>" }).text()
}

#[test]
fn enter_leads_from_the_matrix_to_an_example_and_esc_back_level_by_level() {
    for name in DATA {
        for size in SIZES {
            let mut stage = stage(name, size);
            let text = enter_list(&mut stage);
            let listed = run(&stage).inside.listed.expect("in the list");
            assert_eq!(Some(&listed), run(&stage).listed_examples().first(), "{text}");
            let before = run(&stage).panels.focus;
            let text = stage.press("<right><enter>").text();
            let opened = run(&stage).opened().expect("an open example");
            assert_eq!(run(&stage).listed_examples().get(1), Some(&opened.example), "{text}");
            assert_eq!(run(&stage).panels.focus, PanelFocus::InPlace(PanelId::Picture));
            assert_eq!(run(&stage).shown_example(), Some(opened.example));
            let number = opened.example + 1;
            let what = match name {
                "circles" => format!("Test point {number} at "),
                "mnist" => format!("{number} of 100 "),
                _ => format!("Test example {number} "),
            };
            assert!(text.contains(&what), "{what}: {text}");
            stage.press("<esc>");
            assert_eq!((run(&stage).panels.focus, run(&stage).is_in_list()), (before, true));
            stage.press("<esc>");
            assert_eq!((run(&stage).panels.focus, run(&stage).is_in_list()), (before, false));
            stage.press("<esc><esc>");
            assert_eq!(run(&stage).panels.focus, PanelFocus::Nowhere);
            assert_eq!(stage.press("<esc>").app.page, Page::Picker);
        }
    }
}

#[test]
fn the_arrows_choose_an_example_of_the_grid() {
    let mut stage = stage("mnist", (120, 36));
    enter_list(&mut stage);
    let across = examples_across(stage.app.area, run(&stage));
    assert!(across > 1);
    let examples = run(&stage).listed_examples();
    let at = |stage: &Stage| run(stage).place_in_list(&examples).expect("in the list");
    assert_eq!(at(stage.press("<down>")), across, "below the first one");
    assert_eq!(at(stage.press("<right><up>")), 1);
    assert_eq!(at(stage.press("<up><left><left>")), 0, "it stays in the list");
    for _ in 0..examples.len() {
        stage.press("<right>");
        let text = stage.text();
        assert_eq!(text.matches('▸').count(), 1, "the chosen one is in view: {text}");
    }
    assert_eq!(at(&stage), examples.len() - 1);
    // Nothing is listed for a cell without examples.
    stage.press("<esc><right>").press(&"<up>".repeat(10)).press(&"<left>".repeat(10)).press("<right><enter>");
    if run(&stage).listed_examples().is_empty() {
        assert!(!run(&stage).is_in_list(), "{}", stage.text());
    }
}

#[test]
fn the_panel_is_one_frame_and_no_heading_is_cut() {
    for name in ["mnist", "circles", "tests/data/rows.csv", "tests/data/bars.csv", "tests/data/forty.csv"] {
        for size in SIZES {
            let mut stage = stage(name, size);
            stage.press("16");
            for keys in ["", "<right>", "<up><up><up><up><up><up><up><up><up><up>", "C", "C"] {
                let text = stage.press(keys).text();
                let place = Areas::of(stage.app.area, run(&stage)).mistakes;
                let rows: Vec<String> = text
                    .lines()
                    .skip(place.y.into())
                    .take(place.height.into())
                    .map(|line| {
                        line.chars().skip(place.x.into()).take(place.width.into()).collect::<String>()
                    })
                    .collect();
                let corners = rows.iter().map(|row| row.matches(['┏', '╭', '┓', '╮']).count()).sum::<usize>();
                assert!(corners <= 2, "{text}");
                assert!(rows[0].contains(" Who is taken for whom "), "{text}");
                let heading =
                    rows[1].rsplit_once(" │ ").expect("a heading").1.trim_end_matches(['│', '┃', ' ']);
                let last = heading.rsplit(' ').next().expect("a word");
                let words = ["wrong", "right"];
                let names = &run(&stage).picture.as_ref().expect("a picture").dataset.class_names;
                let is_whole = words.contains(&last)
                    || last.ends_with('…')
                    || last.parse::<usize>().is_ok()
                    || names.iter().any(|name| name == last);
                assert!(is_whole, "{heading:?} at {size:?}: {text}");
            }
        }
    }
}

#[test]
fn the_past_of_an_example_is_that_of_the_evaluations() {
    let words = "mnist --preset modern --train-size 300 --test-size 60 --hidden 20 --steps 400";
    let mut stage = Stage::new(COLOR, (120, 36), Some(setup_of_words(words).expect("a set-up")));
    let mut seen = Vec::new();
    for _ in 0..40 {
        stage.train(5);
        let picture = run(&stage).picture.as_ref().expect("a picture");
        let label = usize::from(picture.dataset.test.labels[7]);
        seen.push((picture.step, picture.outputs[(7, label)], usize::from(picture.test[7].class) == label));
    }
    let past = run(&stage).snapshot.as_ref().expect("a report").examples.of(7);
    let mut compared = 0;
    for (step, answer) in &past {
        if let Some((_, truth, right)) = seen.iter().find(|(at, ..)| at == step) {
            assert!((answer.truth() - truth).abs() < 0.005 && answer.is_right() == *right, "step {step}");
            compared += 1;
        }
    }
    assert!(compared > 3 && compared + 1 >= past.len(), "{compared} of {}", past.len());
    let text = stage.press(&"<right>".repeat(7)).text();
    assert!(text.contains("Test image 8 of 60"), "{text}");
    let is_told = ["right since step", "right only at", "right from the start", "never right", "times"];
    assert!(is_told.iter().any(|words| text.contains(words)), "{text}");
    stage.press("ry");
    assert_eq!(run(&stage).snapshot.as_ref().expect("a report").examples.of(7).len(), 1, "a new run");
}

#[test]
fn one_true_class_is_browsed_and_listed_alone() {
    let mut stage = stage("mnist", (120, 36));
    let images = |stage: &Stage| run(stage).images();
    let labels = run(&stage).picture.as_ref().expect("a picture").dataset.test.labels.clone();
    let all = images(&stage);
    for class in 0..10 {
        let text = stage.press("C").text();
        assert_eq!(run(&stage).inside.true_class, Some(class));
        assert!(text.contains(&format!("Test images of class {class}")), "{text}");
        assert!(!images(&stage).is_empty());
        assert!(images(&stage).iter().all(|&n| usize::from(labels[n]) == class));
        assert_eq!(usize::from(labels[run(&stage).image]), class, "one of them is shown large");
    }
    stage.press("C");
    assert_eq!(images(&stage), all, "after the last class come all of them");
    let picture = run(&stage).picture.clone().expect("a picture");
    let wrong = usize::from(labels[picture.mistakes[0]]);
    stage.press(&"C".repeat(wrong + 1)).press("e");
    let is_wrong =
        |&n: &usize| usize::from(labels[n]) == wrong && usize::from(picture.test[n].class) != wrong;
    assert!(!images(&stage).is_empty() && images(&stage).iter().all(is_wrong));
    assert!(stage.text().contains(&format!("Wrong test images of class {wrong}")), "{}", stage.text());
    stage.press("6");
    assert!(run(&stage).listed_examples().iter().all(is_wrong), "and listed alone");
    let mut rows = self::stage("tests/data/rows.csv", (120, 36));
    rows.press("6C");
    let picture = run(&rows).picture.as_ref().expect("a picture");
    let is_first = |n: &usize| picture.dataset.test.labels[*n] == 0;
    assert!(run(&rows).listed_examples().iter().all(is_first));
}

#[test]
fn a_row_has_the_names_and_the_values_of_its_file() {
    let file = std::fs::read_to_string("tests/data/rows.csv").expect("text");
    let mut lines = file.lines().map(|line| line.split(';').map(str::to_owned).collect::<Vec<_>>());
    let names = lines.next().expect("a header");
    let rows: Vec<Vec<String>> = lines.collect();
    let mut stage = stage("tests/data/rows.csv", (80, 24));
    // Of any cell with examples.
    enter_list(&mut stage);
    for _ in 0..3 {
        let text = stage.press("<right><enter>").text();
        let value = |name: &str| {
            let is_of = |line: &&str| line.trim_start_matches(['│', '┃', ' ']).starts_with(name);
            let line = text.lines().find(is_of).unwrap_or_else(|| panic!("no {name}: {text}"));
            line.split_once(name).expect("it").1.split_whitespace().next().expect("a value").to_owned()
        };
        let shown: Vec<f64> = names[..4].iter().map(|name| value(name).parse().expect("a number")).collect();
        let is_shown = |row: &&Vec<String>| {
            row.iter().zip(&shown).all(|(a, b)| (a.parse::<f64>().expect("a number") - b).abs() < 0.01)
        };
        let row = rows.iter().find(is_shown).unwrap_or_else(|| panic!("{shown:?}: {text}"));
        assert!(text.contains(&format!(" is {} ", row[4])), "{text}");
        stage.press("<esc>");
    }
}

#[test]
fn open_examples_are_drawn_at_every_size_and_in_every_look() {
    let all =
        DATA.into_iter().chain(["tests/data/points.csv", "tests/data/bars.csv", "tests/data/forty.csv"]);
    for name in all {
        let mut stage = stage(name, (120, 36));
        enter_list(&mut stage);
        for _ in 0..2 {
            for (width, height) in [(1, 1), (80, 24), (81, 25), (120, 36), (200, 60), (500, 200)] {
                stage.resize(width, height);
                for look in LOOKS {
                    stage.app.theme = look;
                    drop(stage.text());
                }
            }
            stage.resize(120, 36).press("<enter>").train(5);
        }
    }
}

#[test]
fn pictures_of_the_list_and_of_an_open_example() {
    for name in DATA {
        let mut stage = stage(name, SIZES[0]);
        let (mut list, mut open) = (String::new(), String::new());
        for size in SIZES {
            stage.resize(size.0, size.1);
            let detail = Detail::at(size);
            enter_list(&mut stage);
            let place = Areas::of(stage.app.area, run(&stage)).mistakes;
            list += &in_every_look(&mut stage, place, detail);
            stage.press("<enter>");
            let place = Areas::of(stage.app.area, run(&stage)).picture;
            open += &in_every_look(&mut stage, place, detail);
            while run(&stage).panels.focus != PanelFocus::Nowhere {
                stage.press("<esc>");
            }
        }
        let short = name.trim_start_matches("tests/data/").trim_end_matches(".csv");
        insta::with_settings!({
            prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/panels",
        }, {
            insta::assert_snapshot!(format!("list_{short}"), list);
            insta::assert_snapshot!(format!("example_{short}"), open);
        });
    }
}
