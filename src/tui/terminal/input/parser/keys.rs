//! Tables of the keys that sequences stand for.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The modifiers of a sequence, which are encoded as bits plus 1. Of the others, the locks do not matter.
pub fn held(number: u16) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    let held = [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
        (16, KeyModifiers::HYPER),
        (32, KeyModifiers::META),
    ];
    held.into_iter().filter(|(bit, _)| bits & bit != 0).map(|(_, held)| held).collect()
}

/// The event of a key that is told by its code point, as `CSI code ; modifiers u` of the kitty keyboard protocol and
/// `CSI 27 ; modifiers ; code ~` of xterm's `modifyOtherKeys` do. It is the one that the key makes without them.
pub fn coded(code: u16, modifiers: u16) -> Option<KeyEvent> {
    let held = held(modifiers);
    let code = match code {
        8 | 127 => KeyCode::Backspace,
        9 if held.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        9 => KeyCode::Tab,
        13 | 57_414 => KeyCode::Enter,
        27 => KeyCode::Esc,
        57_399..=57_408 => KeyCode::Char(char::from(b'0' + (code - 57_399) as u8)),
        57_409..=57_413 => KeyCode::Char(char::from(b"./*-+"[usize::from(code - 57_409)])),
        57_415 => KeyCode::Char('='),
        57_416 => KeyCode::Char(','),
        57_417 => KeyCode::Left,
        57_418 => KeyCode::Right,
        57_419 => KeyCode::Up,
        57_420 => KeyCode::Down,
        57_421 => KeyCode::PageUp,
        57_422 => KeyCode::PageDown,
        57_423 => KeyCode::Home,
        57_424 => KeyCode::End,
        57_425 => KeyCode::Insert,
        57_426 => KeyCode::Delete,
        // The other codes of the private area are keys that do nothing here, such as Shift alone.
        0xe000..=0xf8ff => return None,
        code => return letter(char::from_u32(code.into())?, held),
    };
    // Those that have one byte each have no modifiers otherwise.
    let is_bare = matches!(code, KeyCode::Enter | KeyCode::Esc | KeyCode::Backspace | KeyCode::Tab);
    let dropped = if is_bare { KeyModifiers::SHIFT | KeyModifiers::CONTROL } else { KeyModifiers::NONE };
    Some(KeyEvent::new(code, held - dropped))
}

/// The event of a key with a character on it. Shift is told with capital letters only.
fn letter(letter: char, held: KeyModifiers) -> Option<KeyEvent> {
    if letter.is_control() {
        return None;
    }
    let others = held - KeyModifiers::SHIFT;
    if others.contains(KeyModifiers::CONTROL) {
        return Some(KeyEvent::new(KeyCode::Char(letter.to_ascii_lowercase()), others));
    }
    let capital = letter.to_uppercase().next().filter(|_| held.contains(KeyModifiers::SHIFT));
    let letter = capital.unwrap_or(letter);
    let shift = if letter.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    Some(KeyEvent::new(KeyCode::Char(letter), others | shift))
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
