//! The key table, and what each key does to a run.

use crate::support::{COLOR, Stage};
use overfit::data;
use overfit::train::{Preset, Setup};
use overfit::tui::action::{Action, ProgramAction};
use overfit::tui::app::{App, Overlay};
use overfit::tui::keymap::{self, BINDINGS, Place};
use overfit::watch::{Chosen, Log};
use ratatui::crossterm::event::KeyCode;
use std::path::Path;

fn stage(name: &str) -> Stage {
    let setup = Setup::lecture(data::resolve(name).expect("built in"));
    Stage::new(COLOR, (120, 36), Some(setup))
}

fn in_force(stage: &Stage) -> &Setup {
    stage.session().expect("a run").setup()
}

/// Points of forty classes, whose legend takes several pages.
const FORTY: &str = "tests/data/forty.csv";

#[test]
fn no_key_means_two_things_in_one_place() {
    // Places that can hold at the same time.
    let together = [
        vec![Place::Run, Place::Charts, Place::Plane, Place::Everywhere, Place::Always],
        vec![Place::Run, Place::Charts, Place::Images, Place::Everywhere, Place::Always],
        vec![Place::Setup, Place::Run, Place::Charts, Place::Everywhere, Place::Always],
        vec![Place::Drawing, Place::Everywhere],
        vec![Place::Logs, Place::Charts, Place::Panels, Place::Everywhere, Place::Always],
        vec![Place::Examples, Place::Panels, Place::RunPanels, Place::Everywhere, Place::Always],
        vec![Place::Cures, Place::Everywhere, Place::Always],
        vec![Place::SavedRuns, Place::Everywhere, Place::Always],
        vec![Place::Exports, Place::Run, Place::Everywhere, Place::Always],
        vec![Place::Picker, Place::Everywhere, Place::Always],
        vec![Place::Field],
        vec![Place::Typing, Place::Always],
        vec![Place::Pages, Place::CommandLine, Place::Everywhere, Place::Always],
        vec![Place::Question, Place::Always],
        vec![Place::Cursor],
        vec![Place::Units, Place::Run, Place::Panels, Place::RunPanels, Place::Everywhere, Place::Always],
        vec![Place::Mistakes, Place::Run, Place::Panels, Place::RunPanels, Place::Everywhere, Place::Always],
        vec![Place::Network, Place::Run, Place::Panels, Place::RunPanels, Place::Everywhere, Place::Always],
    ];
    for places in together {
        let mut seen = Vec::new();
        for binding in BINDINGS.iter().filter(|binding| places.contains(&binding.place)) {
            for key in binding.keys {
                // In the set-up Enter types and in the menu of exports it writes, and what is said of the run is covered.
                let is_covered =
                    [Place::Setup, Place::Exports].contains(&places[0]) && binding.place == Place::Charts;
                if is_covered && key.event().code == KeyCode::Enter {
                    continue;
                }
                // A sheet explains itself by the key of the page of keys: it is nearer.
                if places[0] == Place::Drawing && key.event().code == KeyCode::Char('?') {
                    continue;
                }
                // A panel may mean something else by the key that opens all weights: it is nearer.
                if binding.place == Place::RunPanels && key.event().code == KeyCode::Char('w') {
                    continue;
                }
                assert!(!seen.contains(key), "{key:?} twice in {places:?}");
                seen.push(*key);
            }
        }
    }
}

#[test]
fn every_key_has_help_and_fits_the_page() {
    let mut before: Option<&keymap::Binding> = None;
    for binding in BINDINGS {
        // A row without help is explained by the one before, which is of the same place.
        let explained = before.is_some_and(|row| row.place == binding.place);
        before = Some(binding);
        assert!((!binding.help.is_empty() || explained) && !binding.keys.is_empty());
        assert!(binding.help.chars().count() <= 30, "{}", binding.help);
    }
    for place in Place::ALL {
        assert!(place.title().len() + " (elsewhere)".len() <= 37, "{}", place.title());
    }
}

