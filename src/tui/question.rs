//! The question that is asked before a run is lost.

use ratatui::crossterm::event::KeyCode;

use crate::train::Change;

/// A question, with the action that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is done if the answer is yes.
    pub pending: Pending,
    /// The key that raised the question. It never answers it, so a key that bounces or is held down loses nothing.
    pub(super) raised_by: Option<KeyCode>,
}

/// An action that would lose the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pending {
    /// Quit.
    Quit,
    /// Start the run of the chosen card.
    Start,
    /// Change the run so that it starts again.
    Change(Change),
}

impl Question {
    /// Asks before `pending` is done.
    pub fn before(pending: Pending) -> Question {
        Question { pending, raised_by: None }
    }
}
