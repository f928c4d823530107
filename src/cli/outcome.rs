//! How a command ends.

/// How a training without a screen ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All steps were taken, or nobody reads the output any more.
    Done,
    /// Learning became impossible.
    Diverged,
    /// A signal of this number asked it to end.
    Signal(u8),
}

impl Outcome {
    /// The process exit code.
    pub fn exit_code(self) -> u8 {
        match self {
            Outcome::Done => 0,
            Outcome::Diverged => 4,
            Outcome::Signal(number) => 128 + number,
        }
    }
}
