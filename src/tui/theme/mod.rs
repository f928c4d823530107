//! The only place that knows colours and glyphs. Styles are named by what they stand for. Whatever a terminal lacks is replaced
//! here, and a shape always tells the same as a colour.
//!
//! | file      | content                                                             |
//! | --------- | ------------------------------------------------------------------- |
//! | `terminal`| what the terminal can show                                          |
//! | `styles`  | styles of text, frames and curves                                   |
//! | `map`     | colours of the map of the plane, of the points on it, and of images |
//! | `ascii`   | replacing the last characters that are not ASCII                    |
//! | `palette` | the colours themselves                                              |

mod ascii;
mod map;
mod palette;
mod styles;
mod terminal;

pub use crate::display::{Background, Colors, Glyphs};
pub use map::{LEVELS, MapPixel};
pub use terminal::Theme;
