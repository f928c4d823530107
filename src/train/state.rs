//! The state of a run.

use serde::{Deserialize, Serialize};

/// The state of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// More steps are to come.
    Learning,
    /// All steps of the set-up are taken.
    Finished,
    /// The loss has not improved for as many evaluations as the patience allows.
    OutOfPatience,
    /// The weights left the range in which learning is possible. The network is the last sound one.
    Diverged(Divergence),
}

/// Why a run cannot continue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Divergence {
    /// The step that failed.
    pub step: u64,
    /// What went wrong.
    pub cause: Cause,
}

/// What went wrong in a run that diverged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// A weight.
    Weight,
    /// The loss.
    Loss,
}

impl Divergence {
    /// What went wrong, in words.
    pub fn reason(&self) -> &'static str {
        match self.cause {
            Cause::Weight => "a weight would have passed 1e8 or stopped being a number",
            Cause::Loss => "the loss is no longer a number",
        }
    }
}
