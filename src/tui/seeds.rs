//! The same set-up from many seeds: what came out so far, and the middle of it.

use crate::train::{Bucket, History, SeedRun, Series, Setup};

/// How many seeds.
pub const SEEDS: u64 = 10;

/// Runs from many seeds.
#[derive(Clone, Debug)]
pub struct Seeds {
    /// Tells these runs from those asked for before.
    pub number: u64,
    /// The set-up of the first one; the others have the seeds after its own.
    pub setup: Setup,
    /// Those that are done, in the order of their seeds.
    pub runs: Vec<SeedRun>,
}

/// The lowest, the middle and the highest of some values.
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
    /// Runs that are about to start.
    pub fn new(number: u64, setup: &Setup) -> Seeds {
        Seeds { number, setup: setup.clone(), runs: Vec::new() }
    }

    /// Adds a run that is done.
    pub fn add(&mut self, run: SeedRun) {
        let place = self.runs.partition_point(|other| {
            other.seed.wrapping_sub(self.setup.seed) < run.seed.wrapping_sub(self.setup.seed)
        });
        self.runs.insert(place, run);
    }

    /// How many of them ended with nearly all examples right.
    pub fn solved(&self) -> usize {
        self.runs.iter().filter(|run| run.is_solved).count()
    }

    /// The accuracy of each run on the test examples, at its best step.
    pub fn accuracies(&self) -> Vec<f64> {
        let best = |run: &SeedRun| run.history.best().map_or(0.0, |best| best.test.test.accuracy());
        self.runs.iter().map(best).collect()
    }

    /// How a series went, over the steps that all runs have.
    pub fn band(&self, series: Series) -> Vec<((u64, u64), Spread)> {
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

/// The curve of which each bucket holds the most steps: the others have a value at the end of each of its buckets.
fn coarsest<'a>(curves: &[&'a [Bucket]]) -> Option<&'a [Bucket]> {
    let width = |buckets: &&&[Bucket]| {
        let steps = buckets.last().map_or(0, |last| last.last_step);
        steps / buckets.len().max(1) as u64
    };
    curves.iter().max_by_key(width).copied()
}

/// The last value of a series that was measured up to a step.
fn value_at(buckets: &[Bucket], step: u64, series: Series) -> Option<f64> {
    let measured = buckets.partition_point(|bucket| bucket.last_step <= step);
    buckets[..measured].last().map(|bucket| bucket.range(series).last)
}

/// Of values of which at least one is a number.
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
