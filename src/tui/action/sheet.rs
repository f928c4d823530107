//! Actions of keys on what is laid over the run: the crosshair, the canvas, the guess, the explained step, the menu of exports,
//! the list of saved runs.

use crate::train::Direction;
use crate::tui::inside::Arrow;

/// Actions of the crosshair on the plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointAction {
    /// Move it by so many cells.
    Move(Arrow, u16),
    /// Add a training point of the class of this digit.
    Place(usize),
    /// Add a training point of the chosen class.
    Add,
    /// Choose the next class, or the one before.
    NextClass(Direction),
    /// Remove the nearest training point.
    Remove,
    /// Pick up the nearest training point, or put it down.
    PickUp,
    /// Let go of the point in hand, or take the crosshair away.
    Leave,
}

/// Actions in the menu of exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportAction {
    /// Choose the row above or below.
    Choose(Direction),
    /// Write the chosen export.
    Make,
    /// Write the export of this digit; the last row has 0.
    MakeNumber(usize),
}

/// Actions in the list of saved runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SavedAction {
    /// Choose the run above or below.
    Choose(Direction),
    /// Open the chosen run.
    Open,
}

/// Actions on the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawAction {
    /// Move the pen; it draws if it is down.
    Move(Arrow),
    /// Put the pen or the rubber down, or lift it.
    TogglePen,
    /// Take the rubber, or the pen again.
    ToggleRubber,
    /// Take the last stroke back.
    Undo,
    /// Empty the sheet.
    Clear,
}

/// Actions on the guess of the test accuracy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuessAction {
    /// Change it by this many per cent.
    Change(Direction, u8),
    /// Say it, and show the test set.
    Say,
    /// Show the test set without a guess.
    GiveUp,
}

/// Actions on the sheet that explains the next step. Behind the last of each comes the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExplainAction {
    /// Show the part before, or the next one.
    Tab(Direction),
    /// Choose the weight that many places behind among those of the unit.
    Weight(i64),
    /// Choose the unit that many places behind in the layer.
    Unit(i64),
    /// Choose the layer that many places behind.
    Layer(i64),
    /// Choose the example that many places behind in the step.
    Example(i64),
}
