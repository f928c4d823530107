//! Converts the features of a data set to the inputs of a network.

use crate::data::{Features, GREY};
use crate::nn::{Inputs, ThreadPool};

/// Converts features to network inputs, examples × inputs.
pub fn inputs_of(features: &Features) -> Inputs {
    inputs_with(features, &ThreadPool::default())
}

/// Like [`inputs_of`]; the threads of `pool` share the work.
pub fn inputs_with(features: &Features, pool: &ThreadPool) -> Inputs {
    match features {
        Features::Pixels(pixels) => Inputs::from_bytes(pixels.view(), &GREY, pool),
        Features::Numbers(_) => Inputs::from_rows(features.len(), features.width(), |n| features.row(n)),
    }
}

/// Like [`inputs_with`], for examples that only forward passes go through, all of them at once.
pub fn evaluated_inputs_with(features: &Features, pool: &ThreadPool) -> Inputs {
    let mut inputs = inputs_with(features, pool);
    inputs.prepare_evaluation(pool);
    inputs
}
