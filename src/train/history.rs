//! The curves of a run in bounded memory. Merged buckets keep the minimum and maximum, so no peak is lost.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::fnv;
use super::mark::{Mark, Skipped};
use super::note::Note;
use super::point::{Bucket, Point};
use super::settings::Stale;
use super::thinned::Thinned;

/// The maximum number of buckets: twice the columns of dots on the widest screen.
const CAPACITY: usize = 4096;
/// The maximum number of marks; older ones are dropped. Holding a key for half an hour makes fewer.
const MARKS: usize = 1 << 16;

/// The maximum number of notes; older ones are dropped.
const NOTES: usize = 1_000;

/// The maximum number of skipped changes that are kept.
const SKIPPED: usize = 64;

/// The best evaluations so far.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Best {
    /// The evaluation with the lowest validation loss, or test loss if there is no validation set.
    pub test: Point,
    /// The evaluation with the highest training accuracy: the lecture's best model.
    pub train: Point,
}

/// The curves of one run.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    buckets: Thinned<Bucket>,
    /// Shared with the snapshots, so that a snapshot does not copy the marks.
    marks: Arc<Vec<Mark>>,
    /// Whether older marks were dropped.
    dropped_marks: bool,
    skipped: Vec<Skipped>,
    /// By step.
    notes: Arc<Vec<Note>>,
    best: Option<Best>,
    /// Whether the next evaluation becomes the best one because the earlier ones used other examples.
    stale: Stale,
    latest: Option<Point>,
    fingerprint: u64,
}

/// What a history has come to, beside its evaluations and changes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HistoryEnd {
    best: Option<Best>,
    stale: Stale,
    latest: Option<Point>,
    fingerprint: u64,
}

impl Default for History {
    fn default() -> History {
        History {
            buckets: Thinned::new(CAPACITY),
            marks: Arc::default(),
            dropped_marks: false,
            skipped: Vec::new(),
            notes: Arc::default(),
            best: None,
            stale: Stale::default(),
            latest: None,
            fingerprint: fnv::OFFSET,
        }
    }
}

impl History {
    /// Adds an evaluation. Its step must not be lower than that of the last one.
    pub fn push(&mut self, point: Point) {
        self.buckets.push(Bucket::of(&point));
        self.best = Some(Best {
            test: if self.is_best(&point) { point } else { self.best.map_or(point, |best| best.test) },
            train: self
                .best
                .map(|best| best.train)
                .filter(|best| !self.stale.best_train && point.train.accuracy() <= best.train.accuracy())
                .unwrap_or(point),
        });
        self.stale = Stale::default();
        for loss in point.losses() {
            self.fingerprint = fnv::add(self.fingerprint, &loss.to_bits().to_le_bytes());
        }
        self.latest = Some(point);
    }

    /// What it has come to.
    pub fn end(&self) -> HistoryEnd {
        HistoryEnd { best: self.best, stale: self.stale, latest: self.latest, fingerprint: self.fingerprint }
    }

    /// These evaluations and changes, of a run that had come to `end`.
    #[must_use]
    pub fn with_end(self, end: HistoryEnd) -> History {
        let HistoryEnd { best, stale, latest, fingerprint } = end;
        History { best, stale, latest, fingerprint, ..self }
    }

    /// These curves, each step of which is `factor` steps now.
    #[must_use]
    pub fn stretched(mut self, factor: u64) -> History {
        for bucket in self.buckets.records_mut() {
            bucket.first_step *= factor;
            bucket.last_step *= factor;
        }
        let best = self.best.iter_mut().flat_map(|best| [&mut best.test, &mut best.train]);
        best.chain(&mut self.latest).for_each(|point| point.step *= factor);
        self
    }

    /// Adds a mark. A later change of the same setting at the same step replaces the earlier one if it takes effect
    /// with the next step.
    pub fn mark(&mut self, mark: Mark) {
        let marks = Arc::make_mut(&mut self.marks);
        match marks.last_mut() {
            Some(last) if (last.step, last.target) == (mark.step, mark.target) && mark.is_replaceable() => {
                last.value = mark.value;
            }
            _ => marks.push(mark),
        }
        if marks.len() > MARKS {
            marks.remove(0);
            self.dropped_marks = true;
        }
    }

    /// Adds a skipped change; only the first 64 are kept.
    pub fn skip(&mut self, skipped: Skipped) {
        if self.skipped.len() < SKIPPED {
            self.skipped.push(skipped);
        }
    }

