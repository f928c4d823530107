//! The state of a run.

/// The state of a run.
#[derive(Clone, Debug, PartialEq)]
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

/// The reason why a run cannot continue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// The step that failed.
    pub step: u64,
    /// What went wrong.
    pub reason: &'static str,
}
