//! Notes of a person on a run.

use crate::error::is_terminal_control;

/// The most characters of a note: one line of any terminal.
pub const LONGEST_NOTE: usize = 64;

/// A note of a person on a step of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Steps taken when it was begun.
    pub step: u64,
    /// One line of at most [`LONGEST_NOTE`] characters.
    pub text: String,
}

impl Note {
    /// A note without characters that control the terminal and without the blanks around it; `None` if nothing is left.
    pub fn new(step: u64, text: &str) -> Option<Note> {
        let kept: String = text.chars().filter(|&letter| !is_terminal_control(letter)).collect();
        let text: String = kept.trim().chars().take(LONGEST_NOTE).collect();
        (!text.is_empty()).then_some(Note { step, text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_one_short_line() {
        let note = Note::new(7, "  now it\u{1b} bends\n ").expect("words");
        assert_eq!((note.step, note.text.as_str()), (7, "now it bends"));
        assert_eq!(Note::new(7, &"n".repeat(1_000)).expect("words").text.len(), LONGEST_NOTE);
        assert_eq!(Note::new(7, " \u{7} "), None);
    }
}
