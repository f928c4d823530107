//! Writing a note on the present step.

use super::app::{App, Overlay, Page};
use super::entry::Entry;
use super::message::Effect;
use crate::numbers::grouped;
use crate::train::{Command, Note};

impl App {
    /// Opens the field for a note on the step that is shown.
    pub(super) fn write_note(&mut self) {
        let snapshot = self.run.as_ref().and_then(|run| run.current()).filter(|_| self.page == Page::Run);
        let Some(step) = snapshot.map(|snapshot| snapshot.step) else { return };
        self.open_above(Overlay::Note(step));
        self.entry = Some(Entry::new(""));
    }

    /// Closes the field for a note, if it is open.
    pub(super) fn close_note(&mut self) {
        if matches!(self.overlay, Overlay::Note(_)) {
            self.close();
        }
    }

    /// Keeps a note on a step, and says where.
    pub(super) fn keep_note(&mut self, step: u64, text: &str) -> Vec<Effect> {
        self.close_note();
        let (Some(run), Some(note)) = (&mut self.run, Note::new(step, text)) else { return Vec::new() };
        let is_kept = run.current().is_some_and(|snapshot| snapshot.kept_in.is_some());
        let where_to =
            if is_kept { "in the file of the run" } else { "until the program ends: no file keeps this run" };
        run.tell(format!("Noted at step {}, {where_to}.", grouped(step)));
        vec![Effect::Command(Command::Note(note))]
    }
}
