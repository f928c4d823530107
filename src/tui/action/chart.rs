//! Actions of keys and of the wheel on the curves.

/// Actions on the curves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartAction {
    /// Switch the loss axis between logarithmic and linear.
    ToggleLogValues,
    /// Switch the step axis between logarithmic and linear.
    ToggleLogSteps,
    /// Show or hide the cursor.
    ToggleCursor,
    /// Move the cursor.
    Move(Jump),
    /// Show fewer steps.
    ZoomIn,
    /// Undo the last zoom.
    ZoomOut,
    /// Pin the curves of this run for comparison.
    Pin,
    /// Remove all pinned curves.
    UnpinAll,
}

/// A notch of the wheel over the curves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notch {
    /// Shows fewer steps.
    Up,
    /// Shows more steps.
    Down,
}

/// A movement of the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jump {
    /// This many columns to the left.
    Left(i64),
    /// This many columns to the right.
    Right(i64),
    /// To this column of the plot.
    To(i64),
    /// To the first evaluation.
    First,
    /// To the last one.
    Last,
}
