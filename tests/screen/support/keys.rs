//! Keys by their names in tests.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The key that a name such as `s-left` stands for.
pub fn named_key(name: &str) -> KeyEvent {
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "tab" => KeyCode::Tab,
        "pgdn" => KeyCode::PageDown,
        "pgup" => KeyCode::PageUp,
        "lt" => KeyCode::Char('<'),
        "backspace" => KeyCode::Backspace,
        "del" => KeyCode::Delete,
        "c-u" => return KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL),
        "c-z" => return KeyEvent::new(KeyCode::Char('z'), KeyModifiers::CONTROL),
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "s-left" => return KeyEvent::new(KeyCode::Left, KeyModifiers::SHIFT),
        "s-up" => return KeyEvent::new(KeyCode::Up, KeyModifiers::SHIFT),
        "s-right" => return KeyEvent::new(KeyCode::Right, KeyModifiers::SHIFT),
        "c-c" => return KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL),
        other => panic!("no key is called {other}"),
    };
    KeyEvent::new(code, KeyModifiers::NONE)
}
