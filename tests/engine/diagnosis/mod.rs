//! One word for a run: on curves with a known story, and on real runs.

mod runs;

use std::sync::Arc;

use overfit::data::{self, Dataset};
use overfit::nn::{Activation, Init, Loss, Metrics, Optimizer, ThreadPool};
use overfit::train::{
    Advice, Diagnosis, Monitor, Point, Reduction, Session, Setup, State, Word, loss_of_guessing,
};

/// Two classes, quadratic loss.
const GUESSING: f64 = 0.25;
/// Sentences have two lines of sixty characters.
const LONGEST: usize = 120;

/// The words of a run, each with the step at which it was first said.
struct Reporter {
    monitor: Monitor,
    words: Vec<(u64, Word)>,
    last_step: u64,
}

impl Reporter {
    fn new(monitor: Monitor) -> Reporter {
        Reporter { words: vec![(0, monitor.word())], monitor, last_step: 0 }
    }

    fn observe(&mut self, point: &Point) {
        self.monitor.observe(point);
        self.last_step = point.step;
        self.look();
    }

    fn look(&mut self) {
        let Diagnosis { word, evidence, advice } = self.monitor.diagnosis();
        assert!(!evidence.is_empty() && evidence.chars().count() <= LONGEST, "{evidence}");
        let words = [advice.to_string(), overfit::tui::advice::advice(advice)];
        assert!(words.iter().all(|words| words.chars().count() <= LONGEST), "{words:?}");
        if self.words.last().is_none_or(|&(_, last)| last != word) {
            self.words.push((self.last_step, word));
        }
    }

    fn words(&self) -> Vec<Word> {
        self.words.iter().map(|&(_, word)| word).collect()
    }

    fn word(&self) -> Word {
        self.monitor.word()
    }

    /// Changes back to a word that was left less than a tenth of the run before.
    fn flickers(&self) -> usize {
        let is_flicker = |three: &&[(u64, Word)]| {
            three[0].1 == three[2].1 && 10 * (three[2].0 - three[1].0) < self.last_step
        };
        self.words.windows(3).filter(is_flicker).count()
    }

    fn text(&self) -> String {
        let words: Vec<_> =
            self.words.iter().map(|(step, word)| format!("{} from {step}", word.name())).collect();
        words.join(", ")
    }
}

/// Training loss, test loss, training accuracy, test accuracy.
type Values = (f64, f64, f64, f64);

/// The story of `evaluations` evaluations, one every ten steps, of a curve over the share of the run.
fn scripted(evaluations: u64, curve: impl Fn(f64, u64) -> Values) -> Reporter {
    let mut diagnosis_panel = Reporter::new(Monitor::new(GUESSING, "test", 10 * evaluations));
    tell(&mut diagnosis_panel, 0, evaluations, curve);
    diagnosis_panel
}

fn tell(diagnosis_panel: &mut Reporter, from: u64, evaluations: u64, curve: impl Fn(f64, u64) -> Values) {
    for i in 0..=evaluations {
        let (train, test, train_accuracy, test_accuracy) = curve(i as f64 / evaluations as f64, i);
        let metrics =
            |loss: f64, share: f64| Metrics { loss, correct: (1_000.0 * share) as usize, examples: 1_000 };
        let step = from + 10 * i;
        diagnosis_panel.observe(&Point {
            step,
            epoch: step as f64,
            train: metrics(train, train_accuracy),
            test: metrics(test, test_accuracy),
            validation: None,
        });
    }
}

/// Noise between -1 and 1 that is the same every time.
fn noise(i: u64, stream: u64) -> f64 {
    let mut bits = (i ^ (stream << 32)).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (bits ^ (bits >> 31)) as f64 / u64::MAX as f64 * 2.0 - 1.0
}

#[test]
fn a_curve_that_keeps_falling_is_learning() {
    let diagnosis_panel = scripted(1_000, |t, _| {
        let loss = 0.25 / (1.0 + 20.0 * t);
        (loss, loss + 0.01, 0.7, 0.7)
    });
    assert_eq!(diagnosis_panel.words(), [Word::Learning], "{}", diagnosis_panel.text());
}

