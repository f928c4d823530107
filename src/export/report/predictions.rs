//! What a network says about the test examples.

use crate::data::Dataset;
use crate::nn::{ConfusionMatrix, Network, Prediction, Workspace};
use crate::train::inputs_of;

/// The predictions for the test examples.
pub struct Predictions {
    /// One for each test example.
    pub said: Vec<Prediction>,
    /// Which classes are mistaken for which.
    pub confusion: ConfusionMatrix,
    /// The examples that are predicted wrong, the most confident mistake first.
    pub mistakes: Vec<usize>,
}

impl Predictions {
    /// The predictions of a network.
    pub fn of(network: &Network, dataset: &Dataset) -> Predictions {
        let labels = &dataset.test.labels;
        let inputs = inputs_of(&dataset.test.inputs);
        let said = network.predict(&inputs.all(), &mut Workspace::default());
        let confusion = ConfusionMatrix::of(&said, labels, dataset.classes());
        let mut mistakes: Vec<usize> = (0..said.len()).filter(|&n| said[n].class != labels[n]).collect();
        mistakes.sort_by(|&a, &b| said[b].confidence.total_cmp(&said[a].confidence));
        Predictions { said, confusion, mistakes }
    }
}
