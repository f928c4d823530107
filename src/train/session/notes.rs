//! Notes of a person. They change nothing that is learned.

use std::sync::Arc;

use super::run::Session;
use crate::train::note::Note;

impl Session {
    /// Keeps a note, unless it is on a step that is still to come. Returns whether it is kept.
    pub fn note(&mut self, note: Note) -> bool {
        let is_kept = note.step <= self.step;
        if is_kept {
            Arc::make_mut(&mut self.history).note(note);
        }
        is_kept
    }
}
