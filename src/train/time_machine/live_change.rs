//! Changes that were made by hand while a run went on.

use crate::train::cures::Cure;
use crate::train::session::Session;
use crate::train::setup::Setup;

/// What was done to a run.
#[derive(Clone, Debug)]
enum Deed {
    TakeOver(Setup),
    GoBack,
    Cure { cure: Cure, end: u64 },
}

/// A change of a run by hand, and the steps that had been taken before it.
#[derive(Clone, Debug)]
pub struct LiveChange {
    step: u64,
    deed: Deed,
}

impl LiveChange {
    /// The live settings of this set-up were taken over.
    pub fn take_over(step: u64, wanted: &Setup) -> LiveChange {
        LiveChange { step, deed: Deed::TakeOver(wanted.clone()) }
    }

    /// The weights of the best evaluation were restored.
    pub fn go_back(step: u64) -> LiveChange {
        LiveChange { step, deed: Deed::GoBack }
    }

    /// A cure was taken, with which the run has at least `end` steps.
    pub fn cure(step: u64, cure: &Cure, end: u64) -> LiveChange {
        LiveChange { step, deed: Deed::Cure { cure: cure.clone(), end } }
    }

    /// The steps that had been taken before it.
    pub(super) fn step(&self) -> u64 {
        self.step
    }

    /// Makes the change again. What was refused then is refused again.
    pub(super) fn make(&self, session: &mut Session) {
        match &self.deed {
            Deed::TakeOver(wanted) => drop(session.change(wanted)),
            Deed::GoBack => session.go_back(),
            Deed::Cure { cure, end } => drop(cure.apply(session, *end)),
        }
    }

    /// Its bytes.
    pub(super) fn bytes(&self) -> usize {
        /// The bytes of an edited point in a tree.
        const POINT: usize = 48;
        let points = match &self.deed {
            Deed::TakeOver(wanted) => wanted.points.iter().count(),
            Deed::GoBack | Deed::Cure { .. } => 0,
        };
        size_of::<LiveChange>() + points * POINT
    }
}
