//! The steps of a run up to the present one.

use std::sync::Arc;

use super::timeline::Timeline;
use super::waypoint::Waypoint;
use crate::train::session::{Curves, Session};

/// The past of a run: the steps that it has taken, as far back as something is kept.
#[derive(Clone, Debug)]
pub struct Past {
    pub(super) timeline: Arc<Timeline>,
    pub(super) curves: Curves,
    last: u64,
}

impl Past {
    /// The past of a run with these curves that has taken `last` steps. `None` if nothing is kept of it.
    pub fn new(timeline: &Arc<Timeline>, curves: Curves, last: u64) -> Option<Past> {
        (!timeline.is_empty()).then(|| Past { timeline: Arc::clone(timeline), curves, last })
    }

    /// The first step that can be gone back to.
    pub fn first(&self) -> u64 {
        self.timeline.waypoints().first().map_or(self.last, |waypoint| waypoint.step())
    }

    /// The steps that the run has taken.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// The kept step that is nearest to this one.
    pub fn nearest(&self, step: u64) -> Option<u64> {
        self.timeline
            .waypoints()
            .iter()
            .map(|waypoint| waypoint.step())
            .min_by_key(|kept| kept.abs_diff(step))
    }

    /// The run at a step that is kept, to look at; it cannot go on.
    pub fn view(&self, step: u64) -> Option<Session> {
        let waypoint = self.timeline.waypoints().iter().find(|waypoint| waypoint.step() == step)?;
        Some(waypoint.view(&self.curves))
    }

    /// The last waypoint up to a step.
    pub(super) fn before(&self, step: u64) -> Option<&Waypoint> {
        self.timeline.waypoints().iter().rfind(|waypoint| waypoint.step() <= step).map(|waypoint| &**waypoint)
    }

    /// Whether both are of the same moment of a run.
    pub(super) fn is(&self, other: &Past) -> bool {
        Arc::ptr_eq(&self.timeline, &other.timeline) && self.last == other.last
    }
}

/// A run as it stood at a step that has passed, from which it can go on. Changes made by hand at that very step are not
/// part of it.
#[derive(Clone, Debug)]
pub struct PastStep {
    session: Arc<Session>,
    /// The changes by hand before it.
    changes: usize,
}

impl PartialEq for PastStep {
    fn eq(&self, other: &PastStep) -> bool {
        Arc::ptr_eq(&self.session, &other.session)
    }
}

impl Eq for PastStep {}

impl PastStep {
    pub(super) fn new(session: Session, changes: usize) -> PastStep {
        PastStep { session: Arc::new(session), changes }
    }

    /// The run.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The changes by hand before it.
    pub fn changes(&self) -> usize {
        self.changes
    }
}
