//! The curves of a run, in bounded memory: however long it runs, every peak stays visible.

use crate::nn::Metrics;

/// The most buckets kept; twice the columns of dots on the widest screen.
const CAPACITY: usize = 4096;
/// The most marks kept, the newest: more key presses than that are not told apart on any axis.
const MARKS: usize = 1024;
/// Settings of which only the last change before a step counts, because nothing happens until then. Others may add units,
/// draw examples, or have the network measured each time.
const IDLE: [&str; 3] = ["eta", "l1", "l2"];

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
    /// Mean loss of an example that is held out; not a number if there is none.
    ValidationLoss,
    /// Share of the examples held out that is right; not a number if there is none.
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
    /// On the examples held out, if there are any.
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

    /// The loss by which the best step is chosen: of the examples held out, else of the test examples.
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
    fn of(point: &Point) -> Bucket {
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

    fn merge(&mut self, later: &Bucket) {
        self.last_step = later.last_step;
        self.last_epoch = later.last_epoch;
        for (range, later) in self.ranges.iter_mut().zip(&later.ranges) {
            range.min = range.min.min(later.min);
            range.max = range.max.max(later.max);
            range.last = later.last;
        }
    }
}

/// The best evaluation so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Best {
    /// The one with the lowest test loss, or loss of the examples held out.
    pub test: Point,
    /// The one with the highest training accuracy: the lecture's best model.
    pub train: Point,
}

/// A setting that was changed while the run went on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Steps taken before the change.
    pub step: u64,
    /// The name of the setting.
    pub setting: &'static str,
    /// Its value before.
    pub before: String,
    /// Its value from then on.
    pub value: String,
}

/// The curves of one run.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    buckets: Vec<Bucket>,
    /// Evaluations that make a full bucket.
    per_bucket: u32,
    /// Evaluations in the last bucket.
    in_last: u32,
    marks: Vec<Mark>,
    /// Whether there were changes before those of `marks`.
    forgets: bool,
    best: Option<Best>,
    latest: Option<Point>,
    fingerprint: u64,
}

impl Default for History {
    fn default() -> History {
        History {
            buckets: Vec::new(),
            per_bucket: 1,
            in_last: 0,
            marks: Vec::new(),
            forgets: false,
            best: None,
            latest: None,
            fingerprint: FNV_OFFSET,
        }
    }
}

impl History {
    /// Adds an evaluation, which is later than all before.
    pub fn push(&mut self, point: Point) {
        self.add_to_buckets(&point);
        self.best = Some(match self.best {
            None => Best { test: point, train: point },
            Some(best) => Best {
                test: if point.watched() < best.test.watched() { point } else { best.test },
                train: if point.train.correct > best.train.train.correct { point } else { best.train },
            },
        });
        self.fingerprint = fnv(self.fingerprint, point.train.loss.to_bits());
        self.fingerprint = fnv(self.fingerprint, point.test.loss.to_bits());
        if let Some(validation) = point.validation {
            self.fingerprint = fnv(self.fingerprint, validation.loss.to_bits());
        }
        self.latest = Some(point);
    }

    /// Remembers that a setting was changed.
    pub fn mark(&mut self, mark: Mark) {
        match self.marks.last_mut() {
            Some(last)
                if (last.step, last.setting) == (mark.step, mark.setting) && IDLE.contains(&mark.setting) =>
            {
                last.value = mark.value;
            }
            _ => self.marks.push(mark),
        }
        if self.marks.len() > MARKS {
            self.marks.remove(0);
            self.forgets = true;
        }
    }

    /// The best evaluation so far counts no more: what it was measured on has changed.
    pub fn forget_best(&mut self) {
        self.best = None;
    }

    /// The curves, from the first step to the last.
    pub fn buckets(&self) -> &[Bucket] {
        &self.buckets
    }

    /// The settings that were changed, in order; of very many the last ones.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Whether there were changes before those of [`History::marks`].
    pub fn forgets(&self) -> bool {
        self.forgets
    }

    /// The best evaluation so far.
    pub fn best(&self) -> Option<&Best> {
        self.best.as_ref()
    }

    /// The last evaluation.
    pub fn latest(&self) -> Option<&Point> {
        self.latest.as_ref()
    }

    /// A hash of the bits of all losses: two runs with the same one had the same curves.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    fn add_to_buckets(&mut self, point: &Point) {
        let bucket = Bucket::of(point);
        match self.buckets.last_mut() {
            Some(last) if self.in_last < self.per_bucket => last.merge(&bucket),
            _ => {
                if self.buckets.len() == CAPACITY {
                    self.halve();
                }
                self.buckets.push(bucket);
                self.in_last = 0;
            }
        }
        self.in_last += 1;
    }

    /// Merges neighbours, so that half the buckets hold twice as much each.
    fn halve(&mut self) {
        let merged = self.buckets.chunks(2).map(|pair| {
            let mut bucket = pair[0];
            pair[1..].iter().for_each(|later| bucket.merge(later));
            bucket
        });
        self.buckets = merged.collect();
        self.per_bucket *= 2;
    }
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// The 64-bit FNV-1a hash, one byte after the other (Fowler, Noll and Vo).
fn fnv(hash: u64, bits: u64) -> u64 {
    let add = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    bits.to_le_bytes().into_iter().fold(hash, add)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(step: u64, loss: f64) -> Point {
        let metrics = Metrics { loss, correct: 1, examples: 2 };
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
