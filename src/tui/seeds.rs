//! Runs of one set-up from many seeds, and the spread of their results.

use crate::train::{Bucket, History, SeedRun, Series, Setup};

/// The number of seeds.
pub const SEEDS: u64 = 10;

/// Runs from many seeds.
#[derive(Clone, Debug)]
pub struct Seeds {
    /// The number of the request, which tells these runs from those of earlier requests.
    pub number: u64,
    /// The set-up of the first run. The others have the seeds that follow its seed.
    pub setup: Setup,
    /// The finished runs, in the order of their seeds.
    pub runs: Vec<SeedRun>,
}

/// The lowest value, the median and the highest value of several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The lowest.
    pub low: f64,
    /// The median.
    pub median: f64,
    /// The highest.
    pub high: f64,
}

impl Seeds {
    /// Seeds without any finished run.
    pub fn new(number: u64, setup: &Setup) -> Seeds {
        Seeds { number, setup: setup.clone(), runs: Vec::new() }
    }

    /// Adds a finished run.
    pub fn add(&mut self, run: SeedRun) {
        let place = self.runs.partition_point(|other| {
            other.seed.wrapping_sub(self.setup.seed) < run.seed.wrapping_sub(self.setup.seed)
        });
        self.runs.insert(place, run);
    }

    /// How many of the runs solved their task.
    pub fn solved(&self) -> usize {
        self.runs.iter().filter(|run| run.is_solved).count()
    }

    /// The test accuracy of each run at its best step.
    pub fn accuracies(&self) -> Vec<f64> {
        let best = |run: &SeedRun| run.history.best().map_or(0.0, |best| best.test.test.accuracy());
        self.runs.iter().map(best).collect()
    }

    /// The spread of a series over the steps that all runs have, with the first and last step of each value.
    pub fn spread(&self, series: Series) -> Vec<((u64, u64), Spread)> {
        let curves: Vec<&[Bucket]> = self.runs.iter().map(|run| History::buckets(&run.history)).collect();
        let ends = curves.iter().filter_map(|buckets| buckets.last()).map(|last| last.last_step);
        let (Some(end), Some(coarsest)) = (ends.min(), coarsest(&curves)) else { return Vec::new() };
        let shared = coarsest.iter().take_while(|bucket| bucket.last_step <= end);
        let at = |bucket: &Bucket| {
            let values = curves.iter().filter_map(|buckets| value_at(buckets, bucket.last_step, series));
            spread(values.collect()).map(|spread| ((bucket.first_step, bucket.last_step), spread))
        };
        shared.filter_map(at).collect()
    }
}

/// The curve with the most steps in each bucket. The others have a value at the end of each of its buckets.
fn coarsest<'a>(curves: &[&'a [Bucket]]) -> Option<&'a [Bucket]> {
    let width = |buckets: &&&[Bucket]| {
        let steps = buckets.last().map_or(0, |last| last.last_step);
        steps / buckets.len().max(1) as u64
    };
    curves.iter().max_by_key(width).copied()
}

/// The last value of a series up to a step.
fn value_at(buckets: &[Bucket], step: u64, series: Series) -> Option<f64> {
    let measured = buckets.partition_point(|bucket| bucket.last_step <= step);
    buckets[..measured].last().map(|bucket| bucket.range(series).last)
}

/// The spread of the finite ones among `values`, or `None` if there are none.
pub fn spread(mut values: Vec<f64>) -> Option<Spread> {
    values.retain(|value| value.is_finite());
    values.sort_by(f64::total_cmp);
    let (low, high) = (*values.first()?, *values.last()?);
    let middle = values.len() / 2;
    let median = if values.len() % 2 == 1 {
        values[middle]
    } else {
        f64::midpoint(values[middle - 1], values[middle])
    };
    Some(Spread { low, median, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(spread(vec![3.0, 1.0, 2.0]), Some(Spread { low: 1.0, median: 2.0, high: 3.0 }));
        assert_eq!(spread(vec![4.0, 1.0, 2.0, f64::NAN, 3.0]).map(|s| s.median), Some(2.5));
        assert_eq!(spread(vec![f64::NAN]), None);
    }
}
