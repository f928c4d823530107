//! The output of training without a screen.

use crate::train::{CureTable, Event, Fork, Session};

/// The duration of training, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// Since the start of the program.
    pub total: f64,
    /// Excluding start-up and loading.
    pub training: f64,
}

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
    /// The text after the last step.
    fn end(&mut self, session: &Session, times: Times) -> String;
}
