//! The sheet that explains the next step: its parts, its keys, and that it follows the run.

use overfit::cli::setup_of_words;
use overfit::nn::Parameter;
use overfit::train::Explanation;
use overfit::tui::app::Overlay;
use overfit::tui::explained_step::{Sheet, Tab};

use crate::support::{ASCII, COLOR, NO_COLOR, Stage};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];

fn stage(words: &str, size: (u16, u16), steps: u64) -> Stage {
    let mut stage = Stage::new(COLOR, size, Some(setup_of_words(words).expect("a set-up")));
    stage.train(steps);
    stage
}

fn explanation(stage: &Stage) -> &Explanation {
    match &stage.app.run.as_ref().expect("a run").explained.as_ref().expect("a sheet").sheet {
        Sheet::Step { explanation, .. } => explanation,
        other => panic!("{other:?}\n{}", stage.text()),
    }
}

fn tab(stage: &Stage) -> Tab {
    stage.app.run.as_ref().expect("a run").explained.as_ref().expect("a sheet").tab
}

/// The number at the right end of the line with these words.
fn number(stage: &Stage, words: &str) -> f64 {
    let text = stage.text();
    let line = text.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}\n{text}"));
    let end = line.trim_end_matches(['│', '|', ' ']).rsplit(' ').next().expect("a word");
    end.parse().unwrap_or_else(|_| panic!("{end} in {line}"))
}

/// Six significant digits.
fn digits(number: f64) -> String {
    format!("{number:.5e}")
}

#[test]
fn s_pauses_the_run_and_explains_its_next_step_in_four_parts() {
    for size in SIZES {
        for theme in [COLOR, NO_COLOR, ASCII] {
            let mut stage = stage("circles", size, 40);
            stage.app.theme = theme;
            stage.press("S");
            assert_eq!(stage.app.overlay, Overlay::ExplainedStep);
            let text = stage.text();
            assert!(text.contains("PAUSED") && text.contains("Step 41 "), "{text}");
            for (part, words) in [
                (Tab::Forward, "a1["),
                (Tab::Loss, "C of this example"),
                (Tab::Backward, "dC/dw1["),
                (Tab::Update, "eta g = 0.00500000 "),
            ] {
                assert_eq!(tab(&stage), part);
                assert!(stage.text().contains(words), "{words}\n{}", stage.text());
                stage.press("<enter>");
            }
            assert_eq!(tab(&stage), Tab::Forward, "behind the last part comes the first");
            assert_eq!(tab(stage.press("<backspace>")), Tab::Update);
            stage.press("<esc>");
            assert_eq!(stage.app.overlay, Overlay::None);
            assert!(stage.app.run.as_ref().expect("a run").explained.is_none());
        }
    }
}

#[test]
fn the_weight_on_the_sheet_is_the_one_that_the_trainer_takes_next() {
    for words in [
        "circles",
        "circles --preset modern --l1 0.01 --l2 0.01 --hidden 7,5,3",
        "moons --optimizer momentum --batch 20 --dropout 0.3 --reduction mean --activation tanh",
        "mnist",
        "mnist --preset modern --augment affine --batch 10",
        "circles --hidden 0",
    ] {
        for size in SIZES {
            let mut stage = stage(words, size, 25);
            stage.press("S<backspace>");
            for keys in ["", "<right>", "<down><left>", "<tab>", "<left>e", "<up>"] {
                stage.press(keys);
                let Explanation { parameter, update, .. } = explanation(&stage).clone();
                let (before, after) = (
                    number(&stage, &format!("{parameter} before")),
                    number(&stage, &format!("{parameter} after = ")),
                );
                assert_eq!(digits(before), digits(update.before.into()), "{words} {parameter}");
                stage.press(".");
                let taken = parameter.in_network(stage.session().expect("a run").network());
                assert_eq!(digits(after), digits(taken.into()), "{words} {parameter}\n{}", stage.text());
                assert_eq!(explanation(&stage).parameter, parameter, "it stays on the weight");
                assert_eq!(digits(number(&stage, &format!("{parameter} before"))), digits(taken.into()));
            }
        }
    }
}

#[test]
fn the_sheet_follows_the_run_and_its_changes() {
    let mut stage = stage("circles", (120, 36), 40);
    stage.press("S");
    assert!(stage.press("..").text().contains("Step 43 "), "{}", stage.text());
    stage.press(" ").train(30);
    assert!(stage.text().contains("Step 43 "), "{}", stage.text());
    assert!(
        stage.text().contains("The run is at step 72. When it pauses, the next is explained."),
        "{}",
        stage.text()
    );
    stage.press(" ");
    assert!(stage.text().contains("Step 73 "), "{}", stage.text());
    stage.press("]<backspace>");
    let step = 0.01 * f64::from(explanation(&stage).update.scaled);
    assert!((number(&stage, "eta g = 0.0100000 ×") - step).abs() < 1e-5 * step.abs(), "{}", stage.text());
}

