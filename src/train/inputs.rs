//! Converts the features of a data set to the inputs of a network.

use crate::data::{Features, GREY};
use crate::nn::Inputs;

/// Converts features to network inputs, examples × inputs.
pub fn inputs_of(features: &Features) -> Inputs {
    match features {
        Features::Pixels(pixels) => Inputs::from_bytes(pixels.view(), &GREY),
        Features::Numbers(_) => Inputs::from_rows(features.len(), features.width(), |n| features.row(n)),
    }
}

/// Like [`inputs_of`], for examples that only forward passes go through, all of them at once.
pub fn evaluated_inputs_of(features: &Features) -> Inputs {
    let mut inputs = inputs_of(features);
    inputs.prepare_evaluation();
    inputs
}
