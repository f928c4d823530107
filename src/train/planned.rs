//! Planned changes: what changes, at which step, to which value.

use super::setting_id::SettingId;

/// Something that can change while the network learns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A setting.
    Setting(SettingId),
    /// The weights, which can be restored from the best evaluation.
    Weights,
}

/// A change planned for a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Steps taken before the change. A change at the step at which the run diverges comes after the divergence.
    pub step: u64,
    /// What changes.
    pub target: Target,
    /// The new value, as typed.
    pub value: String,
}
