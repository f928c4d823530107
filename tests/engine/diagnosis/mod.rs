//! One word for a run: on curves with a known story, and on real runs.

mod runs;

use std::sync::Arc;

use overfit::data::{self, Dataset};
use overfit::nn::{Activation, Init, Loss, Metrics, Optimizer, ThreadPool};
use overfit::nn::{Stuck, StuckUnits};
use overfit::train::{
    Diagnosis, Direction, Divergence, Guessing, Monitor, Point, Reduction, Remedy, Session, SettingId, Setup,
    Situation, State, Word,
};
use overfit::tui::theme::{Background, Colors, Glyphs, Theme};

/// Two classes, quadratic loss.
const GUESSING: Guessing = Guessing { loss: 0.25, accuracy: 0.5 };
/// Sentences have two lines of sixty characters.
const LONGEST: usize = 120;

/// A monitor, and what it says of the evaluations.
struct Reporter {
    monitor: Monitor,
    setup: Setup,
    dataset: Arc<Dataset>,
    state: State,
    story: Story,
}

impl Reporter {
    fn new(monitor: Monitor) -> Reporter {
        let setup = Setup::lecture(data::resolve("circles").expect("built in"));
        let dataset = Arc::new(setup.data.load(&setup.request(), 1).expect("built in"));
        let mut story = Story::default();
        story.tell(0, monitor.word());
        Reporter { monitor, setup, dataset, state: State::Learning, story }
    }

    fn observe(&mut self, point: &Point) {
        self.monitor.observe(point);
        let Diagnosis { word, evidence, advice, .. } = self.diagnosis();
        assert!(!evidence.is_empty() && evidence.chars().count() <= LONGEST, "{evidence}");
        assert!(advice.to_string().chars().count() <= LONGEST, "{advice}");
        let theme = Theme { colors: Colors::None, glyphs: Glyphs::Unicode, background: Background::Dark };
        let rows = overfit::tui::advice::advice(&advice, None, theme, 60);
        assert!(rows.len() <= 2, "{rows:?}");
        keeps_its_word(word, &evidence);
        self.story.tell(point.step, word);
    }

    fn diagnosis(&self) -> Diagnosis {
        self.monitor.diagnosis(&Situation {
            setup: &self.setup,
            dataset: &self.dataset,
            state: &self.state,
            next_eta: self.setup.eta / 3.0,
        })
    }

    fn remedies(&self) -> Vec<Remedy> {
        self.diagnosis().advice.remedies
    }

    fn words(&self) -> Vec<Word> {
        self.story.words()
    }

    fn word(&self) -> Word {
        self.diagnosis().word
    }

    fn text(&self) -> String {
        self.story.text()
    }
}

/// The words of a run, each with the step at which it was first said.
#[derive(Clone, Debug, Default)]
struct Story {
    words: Vec<(u64, Word)>,
    last_step: u64,
}

impl Story {
    fn tell(&mut self, step: u64, word: Word) {
        self.last_step = step;
        if self.words.last().is_none_or(|&(_, last)| last != word) {
            self.words.push((step, word));
        }
    }

