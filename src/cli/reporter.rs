//! The output of training without a screen.

use crate::run_file::Times;
use crate::train::{CureTable, Event, Fork, Session};

/// Formats the progress of a run. Each text is zero or more whole lines.
pub trait Reporter {
    /// The text before the first step.
    fn start(&mut self, session: &Session) -> String;
    /// The text for an event, if it has any.
    fn event(&mut self, event: &Event) -> Option<String>;
    /// The text for a diagnosis with another word than the one before.
    fn diagnosis(&mut self, session: &Session) -> String;
    /// The table of cures that were tried on a fork of the run, if it has any.
    fn cures(&mut self, _: &Fork, _: &CureTable) -> String {
        String::new()
    }
    /// The text after the last step. `not_saved` says what could not be kept in a file.
    fn end(&mut self, session: &Session, times: Times, not_saved: Option<String>) -> String;
}
