//! Entering and leaving the screen. There is one screen for the process, and any thread may leave it.

use std::env;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
};
use ratatui::crossterm::queue;
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};

use super::ending::{self, Last};
use super::modes::{END_SYNCHRONIZED, KEYS_AS_BEFORE, USUAL_KEYS};
use super::output::{discard, put, put_all};
use super::{job, last_resort};
use crate::display::obstacle;
use crate::error::Error;

/// CAN, which ends a sequence that was cut off, and SGR 0, which resets the colours and attributes that a frame left on.
const PLAIN_TEXT: &[u8] = b"\x18\x1b[0m";

/// The state of the terminal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Screen {
    /// The terminal is as the shell needs it.
    Down,
    /// The screen is up.
    Up,
    /// The terminal is as the shell needs it, and stays so until the process ends.
    Over,
}

/// Held while entering, leaving and writing. A thread that ends the process thus waits until another one has finished
/// restoring the terminal.
static SCREEN: Mutex<Screen> = Mutex::new(Screen::Down);

/// Keeps the screen up. Dropping it restores the terminal.
#[derive(Debug)]
#[must_use = "the screen goes down when this is dropped"]
pub struct Guard(());

impl Guard {
    /// Enters raw mode and the alternate screen, hides the cursor, and turns on bracketed paste.
    ///
    /// # Errors
    /// [`Error::NoTerminal`] unless standard input and output are a terminal that can do more than `dumb`;
    /// [`Error::Terminal`] if entering fails; the terminal is restored before.
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
        // If another thread is ending the process, what was just written may be discarded and is written again: the process
        // must not be gone before.
        if !ending::claim(Last::Loop) {
            ending::wait();
        }
    }
}

/// Whether the screen is up.
pub fn is_up() -> bool {
    *lock() == Screen::Up
}

/// Restores the terminal. Does nothing if the screen is not up. Errors are ignored, because the terminal may be gone.
pub fn leave() {
    take_down(&mut lock());
}

/// Restores the terminal at the end of the process; afterwards nothing can be entered or drawn. The caller has to end the
/// process, because the event loop may be waiting for that.
///
/// Output that the terminal has not accepted yet is discarded, so that the restoring sequences get through.
pub fn leave_for_good() {
    ending::begin();
    if last_resort::has_restored() {
        return;
    }
    let mut screen = lock_soon().unwrap_or_else(|| {
        if !ending::claim(Last::Ender) {
            return lock();
        }
        discard();
        let mut screen = lock();
        *screen = Screen::Up; // the discarded output may have been what leaves the screen
        screen
    });
    if *screen == Screen::Up && ending::claim(Last::Ender) {
        discard();
    }
    take_down(&mut screen);
    *screen = Screen::Over;
}

/// Restores the terminal if the screen is up.
///
/// After an unannounced stop the process may be in the background. There it restores the display only: the terminal
/// modes belong to the shell, and changing them would stop the process.
fn take_down(screen: &mut Screen) {
    if *screen != Screen::Up || last_resort::has_restored() {
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
    last_resort::stand_down();
}

/// Ends raw mode without waiting for the lock.
#[cfg(unix)]
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
    // After an unannounced stop (SIGSTOP), crossterm still believes that raw mode is on and would not enable it.
    let _ = disable_raw_mode();
    last_resort::stand_by(leaving());
    enable_raw_mode()?;
    *screen = Screen::Up;
    let entered = put_all(&entering());
    drop(screen);
    entered.inspect_err(|_| leave())
}

/// Writes part of a frame if the screen is up, and drops it otherwise. The lock is held for one write only, so leaving the
/// screen never waits for a whole frame.
pub(super) fn put_if_up(bytes: &[u8]) -> io::Result<usize> {
    if ending::has_begun() {
        return Ok(bytes.len());
    }
    let screen = lock();
    if *screen == Screen::Up { put(bytes) } else { Ok(bytes.len()) }
}

/// Takes the lock, poisoned or not: a panic cannot leave a value of one word half written.
fn lock() -> MutexGuard<'static, Screen> {
    SCREEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How long a thread holds the lock at most, unless the terminal accepts no output.
const PATIENCE: Duration = Duration::from_millis(20);

/// Takes the lock within [`PATIENCE`], or returns `None`.
fn lock_soon() -> Option<MutexGuard<'static, Screen>> {
    let start = Instant::now();
    loop {
        match SCREEN.try_lock() {
            Ok(screen) => return Some(screen),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            // On a busy machine a millisecond may be many.
            Err(TryLockError::WouldBlock) if start.elapsed() > PATIENCE => return None,
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(1)),
        }
    }
}

/// The sequences that enter the screen. Bracketed paste keeps pasted text from being read as keys.
fn entering() -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = queue!(bytes, EnterAlternateScreen, Hide, EnableBracketedPaste);
    // The alternate screen has a stack of its own.
    if knows_keyboard_modes() {
        bytes.extend(USUAL_KEYS);
    }
    bytes
}

/// Whether the terminal takes the sequences of keyboard modes for sequences. The Linux console prints the end of them.
fn knows_keyboard_modes() -> bool {
    env::var_os("TERM").is_none_or(|term| term != "linux")
}

/// The sequences that restore the terminal. They turn off every mode, so that nothing has to record which are on.
fn leaving() -> Vec<u8> {
    let mut bytes = [PLAIN_TEXT, END_SYNCHRONIZED].concat();
    if knows_keyboard_modes() {
        bytes.extend(KEYS_AS_BEFORE);
    }
    let _ = queue!(bytes, DisableMouseCapture, DisableBracketedPaste, DisableFocusChange);
    let _ = queue!(bytes, Show, LeaveAlternateScreen);
    bytes
}
