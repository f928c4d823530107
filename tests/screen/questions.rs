//! Questions before a run is lost, and the ways outwards.

use crate::support::{COLOR, Stage};
use overfit::data;
use overfit::nn::Penalty;
use overfit::train::Setup;
use overfit::tui::app::{Overlay, Page};
use overfit::tui::message::Message;

fn lecture(name: &str) -> Setup {
    Setup::lecture(data::resolve(name).expect("built in"))
}

/// A run that has taken 20 steps.
fn learned(name: &str) -> Stage {
    let mut stage = Stage::new(COLOR, (80, 24), Some(lecture(name)));
    stage.train(20);
    stage
}

fn step(stage: &Stage) -> u64 {
    stage.session().expect("a run").step()
}

/// The row of a setting in the set-up.
fn row(name: &str) -> usize {
    learned("circles")
        .app
        .run
        .expect("a run")
        .settings()
        .iter()
        .position(|row| row.name == name)
        .expect("a row")
}

/// Keys that lose the run, and what the question says.
fn losing() -> Vec<(String, &'static str)> {
    let in_setup = |name: &str, key: &str| format!(",{}{key}", "<down>".repeat(row(name)));
    vec![
        ("r".to_owned(), "Start again from seed 0?"),
        ("R".to_owned(), "Start again with seed 1?"),
        ("a".to_owned(), "Start again with tanh?"),
        ("f".to_owned(), "Start again with cross-entropy?"),
        (",m".to_owned(), "Start again with the modern set-up?"),
        (in_setup("activation", "<right>"), "Start again with tanh?"),
        (in_setup("init", "<left>"), "Start again with scaled?"),
        (in_setup("seed", "<right>"), "Start again with seed 1?"),
        (in_setup("validation", "<right>"), "Start again with validation 0.1"),
        ("<esc><enter>".to_owned(), "Start Circles?"),
        ("<esc>2<enter>".to_owned(), "Start Moons?"),
        ("q".to_owned(), "Quit?"),
    ]
}

#[test]
fn every_key_that_loses_a_run_asks_and_says_what_is_lost() {
    for (keys, asked) in losing() {
        let mut stage = learned("circles");
        stage.press(&keys);
        let text = stage.text();
        assert!(text.contains(asked), "{keys}: {text}");
        assert!(text.contains("step 20"), "{keys}: {text}");
        assert_eq!((step(&stage), stage.quit), (20, false), "{keys}");
        stage.press("y");
        assert!(stage.quit || step(&stage) == 0, "{keys}");
        assert_eq!(stage.app.question, None);
    }
}

#[test]
fn only_yes_loses_it_and_only_no_puts_the_question_away() {
    for (keys, asked) in losing() {
        let mut stage = learned("circles");
        stage.press(&keys);
        let (page, overlay) = (stage.app.page, stage.app.overlay);
        // Neither the key that raised it, again and again, nor any other one.
        let last = if keys.ends_with('>') {
            &keys[keys.rfind('<').expect("a name")..]
        } else {
            &keys[keys.len() - 1..]
        };
        stage.press(&last.repeat(5)).press("?gTq, ]rRafu<left><right><up><down><tab>1.sYMc");
        assert!(stage.app.question.is_some() && !stage.quit, "{keys}");
        assert!(stage.text().contains(asked), "{keys}");
        stage.press("n");
        assert_eq!(stage.app.question, None, "{keys}");
        assert_eq!((stage.app.page, stage.app.overlay), (page, overlay), "{keys}: it is where it was");
        assert_eq!((step(&stage), stage.quit), (20, false), "{keys}");
        stage.press(&keys[keys.rfind(last).expect("the last key")..]).press("<esc>");
        assert_eq!(stage.app.question, None, "Esc means no as well, after {keys}");
        assert_eq!((step(&stage), stage.quit), (20, false), "{keys}");
    }
}

#[test]
fn enter_answers_unless_it_has_raised_the_question() {
    let mut stage = learned("circles");
    assert_eq!(step(stage.press("r<enter>")), 0);
    let mut stage = learned("circles");
    stage.press("<esc><enter><enter><enter>");
    assert!(stage.app.question.is_some());
    assert_eq!(step(&stage), 20);
    assert_eq!(step(stage.press("y")), 0);
}

