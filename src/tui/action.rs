//! What a key can do. Each part of the screen has actions of its own.

use crate::train::{Direction, Preset, SettingId};

/// Everything a person can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Something of the program as a whole.
    Program(ProgramAction),
    /// Something of the picker.
    Picker(PickerAction),
    /// Something of the run.
    Run(RunAction),
    /// Something in the table of all settings.
    Setup(SetupAction),
    /// Another view of the curves, or something to compare them with.
    Chart(ChartAction),
}

/// Actions on the program as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgramAction {
    /// Start the run of the chosen card.
    Start,
    /// One level out: close what is open, or go back to the picker.
    Back,
    /// Yes to the question asked.
    Confirm,
    /// Show or hide the page of keys.
    ToggleHelp,
    /// Show or hide all settings.
    ToggleSetup,
    /// Show what the terminal can show, then the next kind of glyphs.
    TestCard,
    /// Switches between a dark and a light background.
    ToggleBackground,
    /// Go to the background; `fg` brings the screen back.
    Suspend,
    /// Quit, after asking if a run would be lost.
    Quit,
    /// Quit at once.
    QuitNow,
}

/// Actions on the picker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickerAction {
    /// To the card on the left, or to the value before.
    Left,
    /// To the card on the right, or to the value after.
    Right,
    /// To the field above, or from the fields to the cards.
    Up,
    /// To the field below, or from the cards to the fields.
    Down,
    /// Choose the card of this number, counted from 0.
    ChooseCard(usize),
    /// The settings of a preset.
    Preset(Preset),
}

/// Actions on a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunAction {
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
    /// The next value of a setting.
    Adjust(SettingId, Direction),
    /// The settings of a preset.
    Preset(Preset),
    /// Back to the weights of the best step.
    GoBack,
    /// The whole run from ten seeds, beside this one.
    ManySeeds,
    /// The same run again, from the same start.
    Again,
    /// A new run from the next seed.
    NewSeed,
    /// Show all points or the test points only.
    ToggleTrainPoints,
    /// Show how sure the network is, or which class wins.
    ToggleHardEdge,
    /// Browse all images or the wrong ones only.
    ToggleWrongOnly,
    /// To the image before.
    PreviousImage,
    /// To the image after.
    NextImage,
}

/// Actions in the table of all settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupAction {
    /// To the setting above.
    Up,
    /// To the setting below.
    Down,
    /// The value before.
    Lower,
    /// The value after.
    Higher,
}

/// Actions on the curves.
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

impl From<ProgramAction> for Action {
    fn from(action: ProgramAction) -> Action {
        Action::Program(action)
    }
}

impl From<RunAction> for Action {
    fn from(action: RunAction) -> Action {
        Action::Run(action)
    }
}

impl From<ChartAction> for Action {
    fn from(action: ChartAction) -> Action {
        Action::Chart(action)
    }
}
