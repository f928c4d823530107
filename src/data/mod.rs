//! What a network learns from: built-in sources, one file each, and readers of data files.
//!
//! A new source is a file with one `const` [`Source`] and a row in [`SOURCES`]; the picker, the command
//! line, `--help` and the tests find it there.

mod arrays;
mod augment;
mod blocked;
mod circles;
mod fault;
mod features;
mod file_data;
mod gaussians;
mod idx;
mod label_noise;
mod meter;
mod mnist;
mod moons;
mod names;
mod npz;
mod pickle;
mod pixels;
mod plane;
mod source;
mod spirals;
mod table;
mod unpack;
mod validation;
mod xor;

use ndarray::ShapeError;

pub use augment::{Augment, Distorter};
pub use features::{Features, GREY};
pub use file_data::FileData;
pub use meter::Tell;
pub use source::{Choice, Defaults, Request, SOURCES, Source, find, is_file, resolve, resolve_with_progress};
pub use validation::validation_size;

/// Labelled examples: row `n` of `inputs` belongs to class `labels[n]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Examples {
    /// Examples × inputs.
    pub inputs: Features,
    /// Class numbers, one an example.
    pub labels: Vec<u8>,
}

impl Examples {
    /// How many examples there are.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The first `n` examples, or all if there are no more.
    #[must_use]
    pub fn first(&self, n: usize) -> Examples {
        let n = n.min(self.len());
        Examples { inputs: self.inputs.first(n), labels: self.labels[..n].to_vec() }
    }

    /// The examples of these numbers, in this order.
    #[must_use]
    pub fn chosen(&self, examples: &[usize]) -> Examples {
        let labels = examples.iter().map(|&n| self.labels[n]).collect();
        Examples { inputs: self.inputs.chosen(examples), labels }
    }

    /// Puts examples of the same shape behind these.
    fn append(&mut self, more: Examples) -> Result<(), ShapeError> {
        self.labels.extend(more.labels);
        self.inputs.append(&more.inputs)
    }
}

/// What one row of inputs is, and so how it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A point of the plane: two inputs, x and y.
    Plane,
    /// A grey picture, row by row from the top left; 0 is paper, 1 is ink.
    Image {
        /// Pixels in a row.
        width: usize,
        /// Rows.
        height: usize,
    },
    /// Numbers that stand for nothing that can be drawn.
    Numbers {
        /// How many.
        count: usize,
    },
}

impl Shape {
    /// What so many numbers a row are when they are no picture.
    pub fn of_numbers(count: usize) -> Shape {
        if count == 2 { Shape::Plane } else { Shape::Numbers { count } }
    }

    /// The number of inputs of an example.
    pub fn inputs(self) -> usize {
        match self {
            Shape::Plane => 2,
            Shape::Image { width, height } => width * height,
            Shape::Numbers { count } => count,
        }
    }
}

/// Training and test examples of one data set, as one run uses them.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// The name on screen and on the command line.
    pub name: String,
    /// What a row of inputs is.
    pub shape: Shape,
    /// What the classes are called, in the order of their numbers.
    pub class_names: Vec<String>,
    /// The examples to learn from.
    pub train: Examples,
    /// The examples that are never learned from.
    pub test: Examples,
    /// Examples held out of the training part, to choose by; if that was asked for.
    pub validation: Option<Examples>,
    /// The numbers of the training examples whose label was flipped.
    pub flipped: Vec<usize>,
}

impl Dataset {
    /// The number of classes, which is the width of the output layer.
    pub fn classes(&self) -> usize {
        self.class_names.len()
    }
}
