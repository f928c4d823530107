//! The state of the time machine, in which steps of the run that have passed are shown.

use std::sync::Arc;

use crate::train::{Bucket, History, Past, PastStep, Setup, Snapshot};

/// The time machine while it is open.
#[derive(Debug)]
pub struct TimeMachine {
    /// The steps that the run has taken.
    pub past: Past,
    /// The chosen step.
    pub step: u64,
    /// The number of the last request for a step.
    pub(super) request: u64,
    /// The share of the computation of the chosen step that is done, until all of it is.
    pub computing: Option<f64>,
    /// The run at the chosen step, once it is computed.
    pub(super) exact: Option<PastStep>,
    /// Whether the run goes on from there as soon as it is computed.
    pub goes_on: bool,
    pub(super) present: Present,
}

/// What is shown of the present while the time machine is closed.
#[derive(Clone, Debug)]
pub(super) struct Present {
    pub(super) snapshot: Box<Snapshot>,
    pub(super) in_force: Setup,
    pub(super) wanted: Setup,
    pub(super) ghost: Option<Arc<History>>,
    pub(super) cursor: Option<Bucket>,
}

impl TimeMachine {
    /// Opens it at the present step. `None` if nothing is kept of the run.
    pub(super) fn new(present: Present) -> Option<TimeMachine> {
        let past = present.snapshot.past()?;
        Some(TimeMachine {
            step: past.last(),
            past,
            request: 0,
            computing: None,
            exact: None,
            goes_on: false,
            present,
        })
    }

    /// Whether the present step is chosen.
    pub fn is_at_present(&self) -> bool {
        self.step == self.past.last()
    }

    /// The last report of the run.
    pub fn present(&self) -> &Snapshot {
        &self.present.snapshot
    }
}
