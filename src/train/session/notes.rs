//! Notes of a person. They change nothing that is learned.

use std::sync::Arc;

use super::run::Session;
use crate::train::note::Note;

impl Session {
    /// Keeps a note, unless it is on a step that is still to come.
    pub fn note(&mut self, note: Note) {
        if note.step <= self.step {
            Arc::make_mut(&mut self.history).note(note);
        }
    }
}
