//! Evaluations of a run, and buckets of neighbouring ones.

use serde::{Deserialize, Serialize};

use super::thinned::Merge;
use crate::nn::Metrics;

/// A quantity that each evaluation measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// Mean loss over the training examples.
    TrainLoss,
    /// Mean loss over the test examples.
    TestLoss,
    /// Training accuracy, from 0 to 1.
    TrainAccuracy,
    /// Test accuracy, from 0 to 1.
    TestAccuracy,
    /// Mean loss over the validation set; NaN if there is none.
    ValidationLoss,
    /// Validation accuracy, from 0 to 1; NaN if there is no validation set.
    ValidationAccuracy,
}

impl Series {
    /// All series.
    pub const ALL: [Series; 6] = [
        Series::TrainLoss,
        Series::TestLoss,
        Series::TrainAccuracy,
        Series::TestAccuracy,
        Series::ValidationLoss,
        Series::ValidationAccuracy,
    ];
}

/// One evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Steps taken before it.
    pub step: u64,
    /// Epochs completed, including the fraction of the current one.
    pub epoch: f64,
    /// On the training examples.
    pub train: Metrics,
    /// On the test examples.
    pub test: Metrics,
    /// On the validation set, if there is one.
    pub validation: Option<Metrics>,
}

impl Point {
    /// The value of one series.
    pub fn get(&self, series: Series) -> f64 {
        match series {
            Series::TrainLoss => self.train.loss,
            Series::TestLoss => self.test.loss,
            Series::TrainAccuracy => self.train.accuracy(),
            Series::TestAccuracy => self.test.accuracy(),
            Series::ValidationLoss => self.validation.map_or(f64::NAN, |validation| validation.loss),
            Series::ValidationAccuracy => {
                self.validation.map_or(f64::NAN, |validation| validation.accuracy())
            }
        }
    }

    /// The losses on the training and test examples, and on the validation set if there is one.
    pub fn losses(&self) -> impl Iterator<Item = f64> {
        let validation = self.validation.map(|validation| validation.loss);
        [self.train.loss, self.test.loss].into_iter().chain(validation)
    }

    /// Whether all losses are those of `other`, to the bit.
    pub fn has_losses_of(&self, other: &Point) -> bool {
        self.losses().map(f64::to_bits).eq(other.losses().map(f64::to_bits))
    }

    /// The measurement that selects the best step: on the validation set if there is one, on the test examples
    /// otherwise.
    pub fn watched_metrics(&self) -> Metrics {
        self.validation.unwrap_or(self.test)
    }

    /// The loss that selects the best step.
    pub fn watched(&self) -> f64 {
        self.watched_metrics().loss
    }

    /// Test loss minus training loss.
    pub fn gap(&self) -> f64 {
        self.test.loss - self.train.loss
    }
}

/// The range of a series within a bucket.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// Its smallest value.
    pub min: f64,
    /// Its largest value.
    pub max: f64,
    /// Its last value.
    pub last: f64,
}

impl Range {
    /// The range of one value.
    pub(super) fn of(value: f64) -> Range {
        Range { min: value, max: value, last: value }
    }
}

impl Merge for Range {
    fn merge(&mut self, later: &Range) {
        self.min = self.min.min(later.min);
        self.max = self.max.max(later.max);
        // An evaluation may lack a quantity that the one before had, in the log of another program.
        self.last = if later.last.is_nan() { self.last } else { later.last };
    }
}

/// Compares bits, so that NaN equals NaN.
impl PartialEq for Range {
    fn eq(&self, other: &Range) -> bool {
        let bits = |range: &Range| [range.min, range.max, range.last].map(f64::to_bits);
        bits(self) == bits(other)
    }
}

/// A summary of neighbouring evaluations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    /// Step of the first evaluation.
    pub first_step: u64,
    /// Step of the last evaluation.
    pub last_step: u64,
    /// Epochs completed at the last evaluation, as in [`Point::epoch`].
    pub last_epoch: f64,
    ranges: [Range; Series::ALL.len()],
}

impl Bucket {
    pub(super) fn of(point: &Point) -> Bucket {
        Bucket {
            first_step: point.step,
            last_step: point.step,
            last_epoch: point.epoch,
            ranges: Series::ALL.map(|series| Range::of(point.get(series))),
        }
    }

    /// The range of one series.
    pub fn range(&self, series: Series) -> Range {
        self.ranges[series as usize]
    }
}

impl Merge for Bucket {
    fn merge(&mut self, later: &Bucket) {
        self.last_step = later.last_step;
        self.last_epoch = later.last_epoch;
        for (range, later) in self.ranges.iter_mut().zip(&later.ranges) {
            range.merge(later);
        }
    }
}
