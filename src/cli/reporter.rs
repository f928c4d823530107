//! What a training without a screen writes.

use crate::train::{Event, Session};

/// How long a training took, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// From the start of the program.
    pub total: f64,
    /// Without start-up and loading.
    pub training: f64,
}

/// Writes how a run goes; each text is one or more whole lines.
pub trait Reporter {
    /// Before the first step.
    fn start(&mut self, session: &Session) -> String;
    /// At something that happened in the run, if that is worth a line.
    fn event(&mut self, event: &Event) -> Option<String>;
    /// After the last step.
    fn end(&mut self, session: &Session, times: Times) -> String;
}
