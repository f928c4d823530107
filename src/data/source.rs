//! What describes a built-in data set, and what a run asks of it.

use rand::rngs::ChaCha8Rng;

use super::dataset::Dataset;
use super::point_edits::PointEdits;
use super::shape::Shape;
use crate::error::Error;

/// The part of a data set that one run asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// The number of training examples, including those of the validation set.
    pub train_size: usize,
    /// The number of test examples.
    pub test_size: usize,
    /// Standard deviation of the noise added to generated points.
    pub noise: f64,
    /// Share of the training labels that are flipped, from 0 to 1.
    pub flip: f64,
    /// Share of the training examples that become the validation set, from 0 to 1.
    pub validation: f64,
    /// What was done to the training points.
    pub points: PointEdits,
    /// Seed of generated data and of the label noise.
    pub seed: u64,
}

/// The set-up that a data set is first shown with: the lecture's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Defaults {
    /// The number of training examples.
    pub train_size: usize,
    /// The number of test examples.
    pub test_size: usize,
    /// Standard deviation of the noise added to generated points.
    pub noise: f64,
    /// Units of the one hidden layer.
    pub hidden: usize,
    /// The learning rate, for gradients summed over all training examples.
    pub eta: f32,
    /// Steps of a whole run.
    pub steps: u64,
}

/// Numbers of training and of test examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Training examples.
    pub train: usize,
    /// Test examples.
    pub test: usize,
}

/// A built-in data set.
#[derive(Debug)]
pub struct Source {
    /// The name on the command line.
    pub name: &'static str,
    /// The name on its card in the picker.
    pub title: &'static str,
    /// What it is and what there is to see, in two short sentences.
    pub about: &'static str,
    /// What a row of inputs stands for.
    pub shape: Shape,
    /// The names of the classes, by class number.
    pub class_names: &'static [&'static str],
    /// The set-up of the lecture.
    pub defaults: Defaults,
    /// The largest training and test sets that can be asked for.
    pub max_sizes: Sizes,
    /// Where the examples come from.
    pub origin: Origin,
}

/// Where the examples of a built-in data set come from. Either way the first `n` examples do not depend on how many
/// are asked for.
#[derive(Clone, Copy, Debug)]
pub enum Origin {
    /// Points of the plane, generated from a seed.
    Generated(PlacePoint),
    /// Examples built into the program.
    Stored(Load),
}

/// Draws where a point of a class lies, as x and y, before noise is added.
pub type PlacePoint = fn(class: usize, rng: &mut ChaCha8Rng) -> [f64; 2];

/// Decodes the examples that a request asks for, on up to so many threads.
pub type Load = fn(&Request, usize) -> Result<Dataset, Error>;

impl Source {
    /// Whether the points are generated for each run, with as much noise as the run asks for.
    pub fn is_generated(&self) -> bool {
        matches!(self.origin, Origin::Generated(_))
    }
}
