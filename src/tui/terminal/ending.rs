//! A flag for the end of the process. Writers check it so that they do not delay the end.

use std::sync::atomic::{AtomicBool, Ordering};

/// Set before the screen is left for the last time.
static ENDING: AtomicBool = AtomicBool::new(false);

/// Marks the process as about to end.
pub fn begin() {
    ENDING.store(true, Ordering::Release);
}

/// Whether the process is about to end.
pub fn has_begun() -> bool {
    ENDING.load(Ordering::Acquire)
}
