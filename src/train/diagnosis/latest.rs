//! The last evaluation, for the evidence.

use serde::{Deserialize, Serialize};

use crate::nn::Metrics;

/// The last evaluation.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Latest {
    pub(super) step: u64,
    pub(super) train: Metrics,
    /// On the validation set if there is one, on the test examples otherwise.
    pub(super) watched: Metrics,
}
