//! Turns complete sequences into events.

use ratatui::crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use vte::{Params, Perform};

use super::keys::{coded, held, named, numbered};
use crate::tui::terminal::input::event::Input;

/// Longer pasted text is discarded, to bound memory.
const LONGEST_PASTE: usize = 1 << 20;

/// Collects the events of sequences.
#[derive(Default)]
pub struct Meaning {
    pub events: Vec<Input>,
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
        self.press(KeyEvent::new(code, held));
    }

    /// Passes a key on, except with modifiers that belong to the desktop.
    fn press(&mut self, key: KeyEvent) {
        if !key.modifiers.intersects(KeyModifiers::SUPER | KeyModifiers::HYPER | KeyModifiers::META) {
            self.tell(Event::Key(key));
        }
    }

    fn tell(&mut self, event: Event) {
        self.events.push(Input::Event(event));
    }

    fn paste(&mut self, letter: char) -> bool {
        let Some(text) = &mut self.paste else { return false };
        if text.len() < LONGEST_PASTE {
            text.push(letter);
        }
        true
    }

    pub fn end_paste(&mut self) {
        if let Some(text) = self.paste.take() {
            self.tell(Event::Paste(text));
        }
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
        self.tell(Event::Mouse(MouseEvent { kind, column, row, modifiers }));
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
        // In the kitty protocol the modifiers have the kind of the event behind them.
        let is_release = params.iter().nth(1).and_then(|number| number.get(1)) == Some(&RELEASE);
        match (marks, action) {
            _ if ignore || is_release => {}
            ([], '~') if first == 201 => self.end_paste(),
            _ if self.paste.is_some() => {}
            ([], '~') if first == 200 => self.paste = Some(String::new()),
            ([], '~') if first == OTHER_KEY => {
                if let Some(key) = coded(third, second) {
                    self.press(key);
                }
            }
            ([], '~') => {
                if let Some(code) = numbered(first) {
                    self.key(code, held(second));
                }
            }
            ([], 'u') => {
                // The character that the key types tells more than its code, which is that without Shift.
                let typed = [third, shifted(params)].into_iter().find(|&code| code > 0);
                let is_command = held(second).intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
                if let Some(key) = coded(typed.filter(|_| !is_command).unwrap_or(first), second) {
                    self.press(key);
                }
            }
            ([b'<'], 'M' | 'm') => self.mouse([first, second, third], action == 'm'),
            ([], 'M') if first == 0 => self.old_mouse = 3,
            ([], '[') => self.before_letter = Some(Before::Console),
            // A report of the cursor position, not F3.
            ([], 'R') => self.events.push(Input::Cursor { row: first, column: second }),
            ([], 'Z') => self.key(KeyCode::BackTab, KeyModifiers::SHIFT),
            ([], 'I') => self.tell(Event::FocusGained),
            ([], 'O') => self.tell(Event::FocusLost),
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

/// The code with Shift of a key of the kitty protocol, which stands behind the code without, or 0.
fn shifted(params: &Params) -> u16 {
    params.iter().next().and_then(|codes| codes.get(1)).copied().unwrap_or(0)
}

/// The kind of the event of a key that is let go.
const RELEASE: u16 = 3;
/// The first number of a key that xterm tells with `modifyOtherKeys`.
const OTHER_KEY: u16 = 27;
/// The bits of the number of a mouse event.
const BUTTON: u16 = 3;
const MOTION: u16 = 32;
const WHEEL: u16 = 64;
const OTHERS: u16 = 128;
