//! Keys, the mouse and pasted text.
//!
//! crossterm's own reader is not used on Unix. On a terminal that has hung up it spins at 100 % CPU and never returns
//! (crossterm #793 and #1110, open PRs #1067 and #1116), and a blocked read cannot be interrupted (crossterm #397). It
//! reads on in the background, where the input belongs to the shell, and it delays input that does not fit into its buffer
//! until more arrives. When these are fixed, the parser and the reader can be replaced by `crossterm::event::read`.

mod event;
#[cfg(unix)]
mod parser;
mod reader;

pub use event::Input;
pub use reader::read;
