//! Entering and leaving the screen, once for the whole process, from whatever thread.

use std::env;
use std::io::{self, IsTerminal};
use std::sync::{Mutex, MutexGuard, PoisonError};

use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
};
use ratatui::crossterm::queue;
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};

use super::END_SYNCHRONIZED;
use crate::error::Error;

/// Colours and attributes that a frame which was cut off has left on.
const PLAIN_TEXT: &[u8] = b"\x1b[0m";

/// Whether the screen is up. Held while entering and leaving: a thread that wants to end the process waits
/// until another one has finished to put the terminal right.
static UP: Mutex<bool> = Mutex::new(false);

/// The screen is up for as long as this lives.
#[derive(Debug)]
#[must_use = "the screen goes down when this is dropped"]
pub struct Guard(());

impl Guard {
    /// Raw mode, alternate screen, no cursor, and pasted text in one piece.
    ///
    /// # Errors
    /// [`Error::NoTerminal`] unless standard input and output are a terminal that can do more than `dumb`;
    /// [`Error::Terminal`] if it fails, with everything undone that was done.
    pub fn enter() -> Result<Self, Error> {
        if let Some(problem) = obstacle() {
            return Err(Error::NoTerminal { problem });
        }
        enter().map_err(Error::Terminal)?;
        Ok(Self(()))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        leave();
    }
}

/// Whether the screen is up.
pub fn is_up() -> bool {
    *lock()
}

/// Gives the terminal back. Does nothing if the screen is not up, ignores every error (the terminal may be
/// gone) and prints nothing; for the end of the program, the panic hook and the signals alike.
pub fn leave() {
    let mut up = lock();
    if !*up {
        return;
    }
    let _ = put_all(&leaving());
    let _ = disable_raw_mode();
    *up = false;
}

pub(super) fn enter() -> io::Result<()> {
    let mut up = lock();
    // After `abandon`, crossterm still believes in its raw mode; elsewhere this does nothing.
    let _ = disable_raw_mode();
    enable_raw_mode()?;
    *up = true;
    let entered = put_all(&entering());
    drop(up);
    entered.inspect_err(|_| leave())
}

/// Writes to the terminal as long as the screen is up, and nowhere after that. Whoever takes the screen down waits for
/// what is being written.
pub(super) fn put_if_up(bytes: &[u8]) -> io::Result<usize> {
    let up = lock();
    if *up { put(bytes) } else { Ok(bytes.len()) }
}

/// Stops drawing without a word to the terminal: it is in the hands of the shell.
pub(super) fn abandon() {
    *lock() = false;
}

/// A lock that a panic has poisoned is as good as any: the value is one flag.
fn lock() -> MutexGuard<'static, bool> {
    UP.lock().unwrap_or_else(PoisonError::into_inner)
}

fn obstacle() -> Option<&'static str> {
    if !io::stdin().is_terminal() {
        Some("standard input is not a terminal")
    } else if !io::stdout().is_terminal() {
        Some("standard output is not a terminal")
    } else if env::var_os("TERM").is_some_and(|term| term == "dumb") {
        Some("TERM=dumb is a terminal that cannot show a screen")
    } else {
        None
    }
}

fn entering() -> Vec<u8> {
    let mut bytes = Vec::new();
    // What is pasted comes in one piece: it is text, and no hundred keys.
    let _ = queue!(bytes, EnterAlternateScreen, Hide, EnableBracketedPaste);
    bytes
}

/// Every mode is turned off, on or not: nobody has to remember which, and the order is from the inside out.
fn leaving() -> Vec<u8> {
    let mut bytes = [END_SYNCHRONIZED, PLAIN_TEXT].concat();
    let _ = queue!(bytes, DisableMouseCapture, DisableBracketedPaste, DisableFocusChange);
    let _ = queue!(bytes, Show, LeaveAlternateScreen);
    bytes
}

fn put_all(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = put(bytes)?;
        bytes = &bytes[written..];
    }
    Ok(())
}

/// Writes to the terminal past `std::io::Stdout`, whose lock may be held, in the moment of leaving, by a thread
/// that is stuck or panics.
#[cfg(unix)]
fn put(bytes: &[u8]) -> io::Result<usize> {
    let written = rustix::io::retry_on_intr(|| rustix::io::write(rustix::stdio::stdout(), bytes));
    Ok(written?)
}

#[cfg(not(unix))]
fn put(bytes: &[u8]) -> io::Result<usize> {
    use std::io::Write;
    let mut stdout = io::stdout();
    stdout.write_all(bytes)?;
    stdout.flush()?;
    Ok(bytes.len())
}
