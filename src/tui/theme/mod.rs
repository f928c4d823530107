//! Colours and glyphs. Styles are named by what they stand for. This is the only place that replaces what a terminal lacks.
//! Nothing is told by colour alone.
//!
//! | file      | content                                                             |
//! | --------- | ------------------------------------------------------------------- |
//! | `terminal`| what the terminal can show                                          |
//! | `styles`  | styles of text, frames and curves                                   |
//! | `map`     | colours of the map of the plane, of the points on it, and of images |
//! | `environment` | what the environment says                                       |
//! | `ascii`   | replacing the remaining characters that are not ASCII               |
//! | `palette` | the colours themselves                                              |

mod ascii;
mod environment;
mod map;
mod palette;
mod styles;
mod terminal;

pub use crate::display::{Background, Colors, Glyphs};
pub use map::{LEVELS, MapPixel};
pub use terminal::Theme;