#[test]
fn a_curve_that_settles_is_a_plateau() {
    let diagnosis_panel = scripted(1_000, |t, _| {
        let loss = 0.1 + 0.15 * (-20.0 * t).exp();
        (loss, loss + 0.01, 0.85, 0.8)
    });
    assert_eq!(diagnosis_panel.words(), [Word::Learning, Word::Plateau], "{}", diagnosis_panel.text());
}

#[test]
fn noise_does_not_make_a_plateau_flicker() {
    for stream in 0..10 {
        let diagnosis_panel = scripted(20_000, |t, i| {
            let loss = 0.1 + 0.15 * (-50.0 * t).exp();
            (loss * (1.0 + 0.04 * noise(i, stream)), loss * (1.1 + 0.1 * noise(i, 100 + stream)), 0.85, 0.8)
        });
        assert_eq!(diagnosis_panel.words(), [Word::Learning, Word::Plateau], "{}", diagnosis_panel.text());
    }
}

#[test]
fn a_plateau_at_the_start_is_left_when_it_breaks() {
    let diagnosis_panel = scripted(2_000, |t, _| {
        let loss = 0.02 + 0.225 / (1.0 + (25.0 * (t - 0.3)).exp());
        (loss, loss, 1.0 - 2.0 * loss, 1.0 - 2.0 * loss)
    });
    assert_eq!(diagnosis_panel.word(), Word::Plateau, "{}", diagnosis_panel.text());
    assert_eq!(
        diagnosis_panel.words()[diagnosis_panel.words().len() - 2],
        Word::Learning,
        "{}",
        diagnosis_panel.text()
    );
    assert!(
        diagnosis_panel.words().len() <= 5 && diagnosis_panel.flickers() == 0,
        "{}",
        diagnosis_panel.text()
    );
}

#[test]
fn a_test_loss_that_climbs_while_the_accuracy_stays_is_over_fitting() {
    let diagnosis_panel = scripted(500, |t, i| {
        let test = 0.15 + 0.6 * (t - 0.2).powi(2) + 0.01 * noise(i, 1);
        (0.2 * (-4.0 * t).exp(), test, 0.99, 0.8)
    });
    assert_eq!(diagnosis_panel.words(), [Word::Learning, Word::OverFitting], "{}", diagnosis_panel.text());
    let diagnosis = diagnosis_panel.monitor.diagnosis();
    assert!(diagnosis.evidence.starts_with("Test loss rose from 0.14"), "{}", diagnosis.evidence);
    assert!(diagnosis.evidence.contains("while training loss fell to 0.0037."), "{}", diagnosis.evidence);
    assert!(matches!(diagnosis.advice, Advice::CureOverFitting { .. }), "{}", diagnosis.advice);
}

#[test]
fn one_lucky_test_loss_is_not_over_fitting() {
    let diagnosis_panel = scripted(500, |t, i| {
        let test = if i == 300 { 0.09 } else { 0.11 + 0.003 * noise(i, 2) };
        (0.1 + 0.1 * (-10.0 * t).exp(), test, 0.85, 0.85)
    });
    assert_eq!(diagnosis_panel.words(), [Word::Learning, Word::Plateau], "{}", diagnosis_panel.text());
}

#[test]
fn both_accuracies_near_one_are_solved_though_the_loss_still_falls() {
    let diagnosis_panel = scripted(500, |t, _| {
        let loss = 0.25 * (-20.0 * t).exp();
        (loss, 1.2 * loss, 1.0 - loss, 1.0 - loss)
    });
    assert_eq!(diagnosis_panel.words(), [Word::Learning, Word::Solved], "{}", diagnosis_panel.text());
}

#[test]
fn large_swings_without_progress_are_bouncing() {
    let diagnosis_panel = scripted(1_000, |_, i| {
        let loss = 0.12 * (1.0 + 0.2 * noise(i, 3));
        (loss, loss + 0.01, 0.8, 0.8)
    });
    assert_eq!(diagnosis_panel.words(), [Word::Learning, Word::Bouncing], "{}", diagnosis_panel.text());
}

#[test]
fn a_loss_that_stays_near_that_of_guessing_is_under_fitting() {
    let diagnosis_panel = scripted(1_000, |t, _| (0.245 + 0.05 * (-80.0 * t).exp(), 0.25, 0.55, 0.5));
    assert_eq!(
        diagnosis_panel.words(),
        [Word::Learning, Word::Plateau, Word::UnderFitting],
        "{}",
        diagnosis_panel.text()
    );
    assert!(diagnosis_panel.monitor.diagnosis().advice == Advice::MoreUnits);
}

