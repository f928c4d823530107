//! One word for a run: on curves with a known story, and on real runs.

mod causes;
mod changes;
mod curves;
mod runs;

use std::sync::Arc;

use overfit::data::{self, Dataset};
use overfit::nn::{Activation, Init, Loss, Metrics, Optimizer, ThreadPool};
use overfit::nn::{Stuck, StuckUnits};
use overfit::train::{
    Cause, Diagnosis, Direction, Divergence, Guessing, Known, Monitor, Point, Reduction, Remedy, Session,
    SettingId, Setup, Situation, State, Word,
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
            state: &self.state,
            known: Known::Run { setup: &self.setup, dataset: &self.dataset, next_eta: self.setup.eta / 3.0 },
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
        diagnosis_panel.observe(&point(from + 10 * i, curve(i as f64 / evaluations as f64, i)));
    }
}

/// An evaluation of a thousand examples.
fn point(step: u64, (train, test, train_accuracy, test_accuracy): Values) -> Point {
    let metrics = |loss: f64, share: f64| Metrics::counted(loss, (1_000.0 * share) as usize, 1_000);
    Point {
        step,
        epoch: step as f64,
        train: metrics(train, train_accuracy),
        test: metrics(test, test_accuracy),
        validation: None,
    }
}

/// Noise between -1 and 1 that is the same every time.
fn noise(i: u64, stream: u64) -> f64 {
    let mut bits = (i ^ (stream << 32)).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (bits ^ (bits >> 31)) as f64 / u64::MAX as f64 * 2.0 - 1.0
}