    /// Adds a note of a person.
    pub fn note(&mut self, note: Note) {
        let notes = Arc::make_mut(&mut self.notes);
        let place = notes.partition_point(|other| other.step <= note.step);
        notes.insert(place, note);
        if notes.len() > NOTES {
            notes.remove(0);
        }
    }

    /// Forgets the best evaluations that are stale; the next evaluation replaces them.
    pub fn forget_best(&mut self, stale: Stale) {
        self.stale = self.stale.or(stale);
    }

    /// Everything but the curves.
    pub(super) fn outline(&self) -> History {
        History {
            buckets: Thinned::new(CAPACITY),
            marks: Arc::clone(&self.marks),
            skipped: self.skipped.clone(),
            notes: Arc::clone(&self.notes),
            ..*self
        }
    }

    /// An outline with the curves of its run, whose first `evaluations` were made by then. Where these have been merged
    /// with later ones, the last bucket is shorter.
    pub(super) fn with_beginning(&self, evaluations: u64, whole: &History) -> History {
        let Some(latest) = &self.latest else { return self.clone() };
        // Notes on these steps may have been written later.
        let notes = whole.notes.iter().filter(|note| note.step <= latest.step).cloned().collect();
        History {
            buckets: whole.buckets.beginning(evaluations, Bucket::of(latest)),
            notes: Arc::new(notes),
            ..self.outline()
        }
    }

    /// How many evaluations were added.
    pub fn evaluations(&self) -> u64 {
        self.buckets.evaluations()
    }

    /// The bytes of an outline, apart from what it shares with another.
    pub(super) fn bytes_besides(&self, other: Option<&History>) -> usize {
        let is_shared = other.is_some_and(|other| Arc::ptr_eq(&self.marks, &other.marks));
        let marks = if is_shared { &[] } else { self.marks() };
        let text = |mark: &Mark| mark.before.len() + mark.value.len();
        marks.iter().map(|mark| size_of::<Mark>() + text(mark)).sum::<usize>()
            + self.skipped.len() * size_of::<Skipped>()
            + size_of::<History>()
    }

    /// Whether the watched loss of an evaluation is lower than that of all comparable earlier ones.
    pub fn is_best(&self, point: &Point) -> bool {
        let is_lower = |best: Best| point.watched() < best.test.watched() || best.test.watched().is_nan();
        self.stale.best_test || self.best.is_none_or(is_lower)
    }

    /// The curves, from the first step to the last.
    pub fn buckets(&self) -> &[Bucket] {
        self.buckets.records()
    }

    /// The most recent changes, oldest first.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Whether older changes were dropped from [`History::marks`].
    pub fn dropped_marks(&self) -> bool {
        self.dropped_marks
    }

    /// The planned changes that could not be made.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// The notes of a person, by step.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The best evaluations so far.
    pub fn best(&self) -> Option<&Best> {
        self.best.as_ref()
    }

    /// The latest evaluation.
    pub fn latest(&self) -> Option<&Point> {
        self.latest.as_ref()
    }

    /// A hash of the bits of all losses, for comparing runs.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::Metrics;
    use crate::train::point::Series;

    fn point(step: u64, loss: f64) -> Point {
        let metrics = Metrics::counted(loss, 1, 2);
        Point { step, epoch: step as f64, train: metrics, test: metrics, validation: None }
    }

    #[test]
    fn memory_is_bounded_and_a_single_peak_survives() {
        let mut history = History::default();
        for step in 0..100_000 {
            history.push(point(step, if step == 12_345 { 9.0 } else { 1.0 }));
        }
        assert!(history.buckets().len() <= CAPACITY);
        let peaks: Vec<_> =
            history.buckets().iter().filter(|b| b.range(Series::TestLoss).max > 8.0).collect();
        assert_eq!(peaks.len(), 1);
        assert!(peaks[0].first_step <= 12_345 && 12_345 <= peaks[0].last_step);
        let steps: u64 = history.buckets().iter().map(|b| b.last_step - b.first_step + 1).sum();
        assert_eq!(steps, 100_000, "every step lies in exactly one bucket");
    }

    #[test]
    fn best_is_the_first_lowest_test_loss() {
        let mut history = History::default();
        for (step, loss) in [3.0, 1.0, 2.0, 1.0].into_iter().enumerate() {
            history.push(point(step as u64, loss));
        }
        assert_eq!(history.best().unwrap().test.step, 1);
    }

    #[test]
    fn fingerprint_depends_on_every_bit() {
        let print = |loss| {
            let mut history = History::default();
            history.push(point(0, loss));
            history.fingerprint()
        };
        assert_eq!(print(1.0), print(1.0));
        assert_ne!(print(1.0), print(1.0 + f64::EPSILON));
    }
}
