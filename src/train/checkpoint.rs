//! What a run needs to go on later, in another process.

use serde::{Deserialize, Serialize};

use super::diagnosis::Monitor;
use super::history::HistoryEnd;
use super::order::OrderPosition;
use super::state::State;
use crate::nn::{AdamPowers, Layer};

/// Everything that the next steps of a run depend on, beside its set-up, its data and its evaluations.
///
/// A run that is resumed from a checkpoint takes the same steps, to the bit, as the run itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Steps taken.
    pub step: u64,
    /// Epochs completed, including the fraction of the current one.
    pub epoch: f64,
    /// Whether more steps are to come.
    pub state: State,
    /// Evaluations since the best one.
    pub since_best: u64,
    /// Whether the last step was counted but not applied.
    pub is_step_undone: bool,
    /// What the history holds beside the evaluations and the changes.
    pub history: HistoryEnd,
    /// The diagnosis.
    pub monitor: Monitor,
    /// The position in the order of the examples.
    pub order: OrderPosition,
    /// Words taken from the random stream of added units.
    pub growth_words: u64,
    /// Distorted copies drawn so far, with this augmentation and the ones before.
    pub copies: u64,
    /// The same without this augmentation.
    pub copies_before: u64,
    /// Of Adam, or of an Adam before its first step.
    pub adam: AdamPowers,
    /// The arrays.
    #[serde(skip)]
    pub arrays: Arrays,
}

/// The arrays of a checkpoint.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrays {
    /// The layers of the network.
    pub network: Vec<Layer>,
    /// The layers of the network at the best evaluation.
    pub best: Vec<Layer>,
    /// The moments of the optimizer, each in the shapes of the network: none, v, or m and s.
    pub moments: Vec<Vec<Layer>>,
    /// The examples in the order of this epoch.
    pub examples: Vec<usize>,
}
