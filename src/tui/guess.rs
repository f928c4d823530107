//! Guess first: everything of the test set is hidden until a person has said which accuracy they expect on it.

/// Where a guess is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Guess {
    /// Nothing is hidden, and nothing has been guessed.
    #[default]
    None,
    /// The test set is hidden until the guess is said. It is this many per cent so far.
    Asking(u8),
    /// The guess and what was true when it was said.
    Said(SaidGuess),
}

/// A guess of the test accuracy, beside what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaidGuess {
    /// The test accuracy that was expected, in per cent.
    pub percent: u8,
    /// The step at which it was said.
    pub step: u64,
    /// How many test examples were right at that step.
    pub correct: usize,
    /// How many there are.
    pub examples: usize,
}
