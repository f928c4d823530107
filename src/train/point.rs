//! What is measured along a run, and neighbouring evaluations taken together.

use crate::nn::Metrics;

/// What is measured along a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// Mean loss of a training example.
    TrainLoss,
    /// Mean loss of a test example.
    TestLoss,
    /// Share of the training examples that is right.
    TrainAccuracy,
    /// Share of the test examples that is right.
    TestAccuracy,
    /// Mean loss of a validation example; not a number without a validation set.
    ValidationLoss,
    /// Share of the validation examples that is right; not a number without a validation set.
    ValidationAccuracy,
}

impl Series {
    /// All of them.
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
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Steps taken before it.
    pub step: u64,
    /// Epochs completed before it, with the fraction of the one in hand.
    pub epoch: f64,
    /// On the training examples.
    pub train: Metrics,
    /// On the test examples.
    pub test: Metrics,
    /// On the validation examples, if there are any.
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

    /// The loss by which the best step is chosen: of the validation examples if there are any, else of the test examples.
    pub fn watched(&self) -> f64 {
        self.validation.unwrap_or(self.test).loss
    }

    /// Test loss less training loss: how much worse the network is on what it has not seen.
    pub fn gap(&self) -> f64 {
        self.test.loss - self.train.loss
    }
}

/// What a series did over the steps of a bucket.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// Its smallest value.
    pub min: f64,
    /// Its largest value.
    pub max: f64,
    /// Its last value.
    pub last: f64,
}

/// To the bit, so that what is not a number is equal to itself.
impl PartialEq for Range {
    fn eq(&self, other: &Range) -> bool {
        let bits = |range: &Range| [range.min, range.max, range.last].map(f64::to_bits);
        bits(self) == bits(other)
    }
}

/// Neighbouring evaluations taken together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    /// Step of the first evaluation.
    pub first_step: u64,
    /// Step of the last evaluation.
    pub last_step: u64,
    /// Epochs before the last evaluation, as in [`Point`].
    pub last_epoch: f64,
    ranges: [Range; Series::ALL.len()],
}

impl Bucket {
    pub(super) fn of(point: &Point) -> Bucket {
        let range = |series| {
            let value = point.get(series);
            Range { min: value, max: value, last: value }
        };
        Bucket {
            first_step: point.step,
            last_step: point.step,
            last_epoch: point.epoch,
            ranges: Series::ALL.map(range),
        }
    }

    /// What one series did in here.
    pub fn range(&self, series: Series) -> Range {
        self.ranges[series as usize]
    }

    pub(super) fn merge(&mut self, later: &Bucket) {
        self.last_step = later.last_step;
        self.last_epoch = later.last_epoch;
        for (range, later) in self.ranges.iter_mut().zip(&later.ranges) {
            range.min = range.min.min(later.min);
            range.max = range.max.max(later.max);
            range.last = later.last;
        }
    }
}
