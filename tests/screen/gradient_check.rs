//! The gradient check on screen: the status line, the table, and a gradient that is spoiled on purpose.

use overfit::nn::Verdict;
use overfit::tui::app::Overlay;
use overfit::tui::gradient_check::StepCheck;
use overfit::tui::message::Message;

use crate::support::{ASCII, COLOR, NO_COLOR, Stage};

fn stage(words: &str, size: (u16, u16)) -> Stage {
    Stage::new(COLOR, size, Some(overfit::cli::setup_of_words(words).expect("a set-up")))
}

fn latest(stage: &Stage) -> StepCheck {
    stage.app.run.as_ref().expect("a run").gradient_checks.latest.clone().expect("a check")
}

fn status(stage: &Stage) -> String {
    stage.text().lines().nth(1).expect("a line").to_owned()
}

#[test]
fn the_status_line_says_that_backpropagation_is_right() {
    for words in ["circles", "mnist", "tests/data/rows.csv"] {
        for size in [(80, 24), (120, 36), (200, 60)] {
            let mut stage = stage(words, size);
            for steps in [0, 7, 30] {
                stage.train(steps);
                assert!(status(&stage).ends_with("grad ✓"), "{}", stage.text());
                assert_eq!(latest(&stage).step, stage.session().expect("a run").step(), "it is tested again");
            }
            stage.app.theme = ASCII;
            assert!(status(&stage).ends_with("grad ok"), "{}", stage.text());
        }
    }
}

#[test]
fn a_spoiled_gradient_turns_the_mark() {
    for (theme, mark) in [(COLOR, "grad ✗"), (NO_COLOR, "grad ✗"), (ASCII, "grad X")] {
        let mut stage = stage("circles", (120, 36));
        stage.app.theme = theme;
        let mut spoiled = latest(stage.train(20).press("v"));
        spoiled.check.weights[3].backprop *= 1.01;
        spoiled.check.weights[3].verdict = Verdict::Wrong;
        stage.tell(Message::GradientCheck(Box::new(spoiled)));
        assert!(status(&stage).ends_with(mark), "{}", stage.text());
        assert_eq!(
            stage.text().matches(mark).count(),
            2,
            "in the status line and the title: {}",
            stage.text()
        );
    }
}

#[test]
fn the_table_has_eight_weights_with_both_gradients() {
    for words in ["circles", "mnist --preset modern --hidden 12,9"] {
        for size in [(80, 24), (120, 36), (200, 60)] {
            let mut stage = stage(words, size);
            let text = stage.train(40).press("v").text();
            assert_eq!(stage.app.overlay, Overlay::GradientCheck);
            let check = latest(&stage).check;
            assert_eq!(check.weights.len(), 8);
            for weight in &check.weights {
                let name = weight.parameter.to_string();
                let row = text.lines().find(|line| line.contains(&format!(" {name} "))).expect(&name);
                assert!(row.contains(&format!("{:+.3e}", weight.backprop)), "{row}");
                assert!(row.contains(&format!("{:+.3e}", weight.numeric)), "{row}");
            }
            assert!(text.contains("If both columns agree to 0.1 %"), "{text}");
            assert!(text.contains("every few seconds"), "all of it fits: {text}");
            assert_eq!(stage.press("v").app.overlay, Overlay::None);
            stage.press("v<esc>");
            assert_eq!(stage.app.overlay, Overlay::None);
        }
    }
}

#[test]
fn a_check_of_another_run_is_not_shown() {
    let mut stage = stage("circles", (80, 24));
    let old = latest(stage.train(20));
    stage.press("R").press("y");
    let mut wrong = old.clone();
    wrong.check.weights[0].verdict = Verdict::Wrong;
    stage.tell(Message::GradientCheck(Box::new(wrong)));
    assert_eq!(latest(&stage).step, 0);
    assert!(status(&stage).ends_with("grad ✓"), "{}", stage.text());
}
