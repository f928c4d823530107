//! Who keeps what happens in a run.

use std::fmt::Debug;
use std::path::Path;
use std::sync::Arc;

use super::note::Note;
use super::session::Session;

/// Keeps what happens in the runs of a [`Driver`](super::Driver). Training does not wait for it.
pub trait Recorder: Debug + Send {
    /// A run begins; its network has been evaluated once.
    fn begin(&mut self, session: &Session);
    /// The run took a step, or was changed.
    fn record(&mut self, session: &Session);
    /// The run was replaced by one that went another way from an earlier step on, and goes on.
    fn replace(&mut self, session: &Session);
    /// A person has written a note.
    fn note(&mut self, note: &Note);
    /// The run takes no step for a while.
    fn rest(&mut self, session: &Session);
    /// The run is over: another one begins, or the program ends.
    fn end(&mut self, session: &Session);
    /// What could not be kept, in a sentence.
    fn problem(&self) -> Option<String>;
    /// The file in which the run is kept.
    fn file(&self) -> Option<Arc<Path>>;
}
