//! Parses the bytes that a terminal sends into events.
//!
//! [`vte`] splits the bytes into control sequences, `sequence` decides when one is complete, `meaning` turns it into
//! an event as documented for xterm, and `keys` has the tables of keys. `burst` finds text that nobody can have typed.

mod burst;
mod keys;
mod meaning;
mod sequence;

pub use sequence::Parser;

#[cfg(test)]
mod tests;
