//! Actions of keys on the time machine.

use super::chart::Jump;

/// Actions on the time machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeAction {
    /// Pause and look back at any step, or return to the present.
    Toggle,
    /// Show another step.
    Move(Jump),
    /// Let the run go on from the step that is shown.
    GoOn,
}
