//! What is kept of a run while it goes on.

use std::sync::Arc;

use super::live_change::LiveChange;
use super::waypoint::Waypoint;
use crate::train::session::{Session, bytes_of};

/// The most waypoints.
const MOST: usize = 200;
/// The most bytes of all waypoints, and of the data that only they hold, unless that were too few of them.
const BYTES: usize = 32 << 20;
/// The fewest waypoints of a run with a large network: the start, one between, and the newest.
const FEWEST: usize = 3;
/// The most bytes of the changes by hand.
const BYTES_OF_CHANGES: usize = 4 << 20;

/// What is kept of a run: how it stood at some evaluations, and what was changed by hand. Memory is bounded: when there
/// is too much, every second waypoint is dropped, and from then on only every second evaluation is kept.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The earliest first.
    waypoints: Vec<Arc<Waypoint>>,
    changes: Vec<Arc<LiveChange>>,
    /// Changes by hand before the first of these, which are forgotten.
    forgotten: usize,
    /// One of so many evaluations is kept.
    every: u64,
    /// Evaluations so far.
    evaluations: u64,
    /// The bytes of all waypoints, without the data. Each shares with the one before it, so adding them up takes long.
    bytes: usize,
}

impl Default for Timeline {
    fn default() -> Timeline {
        Timeline {
            waypoints: Vec::new(),
            changes: Vec::new(),
            forgotten: 0,
            every: 1,
            evaluations: 0,
            bytes: 0,
        }
    }
}

impl Timeline {
    /// Counts an evaluation of the run, and keeps the run as it stands if this is one to keep.
    pub fn count(&mut self, session: &Session) {
        let is_due = self.evaluations.is_multiple_of(self.every);
        self.evaluations += 1;
        if !is_due {
            return;
        }
        let waypoint = Waypoint::new(session, self.changes());
        self.bytes += waypoint.bytes_besides(self.waypoints.last().map(|before| &**before));
        self.waypoints.push(Arc::new(waypoint));
        while self.bytes_of_old_data(session) > BYTES {
            self.waypoints.remove(0);
            self.weigh();
        }
        while self.waypoints.len() > MOST || self.waypoints.len() > FEWEST && self.bytes > BYTES {
            self.halve();
        }
    }

    /// Notes a change by hand.
    pub fn note(&mut self, change: LiveChange) {
        self.changes.push(Arc::new(change));
        if self.changes.iter().map(|change| change.bytes()).sum::<usize>() > BYTES_OF_CHANGES {
            self.forget_half();
        }
    }

    /// How many changes were made by hand.
    pub fn changes(&self) -> usize {
        self.forgotten + self.changes.len()
    }

    /// Forgets what came after this step and this many changes by hand, because the run goes on from there in another way.
    pub fn cut(&mut self, step: u64, changes: usize) {
        self.waypoints.retain(|waypoint| waypoint.step() <= step && waypoint.changes() <= changes);
        self.changes.truncate(changes.saturating_sub(self.forgotten));
        self.evaluations = self.waypoints.len() as u64 * self.every;
        self.weigh();
    }

    /// The waypoints, the earliest first.
    pub(super) fn waypoints(&self) -> &[Arc<Waypoint>] {
        &self.waypoints
    }

    /// The change by hand after this many.
    pub(super) fn change(&self, nth: usize) -> Option<&LiveChange> {
        self.changes.get(nth.checked_sub(self.forgotten)?).map(|change| &**change)
    }

    /// The number of waypoints.
    pub fn len(&self) -> usize {
        self.waypoints.len()
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.waypoints.is_empty()
    }

    /// The bytes of all waypoints, without the data.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Adds up the bytes of all waypoints, after some of them were dropped.
    fn weigh(&mut self) {
        let before = [None].into_iter().chain(self.waypoints.iter().map(|waypoint| Some(&**waypoint)));
        self.bytes =
            self.waypoints.iter().zip(before).map(|(waypoint, before)| waypoint.bytes_besides(before)).sum();
    }

    /// The bytes of the data that waypoints hold and the run does not.
    fn bytes_of_old_data(&self, session: &Session) -> usize {
        let sets = self.waypoints.chunk_by(|a, b| Arc::ptr_eq(a.dataset(), b.dataset()));
        let old =
            sets.map(|waypoints| waypoints[0].dataset()).filter(|old| !Arc::ptr_eq(old, session.dataset()));
        old.map(|old| bytes_of(old)).sum()
    }

    fn halve(&mut self) {
        let mut nth = 0;
        self.waypoints.retain(|_| {
            nth += 1;
            nth % 2 == 1
        });
        self.every *= 2;
        self.weigh();
    }

    /// Forgets the first half of the changes by hand, and the waypoints before. If none is left, the run is kept at its next
    /// evaluation.
    fn forget_half(&mut self) {
        let half = self.changes.len() / 2;
        self.changes.drain(..half);
        self.forgotten += half;
        self.waypoints.retain(|waypoint| waypoint.changes() >= self.forgotten);
        self.evaluations = self.waypoints.len() as u64 * self.every;
        self.weigh();
    }
}