#[test]
fn a_loss_stuck_above_that_of_guessing_wants_a_smaller_eta() {
    let diagnosis_panel =
        scripted(1_000, |_, i| if i < 3 { (0.3, 0.3, 0.5, 0.5) } else { (0.5, 0.5, 0.5, 0.5) });
    assert_eq!(
        diagnosis_panel.words(),
        [Word::Learning, Word::Plateau, Word::UnderFitting],
        "{}",
        diagnosis_panel.text()
    );
    assert!(diagnosis_panel.monitor.diagnosis().advice == Advice::StartWithSmallerEta);
}

#[test]
fn a_divergence_is_said_at_once_and_until_something_changes() {
    let mut diagnosis_panel = scripted(5, |t, _| (0.3 + t, 0.3 + t, 0.5, 0.5));
    diagnosis_panel.monitor.diverged(51, "a weight would have passed 1e8");
    assert_eq!(diagnosis_panel.word(), Word::Diverged);
    assert_eq!(diagnosis_panel.monitor.diagnosis().evidence, "at step 51: a weight would have passed 1e8.");
    diagnosis_panel.monitor.forget_recent(50, GUESSING);
    assert_eq!(diagnosis_panel.word(), Word::Learning);
}

#[test]
fn a_short_run_has_a_word_too() {
    let diagnosis_panel = scripted(30, |t, _| (0.1 + 0.15 * (-30.0 * t).exp(), 0.12, 0.85, 0.8));
    assert_eq!(diagnosis_panel.words(), [Word::Learning, Word::Plateau], "{}", diagnosis_panel.text());
}

#[test]
fn after_a_change_the_run_is_judged_afresh_against_the_same_best() {
    let curve =
        |t: f64, i: u64| (0.2 * (-4.0 * t).exp(), 0.1 + (t - 0.2).abs() + 0.002 * noise(i, 4), 0.9, 0.8);
    let mut diagnosis_panel = scripted(1_000, curve);
    assert_eq!(diagnosis_panel.word(), Word::OverFitting);
    diagnosis_panel.monitor.forget_recent(10_000, GUESSING);
    assert_eq!(diagnosis_panel.word(), Word::Learning);
    assert!(diagnosis_panel.monitor.diagnosis().evidence.starts_with("Watching again since step 10,000"));
    tell(&mut diagnosis_panel, 10_000, 200, |_, i| (0.003, 0.9 + 0.002 * noise(i, 5), 0.9, 0.8));
    assert_eq!(diagnosis_panel.word(), Word::OverFitting, "{}", diagnosis_panel.text());
    assert!(
        diagnosis_panel.monitor.diagnosis().advice == (Advice::CureOverFitting { best_step: 2_000 }),
        "{:?}",
        diagnosis_panel.monitor.diagnosis()
    );
}

#[test]
fn validation_examples_are_called_so() {
    let mut monitor = Monitor::new(GUESSING, "validation", 10);
    let metrics = |loss| Metrics { loss, correct: 80, examples: 100 };
    for step in 0..40 {
        let rise = step as f64 / 100.0;
        let point = Point {
            step,
            epoch: 0.0,
            train: metrics(0.15 - rise / 4.0),
            test: metrics(f64::NAN),
            validation: Some(metrics(0.15 + rise)),
        };
        monitor.observe(&point);
    }
    assert!(monitor.diagnosis().evidence.starts_with("Validation loss rose from 0.150 at step 0 to 0.540"));
}

#[test]
fn guessing_knows_the_shares_of_the_classes_only() {
    let close = |a: f64, b: f64| (a - b).abs() < 1e-12;
    assert!(close(loss_of_guessing(Loss::Quadratic, &[0, 1, 0, 1], 2), 0.25));
    assert!(close(loss_of_guessing(Loss::Quadratic, &[0, 0, 0, 1], 2), 0.1875));
    assert!(close(loss_of_guessing(Loss::CrossEntropy, &[0, 1, 2, 3], 4), 4_f64.ln()));
    assert!(close(loss_of_guessing(Loss::CrossEntropy, &[2, 2], 10), 0.0));
}
