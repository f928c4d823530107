//! Actions of keys on the program: its pages, the picker, and its tables.

use crate::train::Preset;
use crate::tui::entry::Edit;

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
    /// Open the last run that was kept.
    LastRun,
    /// Show or hide the list of saved runs.
    ToggleSavedRuns,
    /// Write a note on the present step.
    WriteNote,
    /// Show or hide the menu of exports.
    ToggleExports,
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
