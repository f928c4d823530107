//! The command line: what may be typed, and training without a screen.

mod arguments;
mod json;
mod text;
mod train;

pub use arguments::{Invocation, parse};
pub use train::{Outcome, train};
