//! Whether the process is about to end. Writers look here so that they do not hold up the end.

use std::sync::atomic::{AtomicBool, Ordering};

/// Set before the screen is left for the last time.
static ENDING: AtomicBool = AtomicBool::new(false);

/// Tells all writers that the process is about to end.
pub fn begin() {
    ENDING.store(true, Ordering::Release);
}

/// Whether the process is about to end.
pub fn has_begun() -> bool {
    ENDING.load(Ordering::Acquire)
}
