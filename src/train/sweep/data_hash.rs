//! Tells the data of two files of one name apart.

use crate::data::{Choice, Features};
use crate::train::fnv;

/// A hash of the examples of a file and the names of their classes; `None` for a built-in data set.
pub fn data_hash(data: &Choice) -> Option<u64> {
    let Choice::File { data, .. } = data else { return None };
    let named = |hash, name: &String| fnv::add(fnv::add(hash, name.as_bytes()), &[0]);
    let hash = data.class_names.iter().fold(fnv::OFFSET, named);
    let parts = [&data.train, &data.test].into_iter();
    Some(parts.fold(hash, |hash, examples| {
        let sizes = [examples.len(), examples.inputs.width()];
        let hash = sizes.iter().fold(hash, |hash, size| fnv::add(hash, &(*size as u64).to_le_bytes()));
        let hash = fnv::add(hash, &examples.labels);
        match &examples.inputs {
            Features::Numbers(numbers) => {
                numbers.iter().fold(hash, |hash, number| fnv::add(hash, &number.to_bits().to_le_bytes()))
            }
            Features::Pixels(pixels) => pixels.iter().fold(hash, |hash, &pixel| fnv::add(hash, &[pixel])),
        }
    }))
}
