//! The advice of a diagnosis.

use std::fmt;

use crate::numbers::grouped;

/// What to try next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Nothing yet: continue.
    Wait,
    /// More examples or more L2, because only the gap is left to improve.
    CloseGap,
    /// A larger eta or more units.
    LearnMore,
    /// More examples, more L2 or fewer units; or back to the best step.
    CureOverFitting {
        /// The step with the lowest watched loss.
        best_step: u64,
    },
    /// Fewer units or examples, to find out how few are enough.
    TryLess,
    /// A smaller eta or a larger batch.
    SmallerSteps,
    /// A larger eta, because it learns slowly.
    LargerEta,
    /// More units, a larger eta or other initial weights.
    MoreUnits,
    /// A restart with a smaller eta, because the network is worse than guessing.
    StartWithSmallerEta,
    /// A restart with a third of eta, after a divergence.
    StartAgain,
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Advice::Wait => f.write_str("Let it go on."),
            Advice::CloseGap => f.write_str("More examples (--train-size) or more L2 (--l2) close the gap."),
            Advice::LearnMore => {
                f.write_str("Try a larger --eta or more units (--hidden); or there is no more to learn.")
            }
            Advice::CureOverFitting { best_step } => write!(
                f,
                "Try more examples (--train-size), more L2 (--l2) or fewer units (--hidden). The best step was {}.",
                grouped(*best_step)
            ),
            Advice::TryLess => {
                f.write_str("Try with less: fewer units (--hidden) or examples (--train-size).")
            }
            Advice::SmallerSteps => f.write_str("Try a smaller --eta or a larger --batch."),
            Advice::LargerEta => {
                f.write_str("It learns, but slowly: try a larger --eta, then more units (--hidden).")
            }
            Advice::MoreUnits => {
                f.write_str("Try more units (--hidden), a larger --eta or other initial weights (--init).")
            }
            Advice::StartWithSmallerEta => f.write_str("The steps are too long: try a smaller --eta."),
            Advice::StartAgain => f.write_str("Try again with a third of --eta."),
        }
    }
}
