//! What a change of a setting makes stale.

/// Results that no longer describe the run after a setting has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each result is stale or not, whatever the others are")]
pub struct Stale {
    /// The last evaluation: the network or the examples differ, so it is measured again.
    pub evaluation: bool,
    /// The lowest watched loss: it was measured on other test or validation examples.
    pub best_test: bool,
    /// The highest training accuracy: it was measured on other points or labels.
    pub best_train: bool,
    /// What the diagnosis has to forget.
    pub diagnosis: Forget,
    /// The results from many seeds: they belong to another set-up.
    pub seeds: bool,
}

/// How much of the past a diagnosis forgets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Forget {
    /// Nothing.
    #[default]
    Nothing,
    /// The planned length of the run.
    Length,
    /// The recent evaluations, from which trends are read; the best one still counts.
    Recent,
    /// All evaluations, the best one too.
    Everything,
}

impl Stale {
    /// What a new way of learning makes stale: the same network goes on differently.
    pub const LEARNING: Stale = Stale {
        evaluation: false,
        best_test: false,
        best_train: false,
        diagnosis: Forget::Recent,
        seeds: true,
    };

    /// What a new run makes stale.
    pub const EVERYTHING: Stale = Stale {
        evaluation: true,
        best_test: true,
        best_train: true,
        diagnosis: Forget::Everything,
        seeds: true,
    };

    /// What either of two changes makes stale.
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
