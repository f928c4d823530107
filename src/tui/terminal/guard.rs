//! Entering and leaving the screen, once for the whole process, from whatever thread.

use std::env;
use std::io::{self, IsTerminal};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
};
use ratatui::crossterm::queue;
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};

use super::modes::END_SYNCHRONIZED;
use super::output::{discard, put, put_all};
use super::{ending, job};
use crate::error::Error;

/// CAN ends whatever sequence was cut off; then colours and attributes that a frame has left on.
const PLAIN_TEXT: &[u8] = b"\x18\x1b[0m";

/// How the terminal is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Screen {
    /// As the shell needs it.
    Down,
    /// The screen is up.
    Up,
    /// As the shell needs it, for good: the process ends.
    Over,
}

/// Held while entering, leaving and writing: a thread that wants to end the process waits until another one has finished
/// to put the terminal right.
static SCREEN: Mutex<Screen> = Mutex::new(Screen::Down);

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
    *lock() == Screen::Up
}

/// Gives the terminal back. Does nothing if the screen is not up, ignores every error (the terminal may be
/// gone) and prints nothing; for the end of the program, the panic hook and the signals alike.
pub fn leave() {
    take_down(&mut lock());
}

/// The same for good, in the end of the process: nothing is entered or drawn after it. What the terminal has not taken
/// yet is thrown away, so that there is room for this.
pub fn leave_for_good() {
    ending::begin();
    let mut screen = lock_soon().unwrap_or_else(|| {
        discard();
        let mut screen = lock();
        *screen = Screen::Up; // even if it was the end of the screen that was thrown away
        screen
    });
    if *screen == Screen::Up {
        discard();
    }
    take_down(&mut screen);
    *screen = Screen::Over;
}

/// In the background, where it is after a stop that it could not see coming, only what is shown is put right: how keys
/// are read is the shell's affair there, and to change it would stop the process.
fn take_down(screen: &mut Screen) {
    if *screen != Screen::Up {
        return;
    }
    let is_ours = job::in_foreground();
    if is_ours || job::may_write() {
        let _ = put_all(&leaving());
    }
    if is_ours {
        let _ = disable_raw_mode();
    }
    *screen = Screen::Down;
}

/// Makes keys lines again, and does not wait for anybody.
pub(super) fn cook() {
    if job::in_foreground() {
        let _ = disable_raw_mode();
    }
}

pub(super) fn enter() -> io::Result<()> {
    let mut screen = lock();
    if *screen == Screen::Over {
        return Err(io::Error::other("the program ends"));
    }
    // After a stop that nobody saw coming, crossterm still believes in its raw mode; elsewhere this does nothing.
    let _ = disable_raw_mode();
    enable_raw_mode()?;
    *screen = Screen::Up;
    let entered = put_all(&entering());
    drop(screen);
    entered.inspect_err(|_| leave())
}

/// Writes a part of a frame as long as the screen is up, and nowhere after that. Whoever takes the screen down waits for
/// no more than what is being written.
pub(super) fn put_if_up(bytes: &[u8]) -> io::Result<usize> {
    if ending::has_begun() {
        return Ok(bytes.len());
    }
    let screen = lock();
    if *screen == Screen::Up { put(bytes) } else { Ok(bytes.len()) }
}

/// A lock that a panic has poisoned is as good as any: the value is one word.
fn lock() -> MutexGuard<'static, Screen> {
    SCREEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The same unless somebody else keeps it, which takes a terminal that takes nothing more.
fn lock_soon() -> Option<MutexGuard<'static, Screen>> {
    for _ in 0..20 {
        match SCREEN.try_lock() {
            Ok(screen) => return Some(screen),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(1)),
        }
    }
    None
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
    let mut bytes = [PLAIN_TEXT, END_SYNCHRONIZED].concat();
    let _ = queue!(bytes, DisableMouseCapture, DisableBracketedPaste, DisableFocusChange);
    let _ = queue!(bytes, Show, LeaveAlternateScreen);
    bytes
}
