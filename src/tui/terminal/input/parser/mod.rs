//! From the bytes that a terminal sends to events.
//!
//! [`vte`] splits the bytes into control sequences, `sequence` decides when one is complete, `meaning` makes events of them
//! (as in xterm's control sequences, which other terminals follow), and `keys` has the tables of keys.

mod keys;
mod meaning;
mod sequence;

pub use sequence::Parser;

#[cfg(test)]
mod tests;
