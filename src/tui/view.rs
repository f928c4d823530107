//! The view of the curves: the scaling of their axes, the zoom, and the cursor.

use super::axis::{Axis, Place, Scaling};
use super::line_data::Source;
use crate::train::Bucket;

/// The view of the curves of a run.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The scaling of the axis of steps.
    pub steps: Scaling,
    /// The scaling of the axis of losses.
    pub values: Scaling,
    /// The bucket at the cursor. It is a copy, which stays exact when the history merges neighbouring buckets.
    pub cursor: Option<Bucket>,
    /// The labels of the charts.
    pub labels: Labels,
    /// The levels of zoom, from the outermost to the one that is shown. Empty if all steps are shown.
    pub(super) zoom: Vec<StepRange>,
}

/// The labels of the charts. They change less often than the values.
#[derive(Clone, Debug)]
pub struct Labels {
    /// Where the names of the lines of the loss stand.
    pub loss: Vec<(Source, Place)>,
    /// Where the names of the lines of the accuracy stand.
    pub accuracy: Vec<(Source, Place)>,
    /// The best step.
    pub best: Option<BestStep>,
    /// The number of reports since labels moved last, and since the time before.
    pub(super) ages: [u32; 2],
}

impl Default for Labels {
    fn default() -> Labels {
        Labels { loss: Vec::new(), accuracy: Vec::new(), best: None, ages: [u32::MAX; 2] }
    }
}

/// The best step as it is marked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BestStep {
    /// The step.
    pub step: u64,
    /// Its loss.
    pub loss: f64,
    /// Whether it was chosen by the validation set, and not by the test examples.
    pub is_validation: bool,
}

/// A range of steps to show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum StepRange {
    /// From one step to another.
    Fixed(f64, f64),
    /// This many steps up to the last one.
    Newest(f64),
}

/// The steps of all curves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Extent {
    /// The smallest step that is not 0.
    pub(super) least: f64,
    /// The last step of all curves.
    pub(super) last: f64,
    /// The last step of this run. Other curves may be longer.
    pub(super) now: f64,
}

impl View {
    /// Removes the cursor and the zoom, for a new run.
    pub fn restart(&mut self) {
        self.cursor = None;
        self.zoom.clear();
        self.labels = Labels::default();
    }

    /// Whether only some of the steps are shown.
    pub fn is_zoomed(&self) -> bool {
        !self.zoom.is_empty()
    }

    /// The axis of the steps that are shown.
    pub(super) fn axis(&self, extent: Extent) -> Axis {
        let (low, high) = match self.zoom.last() {
            None => (0.0, extent.last),
            Some(&StepRange::Fixed(low, high)) => (low, high),
            Some(&StepRange::Newest(width)) => ((extent.now - width).max(0.0), extent.now),
        };
        match self.steps {
            Scaling::Linear => Axis::linear((low, high)),
            Scaling::Log => {
                // Leaves room for step 0, which has no logarithm, left of the first step.
                let low = low.max(extent.least / 2.0);
                Axis::log((low, high), low)
            }
        }
    }

    /// Half of the range that is shown: around the cursor, or else the newest steps of this run.
    pub(super) fn half(&self, extent: Extent) -> StepRange {
        let axis = self.axis(extent);
        let (low, high) = axis.range();
        match &self.cursor {
            None => StepRange::Newest((high.min(extent.now) - low).max(0.0) / 2.0),
            Some(at) => {
                let start = (axis.share(at.last_step as f64) - 0.25).clamp(0.0, 0.5);
                StepRange::Fixed(axis.value(start).max(0.0), axis.value(start + 0.5))
            }
        }
    }

    /// The range of `factor` times the length that keeps the step at `share` of the axis where it is, as far as there are
    /// steps.
    pub(super) fn scaled(&self, extent: Extent, share: f64, factor: f64) -> StepRange {
        let axis = self.axis(extent);
        let start = share - share * factor;
        let (low, high) = (axis.value(start), axis.value(start + factor));
        match self.steps {
            Scaling::Linear => {
                let length = (high - low).min(extent.last);
                let low = low.clamp(0.0, extent.last - length);
                StepRange::Fixed(low, low + length)
            }
            Scaling::Log => StepRange::Fixed(low.max(0.0), high.min(extent.last)),
        }
    }

    /// Whether a range shows all steps.
    pub(super) fn is_whole(&self, range: StepRange, extent: Extent) -> bool {
        let least = if self.steps == Scaling::Log { extent.least / 2.0 } else { 0.0 };
        // A tolerance for the rounding of logarithms.
        let near = 1.0 + 1e-9;
        matches!(range, StepRange::Fixed(low, high) if low <= least * near && high * near >= extent.last)
    }

    /// Moves the cursor to `at`, and the range that is shown along with it if the cursor would be outside.
    pub(super) fn put(&mut self, at: Bucket, extent: Extent) {
        let (low, high) = self.axis(extent).range();
        let step = at.last_step as f64;
        let moved = (step - high).max(0.0) - (low - step).max(0.0);
        if let Some(window) = self.zoom.last_mut() {
            // A range of the newest steps would move on and leave the cursor outside.
            *window = StepRange::Fixed(low + moved, high + moved);
        }
        self.cursor = Some(at);
    }
}
