//! The record of what changed during a run.

use super::planned::{Planned, Target};
use super::settings::TakesEffect;

/// A change that was carried out while the run went on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Steps taken before the change; for one that came after a divergence, the step that failed.
    pub step: u64,
    /// What changed.
    pub target: Target,
    /// Its value before.
    pub before: String,
    /// Its value from then on.
    pub value: String,
}

impl Mark {
    /// The plan that repeats this change.
    pub fn planned(&self) -> Planned {
        Planned { step: self.step, target: self.target, value: self.value.clone() }
    }

    /// Whether this change had no effect if another one of the same target follows at the same step.
    pub(super) fn is_replaceable(&self) -> bool {
        match self.target {
            Target::Setting(setting) => setting.row().takes_effect == TakesEffect::NextStep,
            Target::Weights => false,
        }
    }
}

/// A planned change that was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The change.
    pub planned: Planned,
    /// Why not.
    pub reason: String,
}
