//! From evaluations to a word.

use super::rules::{self, Age, Best, Reading};
use super::trace::{Trace, Values};
use super::word::Word;
use crate::nn::Metrics;
use crate::train::point::Point;

/// Watches the evaluations of a run and says what is happening. It has no clock and no thread: the same points give the
/// same words.
#[derive(Clone, Debug)]
pub struct Monitor {
    /// What the watched examples are called in sentences.
    pub(super) watched: &'static str,
    pub(super) guessing: f64,
    /// Steps of the whole run, as planned.
    pub(super) steps: u64,
    /// Evaluations heard.
    pub(super) observed: u64,
    pub(super) trace: Trace,
    pub(super) best: Option<Best>,
    pub(super) latest: Option<Latest>,
    pub(super) word: Word,
    /// The candidate of the last time, and how often running it was one.
    pub(super) candidate: (Word, usize),
    /// How often running the candidate was not the word.
    pub(super) doubts: usize,
    pub(super) divergence: Option<(u64, &'static str)>,
    pub(super) changed: Option<u64>,
}

/// The last evaluation, for sentences.
#[derive(Clone, Copy, Debug)]
pub(super) struct Latest {
    pub(super) step: u64,
    pub(super) train: Metrics,
    pub(super) watched: Metrics,
}

impl Monitor {
    /// A monitor for a run of `steps` steps. `guessing` is the [loss of guessing](super::loss_of_guessing); `watched` is the name
    /// of the set by whose loss the best step is chosen, "test" or "validation".
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

    /// Takes in an evaluation, which is later than all before; `watched` is that of the validation set if there is one, else
    /// `point.test`.
    pub fn observe(&mut self, point: &Point, watched: Metrics) {
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

    /// The run has diverged at this step and cannot go on.
    pub fn diverged(&mut self, step: u64, reason: &'static str) {
        self.divergence = Some((step, reason));
    }

    /// Forgets the recent evaluations, because weights or settings were changed after this many steps: what was seen
    /// before says nothing about what comes, except for the best, to which one can go back. The loss of guessing may
    /// be another one since then.
    ///
    /// After test or validation examples came or went, the best cannot be compared either: then start a new monitor.
    pub fn forget_recent(&mut self, step: u64, guessing: f64) {
        self.guessing = guessing;
        self.trace.restart();
        self.word = Word::Learning;
        self.candidate = (Word::Learning, 0);
        self.doubts = 0;
        self.divergence = None;
        self.changed = Some(step);
    }

    /// Plans another length of the run, in steps.
    pub fn set_steps(&mut self, steps: u64) {
        self.steps = steps;
    }

    /// What is happening.
    pub fn word(&self) -> Word {
        if self.divergence.is_some() { Word::Diverged } else { self.word }
    }

    /// The numbers the rules ask for, when there are enough of them.
    pub(super) fn reading(&self) -> Option<Reading> {
        let age = Age { step: self.latest?.step, steps: self.steps, observed: self.observed };
        let recent = self.trace.recent().filter(|_| !age.is_too_small())?;
        Some(Reading { best: self.best?, guessing: self.guessing, recent, age })
    }

    /// Lets a candidate become the word if it was one for long enough.
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