#[test]
fn arrows_choose_layer_unit_and_weight_and_e_an_example() {
    let mut stage = stage("circles --hidden 6,5", (120, 36), 40);
    stage.press("S");
    let at = |stage: &Stage| explanation(stage).parameter;
    let first = at(&stage);
    assert_eq!(first.layer, 0);
    // Two inputs, then the bias.
    let around: Vec<Option<usize>> = (0..3).map(|_| at(stage.press("<right>")).from).collect();
    for from in [Some(0), Some(1), None] {
        assert!(around.contains(&from), "{around:?}");
    }
    assert_eq!(at(&stage), first);
    assert_eq!(at(stage.press("<down>")).to, (first.to + 1) % 6);
    assert_eq!(at(stage.press("<up>")), first);
    assert_eq!(at(stage.press("<up><up><up><up><up><up>")), first);
    assert_eq!([1, 2, 0].map(|_| at(stage.press("<tab>")).layer), [1, 2, 0]);
    assert_eq!(at(stage.press("<s-up>")).layer, 2);
    assert_eq!(at(stage.press("<s-left>")).to, at(&stage).to);
    let pass = explanation(&stage).pass.clone();
    assert_ne!(explanation(stage.press("e")).pass, pass);
    assert!(stage.text().contains("example 2 of 400"), "{}", stage.text());
    assert_eq!(explanation(stage.press("E")).pass, pass);
    assert!(stage.press("E").text().contains("example 400 of 400"), "{}", stage.text());
}

#[test]
fn of_long_sums_the_largest_products_are_shown_and_the_rest_is_summed() {
    for size in SIZES {
        let mut stage = stage("mnist", size, 30);
        let text = stage.press("S").text();
        assert!(text.contains("more, which are smaller"), "{text}");
        let mut sum = number(&stage, "more, which are smaller") + number(&stage, "  b1[");
        let (z, Parameter { from, to, .. }) = (number(&stage, "their sum"), explanation(&stage).parameter);
        for line in text.lines().filter(|line| line.contains(" x[") && line.contains(" × ")) {
            let product = line.trim_end_matches(['│', ' ']).rsplit(' ').next().expect("a number");
            sum += product.parse::<f64>().unwrap_or_else(|_| panic!("{line}"));
        }
        assert!((sum - z).abs() < 1e-3 * z.abs().max(1.0), "{sum} {z}\n{text}");
        let chosen =
            format!("▸ w1[{},{}] x[{}]", to + 1, from.expect("a weight") + 1, from.expect("a weight") + 1);
        assert!(text.contains(&chosen), "{chosen}\n{text}");
    }
}

#[test]
fn a_run_that_has_ended_has_no_next_step_until_it_goes_on() {
    let mut stage = stage("circles --steps 50", (120, 36), 50);
    assert!(stage.press("S").text().contains("The run has ended: no step follows."), "{}", stage.text());
    stage.press("<enter><right><tab>e");
    stage.press(" .");
    assert!(stage.text().contains("Step 52 "), "{}", stage.text());
}

#[test]
fn a_run_that_starts_again_is_explained_from_its_start() {
    let mut stage = stage("circles --hidden 9", (120, 36), 50);
    stage.press("S<up><up>").press("r");
    assert!(stage.press("y").text().contains("RUN"), "{}", stage.text());
    stage.press(" ");
    assert!(stage.text().contains("Step 1 "), "{}", stage.text());
    // Fewer units than the chosen one.
    stage.press("--------");
    assert_eq!(explanation(&stage).parameter.to, 0);
}

#[test]
fn cures_and_the_sheet_do_not_take_each_others_copy() {
    let words = "circles --preset modern --train-size 60 --test-size 100 --flip 0.1 --hidden 20 --batch full --steps 100";
    let mut stage = stage(words, (120, 36), 60);
    stage.press("A<esc>S");
    assert!(stage.text().contains("Step 61 "), "{}", stage.text());
    stage.press("A");
    assert!(stage.text().contains("accuracy (95 %)"), "{}", stage.text());
    stage.press("<enter>");
    assert!(
        stage.app.run.as_ref().expect("a run").notice.as_ref().is_some_and(|notice| notice.contains("Taken"))
    );
    stage.press(" ");
    assert!(explanation(&stage).update.before.is_finite());
}
