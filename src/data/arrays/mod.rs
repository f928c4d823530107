//! Arrays of numbers as NumPy saves them, in whatever file, and their conversion to examples: images, points of the
//! plane, or plain numbers, with classes.

mod array;
mod assemble;
mod convert;
mod fill;
mod grey;
mod names;
mod row;
mod text;

pub use array::{Array, NumberType, Part, TEST, TRAINING, VALIDATION};
pub use assemble::file_data;
pub use convert::{check_labels, is_one_hot};
pub use fill::fill;
pub use names::{PartPlaces, are_of_one_set, parts};