    fn words(&self) -> Vec<Word> {
        self.words.iter().map(|&(_, word)| word).collect()
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

/// Fails if the percentage in the evidence contradicts the word.
fn keeps_its_word(word: Word, evidence: &str) {
    let fell = evidence.split("fell by ").nth(1).map(|rest| rest.trim_start_matches("only "));
    let share = fell.and_then(|rest| rest.split(' ').next()?.parse::<f64>().ok());
    match (word, share) {
        (Word::Plateau, Some(share)) => assert!(share <= 4.0, "{evidence}"),
        (Word::Learning, Some(share)) => assert!(share >= 2.0, "{evidence}"),
        _ => {}
    }
}

const fn adjust(setting: SettingId, direction: Direction) -> Remedy {
    Remedy::Adjust(setting, direction)
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
        diagnosis_panel.words().len() <= 5 && diagnosis_panel.story.flickers() == 0,
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
    let diagnosis = diagnosis_panel.diagnosis();
    assert!(diagnosis.evidence.starts_with("Test loss rose from 0.14"), "{}", diagnosis.evidence);
    assert!(diagnosis.evidence.contains("while training loss fell to 0.0037."), "{}", diagnosis.evidence);
    assert_eq!(diagnosis.advice.remedies.first(), Some(&adjust(SettingId::TrainSize, Direction::Up)));
    assert!(matches!(diagnosis.advice.remedies.last(), Some(Remedy::GoBack { .. })), "{}", diagnosis.advice);
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
    assert_eq!(diagnosis_panel.remedies()[0], adjust(SettingId::Hidden, Direction::Up));
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
    let smaller_eta = adjust(SettingId::Eta, Direction::Down);
    assert_eq!(diagnosis_panel.remedies(), [smaller_eta, Remedy::Again { eta: None }]);
}

#[test]
fn a_divergence_is_said_at_once() {
    let mut diagnosis_panel = scripted(5, |t, _| (0.3 + t, 0.3 + t, 0.5, 0.5));
    let reason = "a weight would have passed 1e8";
    diagnosis_panel.state = State::Diverged(Divergence { step: 51, reason });
    assert_eq!(diagnosis_panel.word(), Word::Diverged);
    let diagnosis = diagnosis_panel.diagnosis();
    assert_eq!(diagnosis.evidence, "At step 51: a weight would have passed 1e8.");
    let again = Remedy::Again { eta: Some(diagnosis_panel.setup.eta / 3.0) };
    assert_eq!(diagnosis.advice.remedies, [again, Remedy::GoBack { step: 0 }]);
}

#[test]
fn a_gap_that_chance_does_not_explain_is_over_fitting() {
    let with_gap =
        |test: f64| scripted(500, move |t, _| (0.2 / (1.0 + 20.0 * t), 0.3 / (1.0 + t), 0.87, test));
    let large = with_gap(0.58);
    assert_eq!(large.words(), [Word::Learning, Word::OverFitting], "{}", large.text());
    let evidence = large.diagnosis().evidence;
    assert!(evidence.contains("87") && evidence.contains("58"), "{evidence}");
    assert!(!large.remedies().contains(&Remedy::GoBack { step: 5_000 }), "the best step is the last one");
    let small = with_gap(0.84);
    assert_eq!(small.words(), [Word::Learning], "{}", small.text());
}

#[test]
fn a_loss_that_alternates_is_bouncing_however_small_the_swings_of_the_other_are() {
    for (train, test) in [(0.02, 0.0), (0.0, 0.1), (0.02, 0.1)] {
        let swing = |size: f64, i: u64| if i.is_multiple_of(2) { 1.0 + size } else { 1.0 };
        let curve = |_, i| (0.1 * swing(train, i), 0.15 * swing(test, i), 0.85, 0.83);
        let diagnosis_panel = scripted(1_000, curve);
        assert_eq!(diagnosis_panel.words(), [Word::Learning, Word::Bouncing], "{}", diagnosis_panel.text());
        assert_eq!(
            diagnosis_panel.remedies(),
            [adjust(SettingId::Eta, Direction::Down)],
            "the batch is full"
        );
        assert!(diagnosis_panel.diagnosis().evidence.contains("up and down at each evaluation"));
    }
}

#[test]
fn swings_that_grow_are_bouncing() {
    let diagnosis_panel = scripted(1_000, |t, i| {
        let loss = 0.1 + 0.1 * t * t * noise(i, 7).abs();
        (loss, loss, 0.85, 0.85)
    });
    assert_eq!(diagnosis_panel.word(), Word::Bouncing, "{}", diagnosis_panel.text());
}

#[test]
fn stuck_units_are_named_and_counted() {
    let layer = |stuck, kind, are_outputs| StuckUnits { stuck, units: 10, kind, are_outputs };
    for (layers, word, counted) in [
        (
            vec![layer(8, Stuck::Saturated, false), layer(10, Stuck::Saturated, true)],
            Word::Saturated,
            "8 of 10 hidden",
        ),
        (
            vec![layer(3, Stuck::Saturated, false), layer(10, Stuck::Saturated, true)],
            Word::Saturated,
            "10 of 10 output",
        ),
        (vec![layer(2, Stuck::Dead, false), layer(7, Stuck::Dead, false)], Word::DeadUnits, "7 of 10 hidden"),
    ] {
        let mut diagnosis_panel = Reporter::new(Monitor::new(GUESSING, "test", 10_000));
        diagnosis_panel.monitor.observe_units(&layers);
        tell(&mut diagnosis_panel, 0, 1_000, |_, _| (0.24, 0.24, 0.6, 0.6));
        assert_eq!(diagnosis_panel.words(), [Word::Learning, word], "{}", diagnosis_panel.text());
        assert!(diagnosis_panel.diagnosis().evidence.starts_with(counted));
    }
}

#[test]
fn saturated_units_of_a_network_that_has_learned_do_not_matter() {
    let mut diagnosis_panel = Reporter::new(Monitor::new(GUESSING, "test", 10_000));
    let layer = StuckUnits { stuck: 9, units: 10, kind: Stuck::Saturated, are_outputs: false };
    diagnosis_panel.monitor.observe_units(&[layer]);
    tell(&mut diagnosis_panel, 0, 1_000, |_, _| (0.05, 0.06, 0.94, 0.94));
    assert_eq!(diagnosis_panel.words(), [Word::Learning, Word::Plateau], "{}", diagnosis_panel.text());
}

#[test]
fn the_advice_fits_the_end_of_the_run() {
    let mut diagnosis_panel =
        scripted(1_000, |t, _| (0.25 / (1.0 + 20.0 * t), 0.26 / (1.0 + 20.0 * t), 0.8, 0.8));
    assert_eq!(diagnosis_panel.diagnosis().advice.to_string(), "Let it go on.");
    for state in [State::Finished, State::OutOfPatience] {
        diagnosis_panel.state = state;
        assert_eq!(diagnosis_panel.remedies(), [Remedy::Extend]);
    }
}

#[test]
fn nothing_impossible_is_advised() {
    let curve = |t: f64, _| (0.2 * (-4.0 * t).exp(), 0.1 + (t - 0.2).abs(), 0.99, 0.8);
    let mut diagnosis_panel = scripted(1_000, curve);
    diagnosis_panel.setup.train_size = diagnosis_panel.setup.data.max_sizes().train;
    diagnosis_panel.setup.hidden = vec![1];
    diagnosis_panel.setup.penalty.l2 = 1.0;
    assert!(
        matches!(diagnosis_panel.remedies()[..], [Remedy::GoBack { .. }]),
        "{:?}",
        diagnosis_panel.remedies()
    );
}

#[test]
fn classes_that_training_lacks_are_named() {
    let mut diagnosis_panel = scripted(1_000, |t, _| (0.2 * (-4.0 * t).exp(), 0.3, 1.0, 0.4));
    let mut dataset = (*diagnosis_panel.dataset).clone();
    assert_eq!(diagnosis_panel.diagnosis().note, None);
    dataset.train.labels.fill(0);
    diagnosis_panel.dataset = Arc::new(dataset);
    let note = diagnosis_panel.diagnosis().note.expect("outer circle without training points");
    assert!(note.starts_with("50 of 100 test examples are of classes without training examples: "), "{note}");
    assert_eq!(diagnosis_panel.diagnosis().advice.reason, "Training needs examples of every class.");
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
    assert_eq!(
        diagnosis_panel.diagnosis().evidence,
        "Watching again since step 10,000: training loss 0.0037, test loss 0.900."
    );
    tell(&mut diagnosis_panel, 10_000, 200, |_, i| (0.003, 0.9 + 0.002 * noise(i, 5), 0.9, 0.8));
    assert_eq!(diagnosis_panel.word(), Word::OverFitting, "{}", diagnosis_panel.text());
    assert_eq!(diagnosis_panel.remedies().last(), Some(&Remedy::GoBack { step: 2_000 }));
}

#[test]
fn validation_examples_are_called_so() {
    let mut diagnosis_panel = Reporter::new(Monitor::new(GUESSING, "validation", 10));
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
        diagnosis_panel.observe(&point);
    }
    assert!(
        diagnosis_panel
            .diagnosis()
            .evidence
            .starts_with("Validation loss rose from 0.150 at step 0 to 0.540")
    );
}

#[test]
fn guessing_knows_the_shares_of_the_classes_only() {
    let guessing = |labels: &[u8], classes, loss| {
        let Guessing { loss, accuracy } = Guessing::on(labels, classes, loss);
        [loss, accuracy].map(|value| (1e9 * value).round() / 1e9)
    };
    assert_eq!(guessing(&[0, 1, 0, 1], 2, Loss::Quadratic), [0.25, 0.5]);
    assert_eq!(guessing(&[0, 0, 0, 1], 2, Loss::Quadratic), [0.1875, 0.75]);
    assert_eq!(guessing(&[0, 1, 2, 3], 4, Loss::CrossEntropy), [1.386_294_361, 0.25]);
    assert_eq!(guessing(&[2, 2], 10, Loss::CrossEntropy), [0.0, 1.0]);
}
