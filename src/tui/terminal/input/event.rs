//! What a terminal sends.

use ratatui::crossterm::event::Event;

/// What a terminal sends: the events of crossterm, and what it has no event for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key, the mouse, or text pasted in brackets.
    Event(Event),
    /// Text that arrived all at once without the brackets of a paste.
    Burst(String),
    /// The position of the cursor, counted from 1, as an answer to a question.
    Cursor {
        /// The row.
        row: u16,
        /// The column.
        column: u16,
    },
}
