//! Keys, their modifiers, and their names.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The modifier held down with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    Nothing,
    Control,
    /// Only with keys other than letters; Shift makes another letter of those.
    Shift,
}

/// A key with its modifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    pub(super) code: KeyCode,
    pub(super) held: Held,
}

impl Key {
    /// The event of pressing this key.
    pub fn event(self) -> KeyEvent {
        let modifiers = match self.held {
            Held::Nothing => KeyModifiers::NONE,
            Held::Control => KeyModifiers::CONTROL,
            Held::Shift => KeyModifiers::SHIFT,
        };
        KeyEvent::new(self.code, modifiers)
    }
}

pub const fn key(code: KeyCode) -> Key {
    Key { code, held: Held::Nothing }
}

pub const fn shift(code: KeyCode) -> Key {
    Key { code, held: Held::Shift }
}

pub const fn letter(letter: char) -> Key {
    key(KeyCode::Char(letter))
}

pub const fn control(letter: char) -> Key {
    Key { code: KeyCode::Char(letter), held: Held::Control }
}

/// The name of a key, as in `Ctrl-C`.
pub(super) fn name(key: Key, unicode: bool) -> String {
    let name = match key.code {
        KeyCode::Char(' ') => "Space".to_owned(),
        KeyCode::Char(letter) => letter.to_string(),
        KeyCode::Left if unicode => "←".to_owned(),
        KeyCode::Right if unicode => "→".to_owned(),
        KeyCode::Up if unicode => "↑".to_owned(),
        KeyCode::Down if unicode => "↓".to_owned(),
        KeyCode::PageUp => "PgUp".to_owned(),
        KeyCode::PageDown => "PgDn".to_owned(),
        other => format!("{other}"),
    };
    match key.held {
        Held::Nothing => name,
        Held::Control => format!("Ctrl-{}", name.to_uppercase()),
        Held::Shift => format!("Shift-{name}"),
    }
}

/// The numerals.
pub const NUMERALS: &[Key] = &[
    letter('0'),
    letter('1'),
    letter('2'),
    letter('3'),
    letter('4'),
    letter('5'),
    letter('6'),
    letter('7'),
    letter('8'),
    letter('9'),
];

/// The numerals without 0.
pub const DIGITS: &[Key] = NUMERALS.split_at(1).1;
