//! The words for what is happening in a run.

use super::advice::Advice;

/// What is happening, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// The training loss falls, or it is too early to tell.
    Learning,
    /// The training loss has stopped falling although there is room.
    Plateau,
    /// The watched loss has risen from its best while the training loss fell.
    OverFitting,
    /// The training loss goes up about as often as down.
    Bouncing,
    /// The numbers left the range in which learning is possible.
    Diverged,
    /// Nearly all examples are right, of both sets.
    Solved,
    /// The network does little better than guessing, and no longer improves.
    UnderFitting,
}

impl Word {
    /// All of them.
    pub const ALL: [Word; 7] = [
        Word::Learning,
        Word::Plateau,
        Word::OverFitting,
        Word::Bouncing,
        Word::Diverged,
        Word::Solved,
        Word::UnderFitting,
    ];

    /// The word as it is shown.
    pub fn name(self) -> &'static str {
        match self {
            Word::Learning => "LEARNING",
            Word::Plateau => "PLATEAU",
            Word::OverFitting => "OVER-FITTING",
            Word::Bouncing => "BOUNCING",
            Word::Diverged => "DIVERGED",
            Word::Solved => "SOLVED",
            Word::UnderFitting => "UNDER-FITTING",
        }
    }
}

/// A word with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// What is happening.
    pub word: Word,
    /// The numbers that say so, in a sentence.
    pub evidence: String,
    /// What to try.
    pub advice: Advice,
}
