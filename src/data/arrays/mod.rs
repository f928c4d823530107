//! Arrays of numbers as NumPy saves them, in whatever file, and their conversion to examples: images, points of the
//! plane, or plain numbers, with classes.

mod array;
mod assemble;
mod convert;

pub use array::{Array, NumberType, Part, TEST, TRAINING};
pub use assemble::file_data;
pub use convert::check_labels;
