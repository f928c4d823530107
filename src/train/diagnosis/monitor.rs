//! Turns evaluations into a word.

use serde::{Deserialize, Serialize};

use super::age::Age;
use super::guess::Guessing;
use super::latest::Latest;
use super::rules::{self, Best, Reading};
use super::trace::{Recent, Trace, Values};
use super::word::Word;
use crate::nn::StuckUnits;
use crate::train::point::Point;

/// The units are looked at in one of this many evaluations.
const UNITS_EVERY: u64 = 8;

/// More evaluations than any run has.
const MOST_OBSERVED: u64 = 1 << 40;

/// Observes the evaluations of a run and names what is happening. It has no clock and no thread: the same
/// evaluations give the same diagnosis.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Monitor {
    /// The name of the watched set in sentences.
    #[serde(skip)]
    pub(super) watched: &'static str,
    /// What guessing achieves; not known of the runs of other programs.
    pub(super) guessing: Option<Guessing>,
    /// The planned length of the run in steps.
    steps: u64,
    /// The number of evaluations observed.
    observed: u64,
    trace: Trace,
    pub(super) best: Option<Best>,
    pub(super) latest: Option<Latest>,
    /// The layers with stuck units, when they were last looked at.
    stuck: Vec<StuckUnits>,
    word: Word,
    /// The last candidate, and how many times in a row it has been one.
    candidate: (Word, usize),
    /// How many times in a row the candidate differed from the word.
    doubts: usize,
    /// The step of the last change of the run.
    pub(super) changed: Option<u64>,
    /// The step since which the training accuracy has been above the watched one by more than chance explains.
    gap_since: Option<u64>,
}

impl Monitor {
    /// Creates a monitor for a run of `steps` steps. `watched` is the name of the set that selects the best step,
    /// "test" or "validation".
    pub fn new(guessing: Guessing, watched: &'static str, steps: u64) -> Monitor {
        Monitor::starting(Some(guessing), watched, steps)
    }

    /// Creates a monitor for the run of another program, which is known from its log only: neither what guessing achieves nor
    /// how long it will be. An evaluation may lack the watched loss, or accuracies; these are NaN.
    pub fn of_log(watched: &'static str) -> Monitor {
        Monitor::starting(None, watched, 0)
    }

    fn starting(guessing: Option<Guessing>, watched: &'static str, steps: u64) -> Monitor {
        Monitor {
            watched,
            guessing,
            steps,
            observed: 0,
            trace: Trace::default(),
            best: None,
            latest: None,
            stuck: Vec::new(),
            word: Word::Learning,
            candidate: (Word::Learning, 0),
            doubts: 0,
            changed: None,
            gap_since: None,
        }
    }

    /// Its bytes.
    pub fn bytes(&self) -> usize {
        size_of::<Monitor>() + self.trace.bytes() + self.stuck.len() * size_of::<StuckUnits>()
    }

    /// Whether the next evaluation should come with [`Monitor::observe_units`].
    pub fn wants_units(&self) -> bool {
        self.observed.is_multiple_of(UNITS_EVERY)
    }

    /// Observes the stuck units of each layer.
    pub fn observe_units(&mut self, layers: &[StuckUnits]) {
        self.stuck = layers.to_vec();
    }

    /// Observes an evaluation.
    pub fn observe(&mut self, point: &Point) {
        let watched = point.watched_metrics();
        self.latest = Some(Latest { step: point.step, train: point.train, watched });
        if self.best.is_none_or(|best| watched.loss < best.watched || best.watched.is_nan()) {
            self.best = Some(Best { step: point.step, watched: watched.loss, train: point.train.loss });
        }
        let values = Values {
            step: point.step,
            train: point.train.loss,
            watched: watched.loss,
            train_accuracy: point.train.accuracy(),
            watched_accuracy: watched.accuracy(),
        };
        self.observed += 1;
        self.gap_since = rules::gap(self.gap_since.is_some(), &point.train, &watched, self.guessing.as_ref())
            .then(|| self.gap_since.unwrap_or(point.step));
        if self.trace.push(values) {
            self.consider();
        }
    }

    /// Forgets the recent evaluations because weights or settings changed after this many steps. The best
    /// evaluation is kept, because its weights can be restored. What guessing achieves may have changed, too.
    ///
    /// After a change of the test or validation examples, the best evaluation is no longer comparable: create a new
    /// monitor instead, which goes on from this one.
    pub fn forget_recent(&mut self, step: u64, guessing: Guessing) {
        self.guessing = Some(guessing);
        self.trace.restart();
        self.stuck.clear();
        self.word = Word::Learning;
        self.candidate = (Word::Learning, 0);
        self.doubts = 0;
        self.changed = Some(step);
    }

    /// Goes on from the monitor of other examples after this many steps. Of its evaluations only the scale is kept: which
    /// windows they filled.
    pub fn go_on_from(&mut self, before: &Monitor, step: u64) {
        self.trace = before.trace.clone();
        self.trace.restart();
        self.changed = Some(step);
    }

    /// Sets the planned length of the run, in steps.
    pub fn set_steps(&mut self, steps: u64) {
        self.steps = steps;
    }

    /// A monitor that was read from a file, watching the same set as this one.
    #[must_use]
    pub fn resumed(&self, read: Monitor) -> Monitor {
        Monitor { watched: self.watched, ..read }
    }

    /// Whether it can have come from a run, for one that was read from a file.
    pub fn is_possible(&self) -> bool {
        let count = |count: usize| count as u64 <= MOST_OBSERVED;
        self.observed <= MOST_OBSERVED
            && count(self.candidate.1)
            && count(self.doubts)
            && self.stuck.iter().all(|layer| layer.stuck <= layer.units)
            && self.trace.is_possible()
    }

    /// The step since which the training accuracy has been above the watched one by more than chance explains.
    pub fn gap_since(&self) -> Option<u64> {
        self.gap_since
    }

    /// The current word, unless the run has diverged.
    pub fn word(&self) -> Word {
        self.word
    }

    /// The numbers that the rules need, once there are enough evaluations.
    pub(super) fn reading(&self) -> Option<Reading> {
        let latest = self.latest?;
        let age = self.age(&latest);
        // Nobody needs more evaluations to see that all is right.
        let is_solved = |recent: &Recent| rules::is_solved(self.word == Word::Solved, recent);
        let recent = self.trace.recent().filter(|recent| !age.is_too_small() || is_solved(recent))?;
        let stuck = rules::most_stuck(&self.stuck);
        Some(Reading { best: self.best?, latest, guessing: self.guessing, recent, age, stuck })
    }

    fn age(&self, latest: &Latest) -> Age {
        Age { step: latest.step, steps: self.steps, observed: self.observed }
    }

    /// Makes a candidate the word if it has lasted long enough.
    fn consider(&mut self) {
        let Some(reading) = self.reading() else {
            if self.word == Word::Solved {
                self.word = Word::Learning; // and it is still too early for another word
            }
            // Two evaluations show a gap, though no trend.
            let is_late = |latest: &Latest| !self.age(latest).is_too_small();
            let lasts = |latest: &Latest| self.gap_since.is_some_and(|since| since < latest.step);
            if self.latest.as_ref().is_some_and(|latest| is_late(latest) && lasts(latest)) {
                self.word = Word::OverFitting;
            }
            return;
        };
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
