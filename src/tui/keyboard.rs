//! The thread that reads the keyboard.

use std::thread;

use crossbeam_channel::{Receiver, unbounded};
use ratatui::crossterm::event::Event;

use super::action::{Action, ProgramAction};
use super::keymap::{self, Place};
use super::terminal::input::{self, Input};
use super::terminal::signals;
use crate::error::Error;

/// The capacity of the channel: a key held down for half an hour. Further events are lost.
const EVENTS: usize = 1 << 16;

/// Whether this is the key that quits at once, even while the loop is blocked by the terminal.
fn quits(input: &Input) -> bool {
    let Input::Event(Event::Key(key)) = input else { return false };
    keymap::action(key, &[Place::Always]) == Some(Action::Program(ProgramAction::QuitNow))
}

/// Reads events until the terminal is gone; then the channel ends.
pub fn keyboard() -> Result<Receiver<Input>, Error> {
    let (out, events) = unbounded();
    // A read error means that the terminal is gone. Reading continues while the loop is blocked, for the key that
    // quits.
    let body = move || {
        drop(input::read(|event| {
            if quits(&event) {
                signals::end_soon(0);
            }
            out.len() >= EVENTS || out.send(event).is_ok()
        }));
    };
    let thread = thread::Builder::new().name("keyboard".to_owned()).spawn(body);
    thread.map(|_| events).map_err(Error::Thread)
}
