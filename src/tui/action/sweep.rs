//! Actions of keys on the sweep.

use crate::train::Direction;
use crate::tui::inside::Arrow;

/// Actions on the sweep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SweepAction {
    /// Choose the cell beside the chosen one.
    Move(Arrow),
    /// Choose another run of the cell.
    MoveRun(Direction),
    /// Open the chosen run.
    Open,
    /// Show the next pair of settings as rows and columns.
    NextAxes,
    /// Show the next number in the cells.
    NextMeasure,
}
