//! A field in which a value is typed: its text, and the cursor in it.

use crate::error::is_terminal_control;

/// The most characters of a field: more than any value has, and few enough to draw.
const MOST_CHARACTERS: usize = 64;

/// A change of the text, or of the place of the cursor in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Move the cursor to the left.
    Left,
    /// Move the cursor to the right.
    Right,
    /// Move the cursor before the first character.
    Home,
    /// Move the cursor behind the last character.
    End,
    /// Erase the character before the cursor.
    Backspace,
    /// Erase the character at the cursor.
    Delete,
    /// Erase the whole text.
    Clear,
}

/// An open field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    text: Vec<char>,
    /// The number of characters before the cursor.
    cursor: usize,
    /// Whether the value is still the one that the field opened with. The first character typed replaces it.
    is_untouched: bool,
    /// Why the value was refused, as a sentence; `None` once the text has changed.
    pub complaint: Option<String>,
}

impl Entry {
    /// Opens a field with its present value, the cursor behind it.
    pub fn new(value: &str) -> Entry {
        let text: Vec<char> = value.chars().collect();
        Entry { cursor: text.len(), text, is_untouched: true, complaint: None }
    }

    /// The text.
    pub fn text(&self) -> String {
        self.text.iter().collect()
    }

    /// The text before the cursor, the character at the cursor (a space at the end), and the text behind it.
    pub fn parts(&self) -> (String, char, String) {
        let (before, rest) = self.text.split_at(self.cursor);
        let (at, behind) = rest.split_first().map_or((' ', rest), |(&at, behind)| (at, behind));
        (before.iter().collect(), at, behind.iter().collect())
    }

    /// Whether the next character typed replaces the text.
    pub fn is_untouched(&self) -> bool {
        self.is_untouched
    }

    /// Inserts a typed character at the cursor.
    pub fn insert(&mut self, letter: char) {
        self.insert_all(letter.encode_utf8(&mut [0; 4]));
    }

    /// Inserts a pasted text at the cursor, without the spaces and line ends around it.
    pub fn paste(&mut self, text: &str) {
        self.insert_all(text.trim());
    }

    /// Inserts a text, without characters that would control the terminal.
    fn insert_all(&mut self, text: &str) {
        let mut typed: Vec<char> = text.chars().filter(|&letter| !is_terminal_control(letter)).collect();
        if self.is_untouched && !typed.is_empty() {
            self.text.clear();
            self.cursor = 0;
        }
        typed.truncate(MOST_CHARACTERS.saturating_sub(self.text.len()));
        let behind = self.cursor + typed.len();
        self.text.splice(self.cursor..self.cursor, typed);
        self.cursor = behind;
        self.touch();
    }

    /// Changes the text or moves the cursor.
    pub fn edit(&mut self, edit: Edit) {
        match edit {
            Edit::Left => self.cursor = self.cursor.saturating_sub(1),
            Edit::Right => self.cursor = (self.cursor + 1).min(self.text.len()),
            Edit::Home => self.cursor = 0,
            Edit::End => self.cursor = self.text.len(),
            Edit::Backspace if self.cursor > 0 => {
                self.cursor -= 1;
                self.text.remove(self.cursor);
            }
            Edit::Delete if self.cursor < self.text.len() => drop(self.text.remove(self.cursor)),
            Edit::Backspace | Edit::Delete => {}
            Edit::Clear => {
                self.text.clear();
                self.cursor = 0;
            }
        }
        self.touch();
    }

    fn touch(&mut self) {
        self.is_untouched = false;
        self.complaint = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(value: &str, edits: &[Edit]) -> Entry {
        let mut entry = Entry::new(value);
        for &edit in edits {
            entry.edit(edit);
        }
        entry
    }

    #[test]
    fn the_first_character_replaces_the_value_and_others_join() {
        let mut entry = Entry::new("10");
        entry.insert('6');
        entry.insert('4');
        assert_eq!(entry.text(), "64");
        let mut entry = edited("10", &[Edit::End]);
        entry.insert('0');
        assert_eq!(entry.text(), "100", "after a move, what is there is kept");
    }

    #[test]
    fn text_is_erased_and_inserted_at_the_cursor() {
        assert_eq!(edited("0.005", &[Edit::Backspace]).text(), "0.00");
        assert_eq!(edited("0.005", &[Edit::Home, Edit::Delete, Edit::Left, Edit::Backspace]).text(), ".005");
        assert_eq!(edited("0.005", &[Edit::Clear, Edit::Backspace, Edit::Delete]).text(), "");
        let mut entry = edited("6432", &[Edit::Home, Edit::Right, Edit::Right]);
        entry.insert(',');
        assert_eq!(entry.parts(), ("64,".to_owned(), '3', "2".to_owned()));
        entry.edit(Edit::End);
        assert_eq!(entry.parts(), ("64,32".to_owned(), ' ', String::new()));
    }

    #[test]
    fn pasted_text_is_one_short_line() {
        let mut entry = Entry::new("1");
        entry.paste(" 64,\u{1b}\u{202e}32\r\n");
        assert_eq!(entry.text(), "64,32");
        entry.paste(&"9".repeat(1_000));
        assert_eq!(entry.text().len(), MOST_CHARACTERS);
        let mut entry = Entry::new("1");
        entry.paste("\n");
        assert_eq!(entry.text(), "1", "nothing replaces nothing");
    }

    #[test]
    fn a_typed_space_is_kept() {
        let mut entry = Entry::new("1");
        for letter in "a b".chars() {
            entry.insert(letter);
        }
        assert_eq!(entry.text(), "a b");
    }
}
