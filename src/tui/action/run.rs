//! Actions of keys on the run, and on what is shown of it.

use crate::train::{Direction, Preset, SettingId};
use crate::tui::inside::Arrow;
use crate::tui::panel_id::PanelId;

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