#[test]
fn the_help_page_shows_every_key_at_every_size() {
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        for data in [Some("circles"), Some("mnist"), None] {
            let mut stage = data.map_or_else(|| Stage::new(COLOR, (120, 36), None), stage);
            let here = stage.app.places();
            stage.resize(width, height).press("?");
            let mut text = stage.text();
            let first = BINDINGS.iter().filter(|binding| binding.place == here[0]);
            for binding in first {
                assert!(text.contains(binding.help), "{} at {width}x{height}", binding.help);
            }
            let pages = stage.app.help_pages().len();
            for page in 1..pages {
                assert!(text.contains(&format!("page {page} of {pages}, more: ↓")), "{text}");
                stage.press("<pgdn>");
                text += &stage.text();
            }
            for binding in BINDINGS {
                assert!(text.contains(binding.help), "{} at {width}x{height}", binding.help);
            }
            assert!(!text.contains('…'), "{text}");
            stage.press("<down>");
            assert_eq!(stage.app.overlay, Overlay::Help(pages - 1), "there are no more");
            stage.press(&"<up>".repeat(9));
            assert_eq!(stage.app.overlay, Overlay::Help(0));
        }
    }
}

#[test]
fn the_footer_cuts_no_hint_and_always_shows_the_ways_out() {
    let mut stages = Vec::new();
    for (name, keys) in [
        ("circles", ""),
        ("circles", "c"),
        ("circles", "t"),
        ("circles", ","),
        ("circles", "?"),
        ("circles", "Y"),
        ("circles", "q"),
        ("circles", "<esc>"),
        ("circles", "<esc><down>"),
        ("mnist", ""),
        ("mnist", "c"),
        ("mnist", "D"),
        ("tests/data/rows.csv", ""),
    ] {
        let mut stage = stage(name);
        stage.train(3).resize(80, 24).press(keys);
        stages.push((stage, keys));
    }
    for (stage, keys) in stages {
        let text = stage.text();
        let footer = text.lines().last().expect("a footer");
        let hints: Vec<&str> = footer.split("  ").map(str::trim).filter(|hint| !hint.is_empty()).collect();
        for hint in &hints {
            let known = BINDINGS.iter().any(|binding| {
                !binding.hint.is_empty()
                    && hint.strip_suffix(binding.hint).is_some_and(|keys| keys.ends_with(' '))
            });
            assert!(known, "{hint:?} is cut after {keys:?}: {footer}");
        }
        let ways: &[&str] = match keys {
            "q" => &["y yes", "n no"],
            "D" => &["? explain", "q quit"],
            _ => &["? keys", "q quit"],
        };
        for way in ways {
            assert!(hints.contains(way), "{way} is missing after {keys:?}: {footer}");
        }
    }
}

#[test]
fn pause_and_eta_come_before_the_keys_of_the_picture() {
    let mut stage = stage("mnist");
    let text = stage.train(3).resize(80, 24).text();
    let footer = text.lines().last().expect("a footer");
    assert!(footer.starts_with(" Space pause  [ ] eta  ← → image  , set-up  Tab panels  "), "{footer}");
}

#[test]
fn the_readme_has_the_same_table() {
    let readme = include_str!("../../README.md");
    assert!(readme.contains(&keymap::markdown()), "put this into the README:\n{}", keymap::markdown());
}

#[test]
fn every_place_is_reached() {
    let mut picker = Stage::new(COLOR, (120, 36), None);
    let mut reached = picker.app.places();
    reached.extend(picker.press("<down>").app.places());
    reached.extend(picker.press("<enter>").app.places());
    reached.extend(stage("mnist").app.places());
    reached.extend(stage(FORTY).resize(80, 24).app.places());
    reached.extend(stage("mnist").press("D").app.places());
    reached.extend(stage("mnist").train(1).press("6<enter><enter>").app.places());
    reached.extend(stage("mnist").train(1).press("i").app.places());
    for keys in ["", ",", "A", "S", "v", "Y", "?", "q", "c", "t", "5", "6", "7", "h", "i", "E"] {
        let mut stage = stage("circles");
        reached.extend(stage.train(1).press(keys).app.places());
    }
    reached.extend(crate::sweep::begun((120, 36)).app.places());
    reached.extend(Stage::new(COLOR, (120, 36), None).press("L").app.places());
    let log = Log::new(Path::new("log.csv"), Chosen::default());
    reached.extend(App::watching(COLOR, (120, 36), vec![log]).0.places());
    for binding in BINDINGS {
        assert!(reached.contains(&binding.place), "{:?} is out of reach", binding.action);
    }
}

#[test]
fn eta_climbs_its_ladder_live() {
    let mut stage = stage("circles");
    stage.train(10).press("]");
    assert_eq!(in_force(&stage).eta, 0.01);
    stage.press("[[");
    assert_eq!(in_force(&stage).eta, 0.002);
    assert_eq!(stage.session().expect("a run").step(), 10);
}

