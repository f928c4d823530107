//! What counts of a run when many are compared.

use crate::train::diagnosis::Word;

/// What a run of a sweep has come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The test accuracy at the best step.
    pub accuracy: f64,
    /// The mean test loss at the best step.
    pub loss: f64,
    /// The test accuracy after the last step.
    pub last_accuracy: f64,
    /// The last word of the diagnosis; `None` if it is one of another version.
    pub word: Option<Word>,
    /// Whether the run diverged.
    pub is_diverged: bool,
}
