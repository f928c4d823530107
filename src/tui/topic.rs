//! What can be explained in three sentences and a formula.

use super::panel_id::PanelId;

/// What an explanation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// A panel of the run.
    Panel(PanelId),
    /// The sheet that explains the next step.
    NextStep,
    /// The table of the gradient check.
    GradientCheck,
    /// The sheet to draw on.
    Drawing,
}