#[test]
fn units_come_and_go_live() {
    let mut stage = stage("circles");
    stage.train(10).press("++-");
    assert_eq!(in_force(&stage).hidden, [11]);
    assert_eq!(stage.session().expect("a run").network().sizes(), [2, 11, 2]);
    assert_eq!(stage.session().expect("a run").step(), 10);
}

#[test]
fn batches_change_live_and_steps_keep_their_size() {
    let mut stage = stage("circles");
    stage.train(10).press("b");
    assert_eq!((in_force(&stage).batch, in_force(&stage).eta), (Some(200), 0.01));
    assert!(stage.text().contains("eta 0.005 → 0.01, mini-batch full → 200"));
    stage.press("B");
    assert_eq!((in_force(&stage).batch, in_force(&stage).eta), (None, 0.005));
}

#[test]
fn again_is_the_same_start_and_new_is_the_next_seed() {
    let mut stage = stage("circles");
    let start = stage.session().expect("a run").network().clone();
    stage.train(50).press("ry");
    let session = stage.session().expect("a run");
    assert_eq!((session.step(), session.network()), (0, &start));
    assert!(stage.app.run.as_ref().expect("a run").ghost.is_some());
    stage.train(1).press("Ry");
    assert_eq!(in_force(&stage).seed, 1);
    assert_ne!(*stage.session().expect("a run").network(), start);
}

#[test]
fn pause_and_single_steps() {
    let mut stage = stage("circles");
    stage.train(10).press(" ");
    assert!(stage.text().contains("PAUSED"));
    stage.press("..");
    assert_eq!(stage.session().expect("a run").step(), 12);
    stage.press(" ");
    assert!(stage.text().contains("RUN"));
}

#[test]
fn a_wish_is_shown_until_it_is_in_force() {
    let mut stage = stage("circles");
    stage.train(10);
    let run = stage.app.run.as_mut().expect("a run");
    run.wanted.eta = 0.5;
    assert!(stage.text().contains("0.005→0.5"));
}

#[test]
fn the_last_unit_stays() {
    let setup = Setup { hidden: vec![1], ..Setup::lecture(data::resolve("circles").expect("built in")) };
    let mut stage = Stage::new(COLOR, (120, 36), Some(setup));
    stage.train(20).press("-");
    assert_eq!(in_force(&stage).hidden, [1]);
    assert_eq!(stage.session().expect("a run").step(), 20);
}

#[test]
fn the_picker_starts_what_it_shows() {
    let mut stage = Stage::new(COLOR, (120, 36), None);
    let focus = |name: &str| {
        let fields = Stage::new(COLOR, (120, 36), None).app.picker.fields();
        "<down>".repeat(1 + fields.iter().position(|field| field.name == name).expect("a field"))
    };
    stage.press(&format!("{}<right>", focus("noise"))).press(&"<up>".repeat(9));
    stage.press(&format!("{}<right><right><esc><enter>", focus("hidden")));
    let setup = in_force(&stage);
    assert_eq!((setup.noise, setup.hidden.as_slice()), (0.15, [12].as_slice()));
    stage.press("<esc>2");
    assert_eq!(stage.app.picker.chosen, 1);
    stage.press("1d");
    assert_eq!(stage.app.picker.card().setup.noise, 0.1);
}

#[test]
fn wrong_images_are_walked_through() {
    let mut stage = stage("mnist");
    stage.train(50).press("e");
    for _ in 0..5 {
        stage.press("<right>");
        let run = stage.app.run.as_ref().expect("a run");
        let picture = run.picture.as_ref().expect("a picture");
        assert_ne!(picture.test[run.image].class, picture.dataset.test.labels[run.image]);
    }
}

#[test]
fn released_keys_do_nothing() {
    use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
    let mut event = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::NONE);
    assert_eq!(keymap::action(&event, &[Place::Everywhere]), Some(Action::Program(ProgramAction::Quit)));
    event.kind = KeyEventKind::Release;
    assert_eq!(keymap::action(&event, &[Place::Everywhere]), None);
}

#[test]
fn a_preset_asks_for_no_more_examples_a_step_than_there_are() {
    let circles = Setup::lecture(data::resolve("circles").expect("built in"));
    let mut stage = Stage::new(COLOR, (120, 36), Some(Setup { train_size: 40, ..circles }));
    stage.train(5).press(",my");
    assert_eq!(in_force(&stage).batch, None);
    let rows = Preset::Modern.of(data::resolve("tests/data/rows.csv").expect("sound"));
    assert_eq!((rows.train_size, rows.batch), (48, None));
}
