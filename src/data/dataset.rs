//! The examples of one run.

use super::examples::Examples;
use super::point_edits::PointId;
use super::shape::Shape;

/// Training, test and, if asked for, validation examples of one data set, as one run uses them.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// The name on screen and on the command line.
    pub name: String,
    /// What a row of inputs stands for.
    pub shape: Shape,
    /// The names of the classes, by class number.
    pub class_names: Vec<String>,
    /// The examples to learn from.
    pub train: Examples,
    /// The examples that the network never learns from.
    pub test: Examples,
    /// The validation set, taken from the training examples.
    pub validation: Option<Examples>,
    /// The indices of the training examples with a flipped label, in ascending order.
    pub flipped: Vec<usize>,
    /// The true class of each of those.
    pub true_labels: Vec<u8>,
    /// The names of the training points of the plane; empty for other data.
    pub points: Vec<PointId>,
}

impl Dataset {
    /// The number of classes, which is the width of the output layer.
    pub fn classes(&self) -> usize {
        self.class_names.len()
    }
}
