//! Turns evaluations into a diagnosis.

use super::rules::{self, Age, Best, Reading};
use super::trace::{Trace, Values};
use super::word::Word;
use crate::nn::Metrics;
use crate::train::point::Point;

/// Observes the evaluations of a run and names what is happening. It has no clock and no thread: the same
/// evaluations give the same diagnosis.
#[derive(Clone, Debug)]
pub struct Monitor {
    /// The name of the watched set in sentences.
    pub(super) watched: &'static str,
    pub(super) guessing: f64,
    /// The planned length of the run in steps.
    pub(super) steps: u64,
    /// The number of evaluations observed.
    pub(super) observed: u64,
    pub(super) trace: Trace,
    pub(super) best: Option<Best>,
    pub(super) latest: Option<Latest>,
    pub(super) word: Word,
    /// The last candidate, and how many times in a row it has been one.
    pub(super) candidate: (Word, usize),
    /// How many times in a row the candidate differed from the word.
    pub(super) doubts: usize,
    pub(super) divergence: Option<(u64, &'static str)>,
    pub(super) changed: Option<u64>,
}

/// The last evaluation, for the evidence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Latest {
    pub(super) step: u64,
    pub(super) train: Metrics,
    pub(super) watched: Metrics,
}

impl Monitor {
    /// Creates a monitor for a run of `steps` steps. `guessing` is the [loss of guessing](super::loss_of_guessing);
    /// `watched` is the name of the set that selects the best step, "test" or "validation".
    pub fn new(guessing: f64, watched: &'static str, steps: u64) -> Monitor {
        Monitor {
            watched,
            guessing,
            steps,
            observed: 0,
            trace: Trace::default(),
            best: None,
            latest: None,
            word: Word::Learning,
            candidate: (Word::Learning, 0),
            doubts: 0,
            divergence: None,
            changed: None,
        }
    }

    /// Observes an evaluation.
    pub fn observe(&mut self, point: &Point) {
        let watched = point.watched_metrics();
        self.latest = Some(Latest { step: point.step, train: point.train, watched });
        if self.best.is_none_or(|best| watched.loss < best.watched) {
            self.best = Some(Best { step: point.step, watched: watched.loss, train: point.train.loss });
        }
        let values = Values {
            train: point.train.loss,
            watched: watched.loss,
            train_accuracy: point.train.accuracy(),
            watched_accuracy: watched.accuracy(),
        };
        self.observed += 1;
        if self.trace.push(values) {
            self.consider();
        }
    }

    /// Records that the run diverged at this step and cannot continue.
    pub fn diverged(&mut self, step: u64, reason: &'static str) {
        self.divergence = Some((step, reason));
    }

    /// Forgets the recent evaluations because weights or settings changed after this many steps. The best
    /// evaluation is kept, because its weights can be restored. The loss of guessing may have changed, too.
    ///
    /// After a change of the test or validation examples, create a new monitor instead: the best evaluation is no
    /// longer comparable.
    pub fn forget_recent(&mut self, step: u64, guessing: f64) {
        self.guessing = guessing;
        self.trace.restart();
        self.word = Word::Learning;
        self.candidate = (Word::Learning, 0);
        self.doubts = 0;
        self.divergence = None;
        self.changed = Some(step);
    }

    /// Sets the planned length of the run, in steps.
    pub fn set_steps(&mut self, steps: u64) {
        self.steps = steps;
    }

    /// The current word.
    pub fn word(&self) -> Word {
        if self.divergence.is_some() { Word::Diverged } else { self.word }
    }

    /// The numbers that the rules need, once there are enough evaluations.
    pub(super) fn reading(&self) -> Option<Reading> {
        let age = Age { step: self.latest?.step, steps: self.steps, observed: self.observed };
        let recent = self.trace.recent().filter(|_| !age.is_too_small())?;
        Some(Reading { best: self.best?, guessing: self.guessing, recent, age })
    }

    /// Makes a candidate the word if it has lasted long enough.
    fn consider(&mut self) {
        let Some(reading) = self.reading() else { return };
        let next = rules::candidate(self.word, &reading);
        let (last, times) = self.candidate;
        self.candidate = (next, if next == last { times + 1 } else { 1 });
        self.doubts = if next == self.word { 0 } else { self.doubts + 1 };
        let patience = rules::patience(self.word, next, self.trace.len());
        if self.candidate.1 >= patience || self.doubts >= 2 * patience {
            self.word = next;
            self.doubts = 0;
        }
    }
}
