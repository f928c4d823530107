//! How the curves are looked at: how their axes are divided, which steps are shown, and where the cursor is.

use super::axis::{Axis, Scaling};
use crate::train::Bucket;

/// How the curves of a run are looked at.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// How the axis of steps is divided.
    pub steps: Scaling,
    /// How the axis of losses is divided.
    pub values: Scaling,
    /// What was recorded at the step that is looked at. It is a copy, which stays exact when the history
    /// takes neighbours together.
    pub cursor: Option<Bucket>,
    /// From all steps to what is shown.
    pub(super) zoom: Vec<StepRange>,
}

/// Which steps are shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum StepRange {
    /// From one step to another.
    Fixed(f64, f64),
    /// So many steps before the last one.
    Newest(f64),
}

/// The steps of all curves: the smallest that is not 0, and the last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Extent {
    pub(super) least: f64,
    pub(super) last: f64,
    /// The last of this run; others may be longer.
    pub(super) now: f64,
}

impl View {
    /// For a new run: there is nothing yet at the cursor, and nothing to zoom into.
    pub fn restart(&mut self) {
        self.cursor = None;
        self.zoom.clear();
    }

    /// Whether only some of the steps are shown.
    pub fn is_zoomed(&self) -> bool {
        !self.zoom.is_empty()
    }

    pub(super) fn axis(&self, extent: Extent) -> Axis {
        let (low, high) = match self.zoom.last() {
            None => (0.0, extent.last),
            Some(&StepRange::Fixed(low, high)) => (low, high),
            Some(&StepRange::Newest(width)) => ((extent.now - width).max(0.0), extent.now),
        };
        match self.steps {
            Scaling::Linear => Axis::linear((low, high)),
            Scaling::Log => {
                // Room for step 0 left of the first one that has a logarithm.
                let low = if low < extent.least { extent.least / 2.0 } else { low };
                Axis::log((low, high), low)
            }
        }
    }

    /// Half of what is shown: around the cursor, or the newest steps of this run.
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

    /// Puts the cursor there, and moves what is shown along if it would be outside.
    pub(super) fn put(&mut self, at: Bucket, extent: Extent) {
        let (low, high) = self.axis(extent).range();
        let step = at.last_step as f64;
        let moved = (step - high).max(0.0) - (low - step).max(0.0);
        if let Some(window) = self.zoom.last_mut() {
            // The newest steps would leave a cursor behind that stays where it is.
            *window = StepRange::Fixed(low + moved, high + moved);
        }
        self.cursor = Some(at);
    }
}
