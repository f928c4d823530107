//! What a key can do.

use crate::train::{Direction, Preset};

/// Everything a person can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Start the run of the chosen card.
    Start,
    /// One level out: close what is open, or go back to the picker.
    Back,
    /// Show or hide the page of keys.
    ToggleHelp,
    /// Show what the terminal can show, then the next kind of glyphs.
    TestCard,
    /// Switches between a dark and a light background.
    ToggleBackground,
    /// Quit, after asking if a run would be lost.
    Quit,
    /// Quit at once.
    QuitNow,
    /// Go to the background; `fg` brings the screen back.
    Suspend,
    /// Yes to the question asked.
    Confirm,
    /// To the field above, or from the fields to the cards.
    Up,
    /// To the field below, or from the cards to the fields.
    Down,
    /// To the card on the left, the value before, or the image before.
    Left,
    /// To the card on the right, the value after, or the image after.
    Right,
    /// Choose the card of this number.
    ChooseCard(usize),
    /// Run or pause.
    TogglePause,
    /// One step, then pause.
    Step,
    /// To the end of the epoch, then pause.
    Epoch,
    /// The next slower pace.
    Slower,
    /// The next faster pace.
    Faster,
    /// The next value of the setting of this name.
    Change(&'static str, Direction),
    /// The settings of a preset.
    Preset(Preset),
    /// Back to the weights of the best step.
    GoBack,
    /// The same set-up from ten seeds, beside the run.
    ManySeeds,
    /// Show or hide all settings.
    ToggleSetup,
    /// The same run again, from the same start.
    Again,
    /// A new run from the next seed.
    NewSeed,
    /// Show all points or the test points only.
    ToggleTrainPoints,
    /// Show how sure the network is, or which side it is on.
    ToggleHardEdge,
    /// Walk through all images or the wrong ones only.
    ToggleWrongOnly,
    /// Look at the curves in another way.
    ChartAction(ChartAction),
}

/// How the curves can be looked at, and what they can be compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartAction {
    /// Divide the axis of losses by powers of ten, or evenly.
    ToggleLogValues,
    /// Divide the axis of steps by powers of ten, or evenly.
    ToggleLogSteps,
    /// Put a cursor on the curves, or take it away.
    ToggleCursor,
    /// Move the cursor.
    Move(Jump),
    /// Show fewer steps.
    ZoomIn,
    /// Show as many steps as before the last zoom.
    ZoomOut,
    /// Keep the curves of this run to compare others with.
    Pin,
    /// Forget all curves that were kept.
    UnpinAll,
}

/// Where a cursor goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jump {
    /// So many columns to the left.
    Left(i64),
    /// So many columns to the right.
    Right(i64),
    /// To this column of the plot.
    To(i64),
    /// To the first evaluation.
    First,
    /// To the last one.
    Last,
}
