//! The words of the diagnosis.

use super::advice::Advice;

/// What is happening in a run, in one word.
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
    /// The run left the range in which learning is possible.
    Diverged,
    /// Nearly all training and watched examples are right.
    Solved,
    /// The network is hardly better than guessing and no longer improves.
    UnderFitting,
}

impl Word {
    /// All words.
    pub const ALL: [Word; 7] = [
        Word::Learning,
        Word::Plateau,
        Word::OverFitting,
        Word::Bouncing,
        Word::Diverged,
        Word::Solved,
        Word::UnderFitting,
    ];

    /// The word on screen.
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

/// A word with its evidence and advice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// What is happening.
    pub word: Word,
    /// The numbers behind it, in a sentence.
    pub evidence: String,
    /// What to try.
    pub advice: Advice,
}
