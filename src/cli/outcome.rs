//! How a command ends.

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All steps were taken, or the output was closed.
    Done,
    /// The run diverged.
    Diverged,
    /// A run that was computed again is not the same.
    Differs,
    /// A log ended, and what was waited for had not come.
    NotReached,
    /// This signal ended it.
    Signal(u8),
}

impl Outcome {
    /// The process exit code.
    pub fn exit_code(self) -> u8 {
        match self {
            Outcome::Done => 0,
            Outcome::Diverged => 4,
            Outcome::Differs => 5,
            Outcome::NotReached => 6,
            Outcome::Signal(number) => 128 + number,
        }
    }
}
