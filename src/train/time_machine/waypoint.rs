//! A run as it stood at an evaluation.

use std::sync::Arc;

use crate::data::Dataset;
use crate::nn::ThreadPool;
use crate::train::session::{Curves, Session};

/// A run as it stood at an evaluation, without its curves: those of a later step have them.
#[derive(Debug)]
pub struct Waypoint {
    outline: Session,
    /// The evaluations in the curves at that time.
    evaluations: u64,
    /// The changes by hand before it.
    changes: usize,
}

impl Waypoint {
    /// Keeps what is needed of a run that has been changed by hand so many times.
    pub fn new(session: &Session, changes: usize) -> Waypoint {
        Waypoint { outline: session.outline(), evaluations: session.history().evaluations(), changes }
    }

    /// The steps that the run had taken.
    pub fn step(&self) -> u64 {
        self.outline.step()
    }

    /// The changes by hand before it.
    pub fn changes(&self) -> usize {
        self.changes
    }

    /// The data of the run at that time.
    pub fn dataset(&self) -> &Arc<Dataset> {
        self.outline.dataset()
    }

    /// The bytes that it keeps besides the waypoint before it and the data.
    pub fn bytes_besides(&self, before: Option<&Waypoint>) -> usize {
        self.outline.bytes_besides(before.map(|before| &before.outline))
    }

    /// The run at that step to look at; it cannot go on.
    pub fn view(&self, curves: &Curves) -> Session {
        self.outline.with_curves(self.evaluations, curves, ThreadPool::default())
    }

    /// The run at that step, which goes on as it did. The threads of `pool` share its work.
    pub fn revive(&self, curves: &Curves, pool: ThreadPool) -> Session {
        self.outline.revived(self.evaluations, curves, pool)
    }
}
