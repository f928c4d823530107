//! Finds the beginning and the end of keys, control sequences and pastes.

use std::time::Duration;

use ratatui::crossterm::event::{KeyCode, KeyModifiers};

use super::burst::{Burst, is_burst, is_text};
use super::meaning::Meaning;
use crate::tui::terminal::input::event::Input;

const ESC: u8 = 0x1b;
const CTRL_C: u8 = 0x03;
const BELL: u8 = 0x07;
/// What makes more than a key of an Esc before it.
const INTRODUCERS: &[u8] = b"[O]PX^_";
/// Those of answers to questions that nobody asked: they go on until an Esc or a bell.
const ANSWERS: &[u8] = b"]PX^_";
/// How long to wait for the rest of a key. After this time an incomplete sequence is the key Esc, or discarded.
const REST_OF_A_KEY: Duration = Duration::from_millis(50);
/// How long to wait for the rest of a paste. Generous, because late text would be taken for keys.
pub(super) const REST_OF_A_PASTE: Duration = Duration::from_secs(1);
/// The most bytes that are needed to tell what a sequence is.
const LONGEST_OPEN: usize = 4;
/// Parses bytes into events as they arrive.
#[derive(Default)]
pub struct Parser {
    grammar: vte::Parser,
    meaning: Meaning,
    /// The beginning of an incomplete sequence.
    open: Vec<u8>,
    /// Whether the pending Esc may end an answer, as in `ESC \`.
    ends_answer: bool,
    /// Text that arrives faster than anybody types.
    burst: Option<Burst>,
}

impl Parser {
    /// Parses bytes that have arrived together.
    pub fn feed(&mut self, bytes: &[u8]) {
        // A person who presses it while a paste does not end.
        if bytes == [CTRL_C] {
            self.give_up();
        }
        let is_open = self.patience().is_some();
        match &mut self.burst {
            Some(burst) if is_text(bytes) => burst.extend(bytes),
            None if !is_open && is_burst(bytes) => self.burst = Some(Burst::new(bytes)),
            _ => {
                self.end_burst();
                for &byte in bytes {
                    self.take(byte);
                }
            }
        }
    }

    fn end_burst(&mut self) {
        self.meaning.events.extend(self.burst.take().map(|burst| Input::Burst(burst.text())));
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

    /// How long to wait for the rest of a sequence, or `None` if nothing is incomplete.
    pub fn patience(&self) -> Option<Duration> {
        let is_open = !self.open.is_empty()
            || self.meaning.before_letter.is_some()
            || self.meaning.old_mouse > 0
            || self.burst.is_some();
        if self.meaning.paste.is_some() { Some(REST_OF_A_PASTE) } else { is_open.then_some(REST_OF_A_KEY) }
    }

    /// Nothing more comes: what is there is the key Esc, or a paste without an end, or nothing.
    pub fn give_up(&mut self) {
        self.end_burst();
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

    /// Takes the complete events.
    pub fn events(&mut self) -> Vec<Input> {
        std::mem::take(&mut self.meaning.events)
    }
}
