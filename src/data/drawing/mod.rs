//! Images drawn by hand: a sheet with a soft brush, and the conversion to an image like those of a data set.

mod framing;
mod sheet;

pub use framing::Framing;
pub use sheet::{Point, Sheet, Tool};
