//! What the steps of a run are.

use crate::numbers::{counted, grouped};

/// What the steps of a run are. Those of this program are updates of the weights; the log of another program may count
/// something else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Updates of the weights, or what the log calls steps.
    #[default]
    Steps,
    /// Rows of a log that counts nothing.
    Rows,
    /// Iterations.
    Iterations,
    /// Rounds of boosting.
    Rounds,
    /// Epochs.
    Epochs,
    /// Thousandths of epochs, in a log that counts in parts of epochs. They are shown as epochs with decimals.
    PartsOfEpochs,
}

impl Unit {
    /// The name of one of them.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Steps => "step",
            Unit::Rows => "row",
            Unit::Iterations => "iteration",
            Unit::Rounds => "round",
            Unit::Epochs | Unit::PartsOfEpochs => "epoch",
        }
    }

    /// How many steps are one of what is shown.
    pub fn steps(self) -> u64 {
        if self == Unit::PartsOfEpochs { 1_000 } else { 1 }
    }

    /// Whether epochs are counted, whole ones or parts.
    pub fn is_epochs(self) -> bool {
        matches!(self, Unit::Epochs | Unit::PartsOfEpochs)
    }

    /// The number of a step as it is shown: 1,200, or 3.25 for 3,250 thousandths.
    pub fn number(self, step: u64) -> String {
        let (whole, part) = (step / self.steps(), step % self.steps());
        match part {
            0 => grouped(whole),
            part => format!("{}.{}", grouped(whole), format!("{part:03}").trim_end_matches('0')),
        }
    }

    /// A step as it is shown: "step 1,200", "epoch 3.25".
    pub fn at(self, step: u64) -> String {
        format!("{} {}", self.name(), self.number(step))
    }

    /// So many steps as they are shown: "1 step", "400 steps", "2.5 epochs".
    pub fn count(self, steps: u64) -> String {
        if steps.is_multiple_of(self.steps()) {
            counted(steps / self.steps(), self.name())
        } else {
            format!("{} {}s", self.number(steps), self.name())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_epochs_are_epochs_with_decimals() {
        let parts = [0, 10, 1_000, 3_250, 1_234_500].map(|step| Unit::PartsOfEpochs.at(step));
        assert_eq!(parts, ["epoch 0", "epoch 0.01", "epoch 1", "epoch 3.25", "epoch 1,234.5"]);
        let counts = [1_000, 2_500].map(|steps| Unit::PartsOfEpochs.count(steps));
        assert_eq!(counts, ["1 epoch", "2.5 epochs"]);
        assert_eq!([Unit::Steps.at(1_200), Unit::Epochs.count(1)], ["step 1,200", "1 epoch"]);
    }
}
