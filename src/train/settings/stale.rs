//! The results that a change of a setting makes stale.

use serde::{Deserialize, Serialize};

/// Results that no longer describe the run after a setting has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each result is stale or not, whatever the others are")]
pub struct Stale {
    /// The last evaluation, because the network or the examples have changed.
    pub evaluation: bool,
    /// The lowest watched loss, because the test or validation examples have changed.
    pub best_test: bool,
    /// The highest training accuracy, because the training points or labels have changed.
    pub best_train: bool,
    /// How much the diagnosis forgets.
    pub diagnosis: Forget,
    /// The results from many seeds, because they belong to another set-up.
    pub seeds: bool,
}

/// How much of its history the diagnosis forgets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Forget {
    /// Nothing.
    #[default]
    Nothing,
    /// The planned length of the run.
    Length,
    /// The recent evaluations, which determine trends; the best one is kept.
    Recent,
    /// All evaluations, including the best one.
    Everything,
}

impl Stale {
    /// The results that become stale when the same network learns differently.
    pub const LEARNING: Stale = Stale {
        evaluation: false,
        best_test: false,
        best_train: false,
        diagnosis: Forget::Recent,
        seeds: true,
    };

    /// The results that become stale when a run restarts.
    pub const EVERYTHING: Stale = Stale {
        evaluation: true,
        best_test: true,
        best_train: true,
        diagnosis: Forget::Everything,
        seeds: true,
    };

    /// The union of two sets of stale results.
    #[must_use]
    pub fn or(self, other: Stale) -> Stale {
        Stale {
            evaluation: self.evaluation || other.evaluation,
            best_test: self.best_test || other.best_test,
            best_train: self.best_train || other.best_train,
            diagnosis: self.diagnosis.max(other.diagnosis),
            seeds: self.seeds || other.seeds,
        }
    }
}
