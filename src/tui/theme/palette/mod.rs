//! The colours for dark and light terminals, in 24 bits, 256 colours and 16 colours.

mod nearest;
mod schemes;
mod tone;

pub use nearest::{mix, nearest_grey_of_16, nearest_of_256};
pub use schemes::{DARK, LIGHT};
pub use tone::{Palette, Region, Tone};

#[cfg(test)]
mod tests;
