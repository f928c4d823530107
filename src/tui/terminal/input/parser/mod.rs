//! From the bytes that terminals send to events. `vte` knows the grammar of the sequences, this file their meaning
//! (xterm's control sequences, as all terminals have them).

use std::time::Duration;

use ratatui::crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use vte::{Params, Perform};

const ESC: u8 = 0x1b;
const CTRL_C: u8 = 0x03;
const BELL: u8 = 0x07;
/// What makes more than a key of an Esc before it.
const INTRODUCERS: &[u8] = b"[O]PX^_";
/// Those of answers to questions that nobody asked: they go on until an Esc or a bell.
const ANSWERS: &[u8] = b"]PX^_";
/// The bytes of a key come together, on slow connections within this time; what is cut off then is a key of its own,
/// as Esc is, or nothing.
const REST_OF_A_KEY: Duration = Duration::from_millis(50);
/// A paste may be long, and the connection bad: what came too late would be taken for keys.
const REST_OF_A_PASTE: Duration = Duration::from_secs(1);
/// So many bytes tell what it is.
const LONGEST_OPEN: usize = 4;
/// More text than this is none that anybody means.
const LONGEST_PASTE: usize = 1 << 20;

/// Takes in bytes as they come and makes events of them.
#[derive(Default)]
pub struct Parser {
    grammar: vte::Parser,
    meaning: Meaning,
    /// How a sequence begins that is not complete.
    open: Vec<u8>,
    /// Whether the Esc in hand may end an answer, as `ESC \` does.
    ends_answer: bool,
}

impl Parser {
    /// Takes in what has arrived together.
    pub fn feed(&mut self, bytes: &[u8]) {
        // A person who presses it while a paste does not end.
        if bytes == [CTRL_C] {
            self.give_up();
        }
        for &byte in bytes {
            self.take(byte);
        }
    }

    fn take(&mut self, byte: u8) {
        // What is too far right for it, xterm tells as 0.
        if self.meaning.old_mouse > 0 && (byte >= b' ' || byte == 0) {
            self.meaning.old_mouse -= 1;
            return;
        }
        let in_answer = self.open.get(1).is_some_and(|introducer| ANSWERS.contains(introducer));
        match byte {
            BELL if in_answer => return self.forget_sequence(),
            b'\\' if self.ends_answer && self.open == [ESC] => return self.forget_sequence(),
            // No sequence has an Esc or another such byte in it.
            byte if byte.is_ascii_control() => self.end_sequence(),
            // Alt with a key, or a person who is quick: here both are Esc and the key.
            byte if self.open == [ESC] && !INTRODUCERS.contains(&byte) => self.end_sequence(),
            _ => {}
        }
        self.ends_answer = in_answer && byte == ESC;
        self.meaning.is_asked = false;
        self.grammar.advance(&mut self.meaning, &[byte]);
        if self.meaning.is_asked {
            self.open.clear();
        } else if self.open.len() < LONGEST_OPEN {
            self.open.push(byte);
        }
    }

    /// How long to wait for what has to come yet, if anything.
    pub fn patience(&self) -> Option<Duration> {
        let is_open =
            !self.open.is_empty() || self.meaning.before_letter.is_some() || self.meaning.old_mouse > 0;
        if self.meaning.paste.is_some() { Some(REST_OF_A_PASTE) } else { is_open.then_some(REST_OF_A_KEY) }
    }

    /// Nothing more comes: what is there is the key Esc, or a paste without an end, or nothing.
    pub fn give_up(&mut self) {
        self.end_sequence();
        self.meaning.end_paste();
    }

    fn end_sequence(&mut self) {
        if self.open == [ESC] && self.meaning.paste.is_none() && !self.ends_answer {
            self.meaning.key(KeyCode::Esc, KeyModifiers::NONE);
        }
        self.forget_sequence();
    }

    fn forget_sequence(&mut self) {
        self.open.clear();
        self.grammar = vte::Parser::default();
        self.meaning.before_letter = None;
        self.meaning.old_mouse = 0;
        self.ends_answer = false;
    }

    /// The events that are complete.
    pub fn events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.meaning.events)
    }
}

/// What sequences mean.
#[derive(Default)]
struct Meaning {
    events: Vec<Event>,
    /// Text that is being pasted.
    paste: Option<String>,
    /// What makes a key of the next letter, if anything does.
    before_letter: Option<Before>,
    /// Bytes to come of an event of the mouse as terminals tell it that do not know mode 1006: what, column and row.
    old_mouse: u8,
    /// Whether the grammar has asked for the meaning of the byte in hand; if not, a sequence goes on.
    is_asked: bool,
}

/// What comes before a letter that is not typed.
#[derive(Clone, Copy)]
enum Before {
    /// `ESC O`, for a key of the keypad or one beside it, with the number of what is held down.
    Keypad(u16),
    /// `ESC [ [`, for one of the first function keys on the console of Linux.
    Console,
}

impl Meaning {
    fn key(&mut self, code: KeyCode, held: KeyModifiers) {
        self.events.push(Event::Key(KeyEvent::new(code, held)));
    }

    fn paste(&mut self, letter: char) -> bool {
        let Some(text) = &mut self.paste else { return false };
        if text.len() < LONGEST_PASTE {
            text.push(letter);
        }
        true
    }

    fn end_paste(&mut self) {
        self.events.extend(self.paste.take().map(Event::Paste));
    }

    /// The mouse, as mode 1006 tells it: a number for what it does, the column and the row, from 1 on.
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
            // What is held down comes before the letter: `ESC O 2 R`, `ESC O 1 ; 2 R`.
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
            // Where the cursor is, and not F3.
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

/// What the number of a mouse event is made of.
const BUTTON: u16 = 3;
const MOTION: u16 = 32;
const WHEEL: u16 = 64;
const OTHERS: u16 = 128;

/// What is held down, as sequences count it: from 1 on, in bits.
fn held(number: u16) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    let held = [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)];
    held.into_iter().filter(|(bit, _)| bits & bit != 0).map(|(_, held)| held).collect()
}

/// The key that a letter stands for at the end of a sequence.
fn named(letter: char) -> Option<KeyCode> {
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

/// The key that a number stands for before `~`.
fn numbered(number: u16) -> Option<KeyCode> {
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

#[cfg(test)]
mod tests;
