//! The words of the diagnosis.

use serde::{Deserialize, Serialize};

/// What is happening in a run, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Word {
    /// The training loss falls, or it is too early to tell.
    Learning,
    /// The training loss has stopped falling although there is room.
    Plateau,
    /// The network does better on what it learned from than on other examples, and chance does not explain it.
    OverFitting,
    /// The loss goes up and down.
    Bouncing,
    /// Most units of a layer are saturated, so the loss no longer falls.
    Saturated,
    /// Most `ReLU`s of a layer are 0 for every example.
    DeadUnits,
    /// The run left the range in which learning is possible.
    Diverged,
    /// Nearly all training and watched examples are right.
    Solved,
    /// The network is hardly better than guessing and no longer improves.
    UnderFitting,
}

impl Word {
    /// All words.
    pub const ALL: [Word; 9] = [
        Word::Learning,
        Word::Plateau,
        Word::OverFitting,
        Word::Bouncing,
        Word::Saturated,
        Word::DeadUnits,
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
            Word::Saturated => "SATURATED",
            Word::DeadUnits => "DEAD UNITS",
            Word::Diverged => "DIVERGED",
            Word::Solved => "SOLVED",
            Word::UnderFitting => "UNDER-FITTING",
        }
    }
}
