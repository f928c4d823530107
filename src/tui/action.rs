//! The actions of the keys, grouped by the part of the screen they act on.

use super::entry::Edit;
use super::inside::Arrow;
use super::panel_id::PanelId;
use crate::train::{Direction, Preset, SettingId};

/// An action of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// An action on the program as a whole.
    Program(ProgramAction),
    /// An action of the picker.
    Picker(PickerAction),
    /// An action on the run.
    Run(RunAction),
    /// An action in the table of settings.
    Setup(SetupAction),
    /// An action on the field in which a value is typed.
    Entry(EntryAction),
    /// An action on the curves.
    Chart(ChartAction),
    /// An action in the table of cures.
    Cures(CureAction),
    /// An action on the drawing.
    Draw(DrawAction),
    /// An action on the guess of the test accuracy.
    Guess(GuessAction),
    /// An action of the crosshair on the plane.
    Points(PointAction),
    /// An action on the sheet that explains the next step.
    Explain(ExplainAction),
}

/// Actions on the program as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgramAction {
    /// Start the run of the chosen card.
    Start,
    /// Close what is open, or go back to the picker.
    Back,
    /// From the picker, go back to the run.
    BackToRun,
    /// Answer the question with yes.
    Confirm,
    /// Answer the question with no.
    Decline,
    /// Show or hide the page of keys.
    ToggleHelp,
    /// Show all that is said of the run.
    ReadOn,
    /// Go one level into the panel with the focus: let it fill the screen.
    Enter,
    /// Explain the panel with the focus.
    Explain,
    /// Show or hide the sheet to draw an image on.
    ToggleDrawing,
    /// Show or hide all settings.
    ToggleSetup,
    /// Try cures and show their table; in the table, stop or repeat the trials.
    ToggleCures,
    /// Pause and explain the next step, or close the sheet that does.
    ToggleExplainedStep,
    /// Show or hide the gradient check.
    ToggleGradientCheck,
    /// In the picker, take the next column that may be it as the class of the file.
    NextClass,
    /// Copy the command line that repeats the run, and show it.
    CopyCommandLine,
    /// Show what comes before on pages or in a long text.
    PageUp,
    /// Show what comes next on pages or in a long text.
    PageDown,
    /// Show the test card of glyphs and colours, then switch to the next kind of glyphs.
    TestCard,
    /// Switches between a dark and a light background.
    ToggleBackground,
    /// Suspend the program; `fg` resumes it.
    Suspend,
    /// Quit, after asking if a run would be lost.
    Quit,
    /// Quit at once.
    QuitNow,
}

/// Actions on the picker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickerAction {
    /// Select the card on the left, or the previous value.
    Left,
    /// Select the card on the right, or the next value.
    Right,
    /// Select the field above; from the first field, the cards.
    Up,
    /// Select the field below; from the cards, the first field.
    Down,
    /// Select the card of this number, counted from 0.
    ChooseCard(usize),
    /// Go from the fields back to the cards.
    ToCards,
    /// Apply the settings of a preset.
    Preset(Preset),
}

/// Actions on a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunAction {
    /// Run or pause.
    TogglePause,
    /// Take one step, then pause.
    Step,
    /// Run to the end of the epoch, then pause.
    Epoch,
    /// Use the next slower pace.
    Slower,
    /// Use the next faster pace.
    Faster,
    /// Move a setting to its next value.
    Adjust(SettingId, Direction),
    /// Remove the last hidden layer, or add one.
    ChangeLayers(Direction),
    /// Apply the settings of a preset.
    Preset(Preset),
    /// Restore the weights of the best step.
    GoBack,
    /// Hide everything of the test set until its accuracy has been guessed, or show it again.
    ToggleGuess,
    /// Train the whole run from ten seeds beside this one.
    ManySeeds,
    /// Restart the run.
    Again,
    /// Start a new run from the next seed.
    NewSeed,
    /// Show all points or the test points only.
    ToggleTrainPoints,
    /// Show the confidence of the network, or only the predicted class.
    ToggleHardEdge,
    /// Browse all images or only the misclassified ones.
    ToggleWrongOnly,
    /// Show the previous image.
    PreviousImage,
    /// Show the next image.
    NextImage,
    /// Show the page of classes before.
    PreviousClasses,
    /// Show the next page of classes.
    NextClasses,
    /// Open a panel and give it the focus, or close it if it has the focus.
    ShowPanel(PanelId),
    /// Let a panel fill the screen.
    FillWith(PanelId),
    /// Give the focus to the next panel; after the last one, to none.
    NextPanel,
    /// Show the units of the hidden layer before.
    PreviousLayer,
    /// Show the units of the next hidden layer.
    NextLayer,
    /// Choose the hidden unit before.
    PreviousUnit,
    /// Choose the next hidden unit.
    NextUnit,
    /// Leave the chosen hidden unit out of the picture, or take it back.
    KnockOut,
    /// Show the hidden units in the next order.
    NextUnitOrder,
    /// Move the cell of the confusion matrix.
    MoveCell(Arrow),
    /// Choose another example of the list beside the confusion matrix.
    MoveExample(Arrow),
    /// Show the test examples of the next true class; after the last one, of all.
    NextTrueClass,
    /// Show the network as a drawing, or its layers.
    NextNetworkView,
    /// Show what the network makes of one place or example, or no longer; on the plane, with a crosshair.
    ToggleProbe,
}

/// Actions of the crosshair on the plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointAction {
    /// Move it by so many cells.
    Move(Arrow, u16),
    /// Add a training point of the class of this digit.
    Place(usize),
    /// Remove the nearest training point.
    Remove,
    /// Pick up the nearest training point, or put it down.
    PickUp,
    /// Let go of the point in hand, or take the crosshair away.
    Leave,
}

/// Actions in the table of all settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupAction {
    /// Select the setting above.
    Up,
    /// Select the setting below.
    Down,
    /// Use the previous value.
    Lower,
    /// Use the next value.
    Higher,
}

/// Actions in the table of cures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CureAction {
    /// Select the cure above.
    Up,
    /// Select the cure below.
    Down,
    /// Take the selected cure over.
    Take,
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

/// Actions on the field in which a value is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryAction {
    /// Open the field of the chosen setting.
    Open,
    /// Open it and type this digit.
    OpenWith(char),
    /// Take over the typed value.
    Accept,
    /// Close the field without a change.
    Leave,
    /// Change the text, or move the cursor in it.
    Edit(Edit),
}

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

impl From<CureAction> for Action {
    fn from(action: CureAction) -> Action {
        Action::Cures(action)
    }
}

impl From<ExplainAction> for Action {
    fn from(action: ExplainAction) -> Action {
        Action::Explain(action)
    }
}

impl From<ChartAction> for Action {
    fn from(action: ChartAction) -> Action {
        Action::Chart(action)
    }
}