#[test]
fn what_keeps_the_run_or_loses_nothing_does_not_ask() {
    let mut stage = learned("circles");
    for keys in ["]", "[", "+", "-", "(", ")", "{", "}", "b", "B", "l", "L", "n", "N", "u", "p", "M", " "] {
        stage.press(keys);
        assert_eq!(stage.app.question, None, "{keys}");
        assert!(step(&stage) > 0, "{keys}");
    }
    for keys in ["r", "R", "a", "f", ",m", "<esc><enter>"] {
        let mut fresh = Stage::new(COLOR, (80, 24), Some(lecture("circles")));
        assert_eq!(fresh.press(keys).app.question, None, "{keys}: nothing is learned yet");
    }
    assert!(Stage::new(COLOR, (80, 24), Some(lecture("circles"))).press("q").quit);
    assert!(Stage::new(COLOR, (80, 24), None).press("q").quit);
    assert!(learned("circles").press("q<c-c>").quit, "Ctrl-C never asks");
}

#[test]
fn after_a_divergence_it_asks_only_if_a_best_step_would_be_lost() {
    let mut at_once = Stage::new(COLOR, (80, 24), Some(Setup { eta: 1e9, ..lecture("circles") }));
    at_once.train(5).press("r");
    assert_eq!(
        (at_once.app.question.clone(), step(&at_once)),
        (None, 0),
        "nothing was better than the start"
    );
    // A penalty that shrinks the weights at this eta, and makes them grow without end at a large one.
    let shrinking = Setup { penalty: Penalty { l1: 0.0, l2: 0.1 }, ..lecture("circles") };
    let mut later = Stage::new(COLOR, (80, 24), Some(shrinking));
    later.train(20).press(&"]".repeat(40)).train(60);
    assert!(later.text().contains("DIVERGED"), "{}", later.text());
    later.press("r");
    let text = later.text();
    assert!(text.contains("The weights of the best step") && text.contains("a third of eta"), "{text}");
    later.press("nu");
    assert!(step(&later) > 0, "and they are still there");
}

#[test]
fn a_restart_that_is_on_its_way_has_nothing_to_lose() {
    let mut stage = learned("circles");
    stage.press("ry");
    assert_eq!(step(stage.press("r")), 0);
    assert_eq!(stage.app.question, None);
}

#[test]
fn escape_leads_outwards_one_level_at_a_time() {
    let mut stage = learned("circles");
    stage.press("c,?g");
    for overlay in [Overlay::Help(0), Overlay::Setup(0), Overlay::None] {
        stage.press("<esc>");
        assert_eq!(stage.app.overlay, overlay);
    }
    let has_cursor = |stage: &Stage| stage.app.run.as_ref().is_some_and(|run| run.view.cursor.is_some());
    assert!(has_cursor(&stage));
    stage.press("<esc>");
    assert!(!has_cursor(&stage) && stage.app.page == Page::Run);
    stage.press("<esc>");
    assert_eq!(stage.app.page, Page::Picker);
    stage.press("<esc><esc>");
    assert_eq!(stage.app.page, Page::Picker, "never inwards");
    assert!(stage.text().contains("q quits. Tab goes back to the run."), "{}", stage.text());
    stage.press("<tab>");
    assert_eq!((stage.app.page, step(&stage)), (Page::Run, 20));
}

#[test]
fn the_picker_without_a_run_says_what_its_keys_would_do() {
    let mut stage = Stage::new(COLOR, (80, 24), None);
    assert!(stage.text().contains("drop a file here, or paste its path"), "{}", stage.text());
    stage.press("<tab>");
    assert!(stage.text().contains("There is no run yet: Enter starts one."));
    stage.press("<esc>");
    assert!(stage.text().contains("q quits."));
}

#[test]
fn a_file_dropped_on_a_run_becomes_a_card_and_the_run_stays() {
    let mut stage = learned("circles");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/points.csv");
    stage.tell(Message::Paste("points.csv is what I meant".to_owned()));
    assert_eq!(stage.app.page, Page::Run, "other text is no file");
    stage.tell(Message::Paste(path.to_owned()));
    assert_eq!(stage.app.page, Page::Picker);
    assert!(stage.text().contains("points.csv"), "{}", stage.text());
    assert_eq!(step(stage.press("<tab>")), 20);
    stage.press("<esc><enter>");
    assert!(stage.text().contains("Start points.csv?"), "{}", stage.text());
    assert_eq!(step(stage.press("y")), 0);
}
