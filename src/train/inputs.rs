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
