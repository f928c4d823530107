//! Changes that were made during a run.

use super::planned::{Planned, Target};
use super::settings::TakesEffect;

/// A change that was made during a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Steps taken before the change; after a divergence, the step that failed.
    pub step: u64,
    /// What changed.
    pub target: Target,
    /// The value before the change, in a few words.
    pub before: String,
    /// The value that makes the change.
    pub value: String,
}

impl Mark {
    /// The planned change that repeats this one.
    pub fn planned(&self) -> Planned {
        Planned { step: self.step, target: self.target, value: self.value.clone() }
    }

    /// Whether a later change of the same target at the same step makes this one irrelevant.
    pub(super) fn is_replaceable(&self) -> bool {
        match self.target {
            Target::Setting(setting) => setting.row().takes_effect == TakesEffect::NextStep,
            Target::Weights => false,
        }
    }
}

/// A planned change that could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The planned change.
    pub planned: Planned,
    /// The reason, as a sentence.
    pub reason: String,
}
