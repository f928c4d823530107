//! Turns complete sequences into events.

use ratatui::crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use vte::{Params, Perform};

use super::keys::{held, named, numbered};

/// Longer pasted text is discarded, to bound memory.
const LONGEST_PASTE: usize = 1 << 20;

/// Collects the events of sequences.
#[derive(Default)]
pub struct Meaning {
    pub events: Vec<Event>,
    /// The text of an unfinished paste.
    pub paste: Option<String>,
    /// The prefix of the next letter, if there is one.
    pub before_letter: Option<Before>,
    /// Bytes still to come of a mouse event of a terminal without mode 1006: button, column and row.
    pub old_mouse: u8,
    /// Whether the last byte completed anything. If not, a sequence goes on.
    pub is_asked: bool,
}

/// A prefix that makes a key of the next letter.
#[derive(Clone, Copy)]
pub enum Before {
    /// `ESC O`, for keys of the keypad and function keys, with the number of the modifiers.
    Keypad(u16),
    /// `ESC [ [`, for the first function keys on the Linux console.
    Console,
}

impl Meaning {
    pub fn key(&mut self, code: KeyCode, held: KeyModifiers) {
        self.events.push(Event::Key(KeyEvent::new(code, held)));
    }

    fn paste(&mut self, letter: char) -> bool {
        let Some(text) = &mut self.paste else { return false };
        if text.len() < LONGEST_PASTE {
            text.push(letter);
        }
        true
    }

    pub fn end_paste(&mut self) {
        self.events.extend(self.paste.take().map(Event::Paste));
    }

    /// A mouse event of mode 1006: a number for button and kind, the column and the row, both from 1.
    fn mouse(&mut self, [what, column, row]: [u16; 3], is_released: bool) {
        if what & OTHERS != 0 {
            return;
        }
        let button = match what & BUTTON {
            0 => MouseButton::Left,
            1 => MouseButton::Middle,
            _ => MouseButton::Right,
        };
        let kind = match (what & WHEEL != 0, what & MOTION != 0, button, is_released) {
            (true, _, MouseButton::Left, _) => MouseEventKind::ScrollUp,
            (true, _, MouseButton::Middle, _) => MouseEventKind::ScrollDown,
            (true, ..) => return,
            (_, true, ..) if what & BUTTON == BUTTON => MouseEventKind::Moved,
            (_, true, ..) => MouseEventKind::Drag(button),
            (.., true) => MouseEventKind::Up(button),
            (.., false) => MouseEventKind::Down(button),
        };
        let modifiers = held(1 + (what >> 2 & 7));
        let (column, row) = (column.saturating_sub(1), row.saturating_sub(1));
        self.events.push(Event::Mouse(MouseEvent { kind, column, row, modifiers }));
    }
}

impl Perform for Meaning {
    fn print(&mut self, letter: char) {
        self.is_asked = true;
        if let Some(before) = self.before_letter.take() {
            // Modifiers come before the letter: `ESC O 2 R`, `ESC O 1 ; 2 R`.
            self.before_letter = match (before, letter, letter.to_digit(10)) {
                (Before::Keypad(_), ';', _) => Some(Before::Keypad(0)),
                (Before::Keypad(number), _, Some(digit)) => {
                    Some(Before::Keypad(number.saturating_mul(10).saturating_add(digit as u16)))
                }
                _ => None,
            };
            if self.before_letter.is_some() {
                return;
            }
            let (code, number) = match (before, letter) {
                (Before::Keypad(number), 'M') => (Some(KeyCode::Enter), number),
                (Before::Keypad(number), letter) => (named(letter), number),
                (Before::Console, 'A'..='E') => (Some(KeyCode::F(letter as u8 - b'A' + 1)), 1),
                (Before::Console, _) => (None, 1),
            };
            if let Some(code) = code {
                self.key(code, held(number));
            }
        } else if !self.paste(letter) {
            match letter {
                '\u{7f}' => self.key(KeyCode::Backspace, KeyModifiers::NONE),
                letter if letter.is_uppercase() => self.key(KeyCode::Char(letter), KeyModifiers::SHIFT),
                letter => self.key(KeyCode::Char(letter), KeyModifiers::NONE),
            }
        }
    }

    fn execute(&mut self, byte: u8) {
        self.is_asked = true;
        if self.paste(char::from(byte)) {
            return;
        }
        let control = |letter: u8| (KeyCode::Char(char::from(letter)), KeyModifiers::CONTROL);
        let (code, held) = match byte {
            b'\r' | b'\n' => (KeyCode::Enter, KeyModifiers::NONE),
            b'\t' => (KeyCode::Tab, KeyModifiers::NONE),
            0x08 => (KeyCode::Backspace, KeyModifiers::NONE),
            0 => control(b' '),
            1..=26 => control(b'a' + byte - 1),
            0x1c..=0x1f => control(b'4' + byte - 0x1c),
            _ => return,
        };
        self.key(code, held);
    }

    fn csi_dispatch(&mut self, params: &Params, marks: &[u8], ignore: bool, action: char) {
        self.is_asked = true;
        let mut numbers = params.iter().map(|number| number.first().copied().unwrap_or(0));
        let mut next = || numbers.next().unwrap_or(0);
        let (first, second, third) = (next(), next(), next());
        match (marks, action) {
            _ if ignore => {}
            ([], '~') if first == 201 => self.end_paste(),
            _ if self.paste.is_some() => {}
            ([], '~') if first == 200 => self.paste = Some(String::new()),
            ([], '~') => {
                if let Some(code) = numbered(first) {
                    self.key(code, held(second));
                }
            }
            ([b'<'], 'M' | 'm') => self.mouse([first, second, third], action == 'm'),
            ([], 'M') if first == 0 => self.old_mouse = 3,
            ([], '[') => self.before_letter = Some(Before::Console),
            // A report of the cursor position, not F3.
            ([], 'R') => {}
            ([], 'Z') => self.key(KeyCode::BackTab, KeyModifiers::SHIFT),
            ([], 'I') => self.events.push(Event::FocusGained),
            ([], 'O') => self.events.push(Event::FocusLost),
            ([], letter) => {
                if let Some(code) = named(letter) {
                    self.key(code, held(second));
                }
            }
            _ => {}
        }
    }

    fn esc_dispatch(&mut self, marks: &[u8], _: bool, byte: u8) {
        self.is_asked = true;
        let is_keypad = (marks, byte) == (&[], b'O') && self.paste.is_none();
        self.before_letter = is_keypad.then_some(Before::Keypad(0));
    }

    fn osc_dispatch(&mut self, _: &[&[u8]], _: bool) {
        self.is_asked = true;
    }

    fn unhook(&mut self) {
        self.is_asked = true;
    }
}

/// The bits of the number of a mouse event.
const BUTTON: u16 = 3;
const MOTION: u16 = 32;
const WHEEL: u16 = 64;
const OTHERS: u16 = 128;
