//! How each layer has done over a run, in bounded memory.

use super::point::Range;
use super::thinned::{Merge, Thinned};
use crate::nn::LayerStatistics;

/// The most buckets of a layer: the columns of dots of a curve on the widest screen.
const CAPACITY: usize = 512;

/// A quantity that each evaluation measures for every layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerSeries {
    /// The norm of the weights.
    WeightNorm,
    /// The norm of the gradient in the last step.
    GradientNorm,
    /// The norm of the last step over that of the weights.
    StepRatio,
    /// The share of saturated units.
    Saturated,
    /// The share of dead units.
    Dead,
}

impl LayerSeries {
    /// All series.
    pub const ALL: [LayerSeries; 5] = [
        LayerSeries::WeightNorm,
        LayerSeries::GradientNorm,
        LayerSeries::StepRatio,
        LayerSeries::Saturated,
        LayerSeries::Dead,
    ];

    /// Its value in the statistics of a layer.
    pub fn of(self, layer: &LayerStatistics) -> f64 {
        match self {
            LayerSeries::WeightNorm => layer.weight_norm,
            LayerSeries::GradientNorm => layer.gradient_norm,
            LayerSeries::StepRatio => layer.step_ratio,
            LayerSeries::Saturated => layer.saturated,
            LayerSeries::Dead => layer.dead,
        }
    }
}

/// A summary of a layer at neighbouring evaluations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LayerBucket {
    /// Step of the first evaluation.
    pub first_step: u64,
    /// Step of the last evaluation.
    pub last_step: u64,
    ranges: [Range; LayerSeries::ALL.len()],
}

impl LayerBucket {
    /// The range of one series.
    pub fn range(&self, series: LayerSeries) -> Range {
        self.ranges[series as usize]
    }
}

impl Merge for LayerBucket {
    fn merge(&mut self, later: &LayerBucket) {
        self.last_step = later.last_step;
        for (range, later) in self.ranges.iter_mut().zip(&later.ranges) {
            // An evaluation without a step before it has no gradient.
            if !later.last.is_nan() {
                range.merge(later);
            }
        }
    }
}

/// How each layer has done from the first step of a run to the last.
#[derive(Clone, Debug, Default)]
pub struct LayerHistory {
    layers: Vec<Thinned<LayerBucket>>,
    latest: Vec<LayerStatistics>,
    step: u64,
}

impl LayerHistory {
    /// Adds the statistics of all layers at an evaluation. The number of layers is always the same.
    pub fn push(&mut self, step: u64, layers: Vec<LayerStatistics>) {
        self.layers.resize_with(layers.len(), || Thinned::new(CAPACITY));
        for (records, layer) in self.layers.iter_mut().zip(&layers) {
            records.push(bucket(step, layer));
        }
        (self.latest, self.step) = (layers, step);
    }

    /// Everything but the curves.
    pub(super) fn outline(&self) -> LayerHistory {
        LayerHistory { layers: Vec::new(), latest: self.latest.clone(), step: self.step }
    }

    /// An outline with the curves of its run, whose first `evaluations` were made by then.
    pub(super) fn with_beginning(&self, evaluations: u64, whole: &LayerHistory) -> LayerHistory {
        let layers = whole.layers.iter().zip(&self.latest);
        let layers = layers
            .map(|(records, latest)| records.beginning(evaluations, bucket(self.step, latest)))
            .collect();
        LayerHistory { layers, ..self.outline() }
    }

    /// The curves of a layer, from the first step to the last.
    pub fn buckets(&self, layer: usize) -> &[LayerBucket] {
        self.layers.get(layer).map_or(&[], Thinned::records)
    }

    /// The step of the first evaluation that is known: of a run from a file, that after its checkpoint.
    pub fn first_step(&self) -> Option<u64> {
        self.buckets(0).first().map(|bucket| bucket.first_step)
    }

    /// The statistics of each layer at the last evaluation.
    pub fn latest(&self) -> &[LayerStatistics] {
        &self.latest
    }

    /// The step of the last evaluation.
    pub fn step(&self) -> u64 {
        self.step
    }
}

/// What an evaluation records of a layer.
fn bucket(step: u64, layer: &LayerStatistics) -> LayerBucket {
    let ranges = LayerSeries::ALL.map(|series| Range::of(series.of(layer)));
    LayerBucket { first_step: step, last_step: step, ranges }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(gradient_norm: f64) -> LayerStatistics {
        LayerStatistics { weight_norm: 1.0, gradient_norm, step_ratio: 1e-3, saturated: 0.5, dead: 0.0 }
    }

    #[test]
    fn memory_is_bounded_and_a_single_peak_survives() {
        let mut history = LayerHistory::default();
        for step in 0..100_000 {
            history.push(step, vec![layer(if step == 12_345 { 9.0 } else { 1.0 }), layer(2.0)]);
        }
        let buckets = history.buckets(0);
        assert!(buckets.len() <= CAPACITY && buckets.len() >= CAPACITY / 2);
        let peaks = buckets.iter().filter(|bucket| bucket.range(LayerSeries::GradientNorm).max > 8.0);
        assert_eq!(peaks.count(), 1);
        let steps: u64 = buckets.iter().map(|bucket| bucket.last_step - bucket.first_step + 1).sum();
        assert_eq!(steps, 100_000, "every step lies in exactly one bucket");
    }

    #[test]
    fn an_evaluation_without_a_step_leaves_no_gap_in_a_merged_bucket() {
        let mut bucket = LayerBucket {
            first_step: 0,
            last_step: 0,
            ranges: LayerSeries::ALL.map(|series| Range::of(series.of(&layer(f64::NAN)))),
        };
        let later = |gradient_norm| LayerBucket {
            ranges: LayerSeries::ALL.map(|series| Range::of(series.of(&layer(gradient_norm)))),
            ..bucket
        };
        let (first, none) = (later(3.0), later(f64::NAN));
        bucket.merge(&first);
        bucket.merge(&none);
        assert_eq!(bucket.range(LayerSeries::GradientNorm), Range::of(3.0));
    }
}
