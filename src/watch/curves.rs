//! The curves and the diagnosis of a log, from evaluations that may lack some quantities.

use std::sync::Arc;

use crate::nn::Metrics;
use crate::train::{
    Cause, Diagnosis, Divergence, Elsewhere, History, Known, Monitor, Point, Situation, State, Word,
};

/// What the evaluations up to some step have come to.
#[derive(Clone, Debug)]
pub(super) struct Curves {
    pub(super) history: Arc<History>,
    pub(super) monitor: Monitor,
    /// What is trained, and what its steps are.
    pub(super) elsewhere: Elsewhere,
    /// The newest value of each quantity.
    pub(super) latest: Option<Point>,
    /// The training losses and accuracies since the last evaluation of the test set.
    train: Mean,
    /// Whether the log has a test curve.
    pub(super) has_test: bool,
    /// Whether it has a validation curve. Then that one is watched, also where a row has only a test loss.
    pub(super) has_validation: bool,
    /// How many evaluations of the watched loss came since its lowest one.
    pub(super) since_best: u64,
    /// The step since which the training loss has not been finite.
    broken: Option<u64>,
    /// Whether nothing more will come.
    pub(super) has_ended: bool,
    /// The diagnoses so far, each with another word than the one before.
    pub(super) diagnoses: Vec<TimedDiagnosis>,
}

/// A diagnosis with another word than the one before, and when it was made.
#[derive(Clone, Debug, PartialEq)]
pub struct TimedDiagnosis {
    /// The step of the evaluation.
    pub step: u64,
    /// The diagnosis.
    pub diagnosis: Diagnosis,
}

/// The most diagnoses that are kept. The word of each lasts for a part of the run.
const MOST_DIAGNOSES: usize = 1_000;

/// Sums of losses and accuracies of several training steps.
#[derive(Clone, Copy, Debug, Default)]
struct Mean {
    loss: (f64, u32),
    accuracy: (f64, u32),
}

impl Default for Curves {
    fn default() -> Curves {
        Curves {
            history: Arc::default(),
            monitor: Monitor::of_log("test"),
            elsewhere: Elsewhere::default(),
            latest: None,
            train: Mean::default(),
            has_test: false,
            has_validation: false,
            since_best: 0,
            broken: None,
            has_ended: false,
            diagnoses: Vec::new(),
        }
    }
}

impl Curves {
    /// The curves before the first evaluation of what is trained elsewhere.
    pub(super) fn of(elsewhere: Elsewhere) -> Curves {
        Curves { elsewhere, ..Curves::default() }
    }

    /// Adds an evaluation, of a later step than the last one.
    pub(super) fn add(&mut self, point: &Point) {
        let point = &self.with_watched_set(*point);
        let is_best = self.history.is_best(point);
        Arc::make_mut(&mut self.history).push(*point);
        let latest = self.latest.insert(self.latest.map_or(*point, |before| newest(&before, point)));
        self.train.add(&point.train);
        if point.train.loss.is_finite() {
            self.broken = None;
        } else if point.train.loss.is_infinite() && self.broken.is_none() {
            self.broken = Some(point.step);
        }
        let watched = point.watched_metrics();
        self.has_test |= !watched.loss.is_nan();
        // The losses of many mini-batches have the noise of mini-batches; their mean compares with the test loss.
        let train = self.train.metrics(&latest.train);
        if watched.loss.is_finite() {
            self.since_best = if is_best { 0 } else { self.since_best + 1 };
            if train.loss.is_finite() {
                let test = if point.validation.is_some() { latest.test } else { point.test };
                self.monitor.observe(&Point { train, test, ..*point });
            }
            self.train = Mean::default();
        } else if watched.loss.is_infinite() {
            self.since_best += 1;
        } else if !self.has_test && train.loss.is_finite() {
            self.monitor.observe(&Point { train, ..*point });
            self.train = Mean::default();
        }
        let is_known = self.diagnoses.last().is_some_and(|last| last.diagnosis.word == self.word());
        if !is_known && self.diagnoses.len() < MOST_DIAGNOSES {
            self.diagnoses.push(TimedDiagnosis { step: point.step, diagnosis: self.diagnosis() });
        }
    }

    /// An evaluation that has a validation set if the log has one, if only without a value.
    fn with_watched_set(&self, point: Point) -> Point {
        let nothing = || Metrics::uncounted(f64::NAN, f64::NAN);
        let validation = self.has_validation.then(|| point.validation.unwrap_or_else(nothing));
        Point { validation: validation.or(point.validation), ..point }
    }

    /// The word of the diagnosis.
    pub(super) fn word(&self) -> Word {
        if self.broken.is_some() { Word::Diverged } else { self.monitor.word() }
    }

    /// The diagnosis.
    pub(super) fn diagnosis(&self) -> Diagnosis {
        let state = match self.broken {
            Some(step) => State::Diverged(Divergence { step, cause: Cause::Loss }),
            None if self.has_ended => State::Finished,
            None => State::Learning,
        };
        let diagnosis =
            self.monitor.diagnosis(&Situation { state: &state, known: Known::Log(self.elsewhere) });
        let blind = "Over-fitting cannot be seen without a test curve.";
        Diagnosis { note: (!self.has_test).then(|| blind.to_owned()), ..diagnosis }
    }
}

impl Mean {
    fn add(&mut self, train: &Metrics) {
        for (sum, value) in [(&mut self.loss, train.loss), (&mut self.accuracy, train.accuracy())] {
            if value.is_finite() {
                *sum = (sum.0 + value, sum.1 + 1);
            }
        }
    }

    /// The means, or the last values where there are none.
    fn metrics(&self, last: &Metrics) -> Metrics {
        if self.loss.1 == 1 && last.examples > 0 {
            return *last;
        }
        let mean =
            |(sum, count): (f64, u32), last: f64| if count > 0 { sum / f64::from(count) } else { last };
        let accuracy = mean(self.accuracy, last.accuracy());
        let correct = (accuracy * last.examples as f64).round() as usize;
        let share = (last.examples == 0).then_some(accuracy);
        Metrics { loss: mean(self.loss, last.loss), correct, examples: last.examples, share }
    }
}

/// The values of an evaluation, and those of the one before where it has none.
fn newest(before: &Point, point: &Point) -> Point {
    let join = |old: Metrics, new: Metrics| {
        let accuracy = if new.accuracy().is_nan() { old } else { new };
        let loss = if new.loss.is_nan() { old.loss } else { new.loss };
        Metrics { loss, ..accuracy }
    };
    Point {
        step: point.step,
        epoch: if point.epoch.is_nan() { before.epoch } else { point.epoch },
        train: join(before.train, point.train),
        test: join(before.test, point.test),
        validation: match (before.validation, point.validation) {
            (Some(old), Some(new)) => Some(join(old, new)),
            (old, new) => new.or(old),
        },
    }
}
