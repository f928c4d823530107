//! What a key can do.

/// Everything a person can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Start the run of the chosen card.
    Start,
    /// One level out: close what is open, or go back to the picker.
    Back,
    /// Show or hide the page of keys.
    ToggleHelp,
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
    /// Set the card's fields back to the lecture's.
    ResetFields,
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
    /// A smaller eta.
    LowerEta,
    /// A larger eta.
    RaiseEta,
    /// One hidden unit fewer.
    RemoveUnit,
    /// One hidden unit more.
    AddUnit,
    /// Smaller mini-batches.
    SmallerBatch,
    /// Larger mini-batches.
    LargerBatch,
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
}
