//! How far a run has come: the first words need some evaluations.

/// The first word needs one part in this many of the planned steps,
const QUIET: u64 = 20;
/// or this many evaluations, because the planned length may be endless.
const QUIET_AT_MOST: u64 = 128;
/// UNDER-FITTING needs one part in this many of the planned steps, or twice as many evaluations.
const QUIET_ON_GIVING_UP: u64 = 10;

/// The progress of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Age {
    /// The step of the last evaluation.
    pub(super) step: u64,
    /// The planned number of steps.
    pub(super) steps: u64,
    /// The number of evaluations observed.
    pub(super) observed: u64,
}

impl Age {
    /// Whether it is too early for any word.
    pub(super) fn is_too_small(&self) -> bool {
        self.step < self.steps / QUIET && self.observed < QUIET_AT_MOST
    }

    /// Whether it is too early to say that a run will come to nothing.
    pub(super) fn is_too_small_to_give_up(&self) -> bool {
        self.step < self.steps / QUIET_ON_GIVING_UP && self.observed < 2 * QUIET_AT_MOST
    }
}
