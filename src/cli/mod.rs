//! The command line: what may be typed, training without a screen, and how fast this machine is at it.

mod arguments;
mod bench;
mod json;
mod text;
mod train;

pub use arguments::{Invocation, parse};
pub use bench::{Bench, bench, peak_memory};
pub use train::{Outcome, train};
