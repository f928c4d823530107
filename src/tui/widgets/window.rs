//! What is in view of a list that is longer than its place.

use std::ops::Range;

/// The items in view of a window of `shown` of `all` that moves on with the chosen one.
pub fn window(chosen: usize, shown: usize, all: usize) -> Range<usize> {
    let first = (chosen + 1).saturating_sub(shown).min(all.saturating_sub(shown));
    first..(first + shown).min(all)
}
