//! Tables of the keys that sequences stand for.

use ratatui::crossterm::event::{KeyCode, KeyModifiers};

/// The modifiers of a sequence, which are encoded as bits plus 1.
pub fn held(number: u16) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    let held = [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)];
    held.into_iter().filter(|(bit, _)| bits & bit != 0).map(|(_, held)| held).collect()
}

/// The key of a sequence that ends with a letter.
pub fn named(letter: char) -> Option<KeyCode> {
    Some(match letter {
        'A' => KeyCode::Up,
        'B' => KeyCode::Down,
        'C' => KeyCode::Right,
        'D' => KeyCode::Left,
        'F' => KeyCode::End,
        'H' => KeyCode::Home,
        'P'..='S' => KeyCode::F(letter as u8 - b'P' + 1),
        _ => return None,
    })
}

/// The key of a sequence of a number and `~`.
pub fn numbered(number: u16) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number as u8 - 10),
        17..=21 => KeyCode::F(number as u8 - 11),
        23 | 24 => KeyCode::F(number as u8 - 12),
        _ => return None,
    })
}
