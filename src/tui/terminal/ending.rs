//! The end of the process: that it has begun, and who has the last word on the terminal.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::thread;
use std::time::Duration;

/// Set before the screen is left for the last time.
static ENDING: AtomicBool = AtomicBool::new(false);

/// Who leaves the screen for the last time, as a number; 0 is nobody yet.
static LAST: AtomicU8 = AtomicU8::new(0);

/// Who leaves the screen for the last time.
#[derive(Clone, Copy)]
pub enum Last {
    /// The event loop, at the end of the program.
    Loop = 1,
    /// The thread that ends the process without the loop. It may discard what the loop has written.
    Ender = 2,
}

/// Marks the process as about to end.
pub fn begin() {
    ENDING.store(true, Ordering::Release);
}

/// Whether the process is about to end.
pub fn has_begun() -> bool {
    ENDING.load(Ordering::Acquire)
}

/// Takes the last word, and returns whether nobody else has it.
pub fn claim(last: Last) -> bool {
    match LAST.compare_exchange(0, last as u8, Ordering::AcqRel, Ordering::Acquire) {
        Ok(_) => true,
        Err(other) => other == last as u8,
    }
}

/// Waits for the thread that has the last word to end the process. Not for ever, in case that it cannot.
pub fn wait() {
    thread::sleep(Duration::from_secs(1));
}
