//! Guess first: the test set is hidden until the person has said what they expect.

use crate::support::{ASCII, COLOR, NO_COLOR, Stage};
use overfit::cli::setup_of_words;
use overfit::tui::guess::{Guess, SaidGuess};
use overfit::tui::line_data::{Quantity, Source};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];

fn stage(words: &str) -> Stage {
    let mut stage = Stage::new(COLOR, (120, 36), Some(setup_of_words(words).expect("a set-up")));
    stage.train(200);
    stage
}

/// What the screens of two runs say while the test set is hidden, but for the sizes in the first line.
fn hidden(words: &str, size: (u16, u16)) -> String {
    let mut stage = stage(words);
    let text = stage.resize(size.0, size.1).press("p").press("h").text();
    assert!(stage.app.run.as_ref().expect("a run").hides_test_set());
    // The strip of hidden units shows how active they are on the test images, which says nothing of their labels.
    let strip = text.lines().position(|line| line.contains("Hidden units: how active"));
    let lines = text.lines().enumerate().filter(|(row, _)| strip != Some(row.saturating_sub(1)));
    lines.skip(1).map(|(_, line)| line).collect::<Vec<_>>().join("\n")
}

#[test]
fn nothing_of_the_test_set_shows_through() {
    // The same training images, but fewer test images: whatever differs on the screen comes from the test set.
    for size in SIZES {
        let [fewer, more] = [70, 80].map(|count| hidden(&format!("mnist --test-size {count}"), size));
        let same =
            |text: &str| text.replace("the 70", "the 80").replace("70 test examples", "80 test examples");
        assert_eq!(same(&fewer), same(&more), "at {size:?}");
        let plane = hidden("circles", size);
        let below_the_title = plane.lines().skip(2).collect::<String>();
        assert!(!below_the_title.contains(['□', '■', '☒']), "no test points: {plane}");
    }
}

#[test]
fn the_guess_is_shown_beside_what_was_true() {
    let mut stage = stage("circles");
    stage.press("h");
    let run = stage.app.run.as_ref().expect("a run");
    assert!(run.lines(Quantity::Loss).iter().all(|line| line.source != Source::Test));
    let Guess::Asking(start) = run.guess else { panic!("no question: {:?}", run.guess) };
    let latest = run.snapshot.as_ref().and_then(|snapshot| snapshot.history.latest()).expect("a point");
    assert_eq!(start, (100.0 * latest.train.accuracy()).round() as u8, "it starts at the training accuracy");
    let text = stage.press("<left><left><left>").text();
    assert!(text.contains("Guess first") && text.contains(&format!("{} %", start - 3)), "{text}");
    let text = stage.press("<enter>").text();
    let run = stage.app.run.as_ref().expect("a run");
    let latest = run.snapshot.as_ref().and_then(|snapshot| snapshot.history.latest()).expect("a point");
    let said = SaidGuess {
        percent: start - 3,
        step: latest.step,
        correct: latest.test.correct,
        examples: latest.test.examples,
    };
    assert_eq!(run.guess, Guess::Said(said));
    assert!(text.contains(&format!("You expected {} %", start - 3)), "{text}");
    assert!(run.lines(Quantity::Loss).iter().any(|line| line.source == Source::Test));
    stage.press("h<esc>");
    assert_eq!(stage.app.run.as_ref().expect("a run").guess, Guess::None, "it was given up");
}

#[test]
fn the_question_looks_right_in_every_terminal() {
    for theme in [COLOR, NO_COLOR, ASCII] {
        let mut stage = stage("mnist");
        stage.app.theme = theme;
        for size in SIZES {
            let text = stage.resize(size.0, size.1).press("h").text();
            let Guess::Asking(percent) = stage.app.run.as_ref().expect("a run").guess else {
                panic!("{text}")
            };
            assert!(text.contains("Guess first: which share"), "{text}");
            assert!(text.contains(&format!("{percent:>3} % ")), "{text}");
            assert!(text.contains("The test set is hidden"), "{text}");
            stage.press("<esc>");
        }
    }
}
