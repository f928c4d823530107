//! The colours, for dark and for light terminals, at every level of colour that a terminal may have.

mod nearest;
mod schemes;
mod tone;

pub use nearest::{mix, nearest_grey_of_16, nearest_of_256};
pub use schemes::{DARK, LIGHT};
pub use tone::{Palette, Region, Tone};

#[cfg(test)]
mod tests;
