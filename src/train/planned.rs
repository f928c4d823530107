//! What changes during a run, and when: the entries of a plan and of the record of a run.

use super::setting_id::SettingId;

/// Something of a run that can be changed while the network learns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A setting.
    Setting(SettingId),
    /// The weights, which can go back to those of the best evaluation.
    Weights,
}

/// A change that is to happen after so many steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Steps taken before the change. A change at the step at which the run diverges comes after the divergence.
    pub step: u64,
    /// What changes.
    pub target: Target,
    /// Its value from then on, as typed.
    pub value: String,
}
