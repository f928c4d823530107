//! All examples of a file, from which each run takes what it asks for.

use std::collections::BTreeSet;

use rand::seq::SliceRandom;

use super::class_names::{ClassNames, SortedNames};
use super::dataset::Dataset;
use super::examples::Examples;
use super::features::Features;
use super::input_column::{InputColumn, MAX_SCALED};
use super::pixels;
use super::reading::Reading;
use super::shape::Shape;
use super::source::Request;
use crate::random::{Stream, stream};

/// The training and test examples of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileData {
    /// What a row of inputs stands for.
    pub shape: Shape,
    /// The names of the classes, by class number.
    pub class_names: Vec<String>,
    /// What the columns of the file were taken for.
    pub reading: Reading,
    /// The column of each input; empty for images.
    pub inputs: Vec<InputColumn>,
    /// The examples to learn from.
    pub train: Examples,
    /// The examples that the network never learns from.
    pub test: Examples,
}

impl FileData {
    /// Prepares what a reader found for training.
    ///
    /// `reading` says what the columns of the file were taken for. Labels, which are numbers assigned by `names`, become indices into the sorted names. Examples that are sorted by
    /// class are shuffled. Pale pixels are multiplied by a whole number, as the readers of arrays do with pale shares, and
    /// each column of other numbers is scaled to -1 … 1. Without `test`, a fifth of the training examples becomes the test set.
    ///
    /// # Errors
    /// Says what is wrong when there are too many inputs, fewer than two classes, or no examples in one of the parts.
    pub(super) fn new(
        shape: Shape,
        names: ClassNames,
        reading: Reading,
        train: Examples,
        test: Option<Examples>,
    ) -> Result<FileData, String> {
        check_inputs(shape.inputs())?;
        let SortedNames { names: class_names, index_of } = names.sorted();
        if class_names.len() < 2 {
            let only = class_names.first().map_or("0", String::as_str);
            return Err(format!("all its labels are {only}: there must be at least two classes"));
        }
        let (mut train, mut test) = match test {
            Some(test) => {
                (shuffle_if_sorted(train, Stream::TrainData), shuffle_if_sorted(test, Stream::TestData))
            }
            None => split_train_test(train),
        };
        if train.is_empty() || test.is_empty() {
            return Err("it has too few examples: there must be some to learn from, and some to test".into());
        }
        for label in train.labels.iter_mut().chain(&mut test.labels) {
            *label = index_of[usize::from(*label)];
        }
        pixels::stretch_contrast([&mut train.inputs, &mut test.inputs]);
        // What is drawn as an image is on a scale of its own.
        let inputs = match shape {
            Shape::Image { .. } => Vec::new(),
            Shape::Plane | Shape::Numbers { .. } => scale(&mut train.inputs, &mut test.inputs),
        };
        Ok(FileData { shape, class_names, reading, inputs, train, test })
    }

    /// Returns the first examples of each part, as many as requested or as there are.
    pub fn to_dataset(&self, name: &str, request: &Request) -> Dataset {
        Dataset {
            name: name.to_owned(),
            shape: self.shape,
            class_names: self.class_names.clone(),
            train: self.train.first(request.train_size),
            test: self.test.first(request.test_size),
            validation: None,
            flipped: Vec::new(),
            true_labels: Vec::new(),
            points: Vec::new(),
        }
    }
}

/// From 2²⁰ on, neighbouring float32 numbers are at least 1/8 apart. Columns of such numbers, such as times in seconds or
/// metres on a map grid, are stored as differences from one of them.
pub(super) const LARGE: f64 = 1_048_576.0;

/// The most examples of a part. The largest of the usual files, EMNIST, has 814,255 images in all.
pub(super) const MAX_EXAMPLES: usize = 1_000_000;

/// The most inputs of an example: those of an image of 256 × 256 pixels. Each unit has a weight for each of them.
pub(super) const MAX_INPUTS: usize = 1 << 16;

/// Rejects examples with more inputs than a network can take.
pub(super) fn check_inputs(inputs: usize) -> Result<(), String> {
    if inputs > MAX_INPUTS {
        return Err(format!("its examples have more than {MAX_INPUTS} numbers each"));
    }
    Ok(())
}

/// Fewer examples than this may be in order by chance.
const MIN_SORTED: usize = 20;

/// Shuffles examples that are sorted by class, because the first ones would all be of one class. Leaves others as they
/// are.
fn shuffle_if_sorted(examples: Examples, purpose: Stream) -> Examples {
    let labels = &examples.labels;
    let classes = labels.iter().collect::<BTreeSet<_>>().len();
    // Two sorted parts, one after the other, have two runs of each class.
    if examples.len() < MIN_SORTED || labels.chunk_by(PartialEq::eq).count() > 2 * classes {
        return examples;
    }
    let mut order: Vec<usize> = (0..examples.len()).collect();
    order.shuffle(&mut stream(0, purpose));
    examples.reordered(&order)
}

/// Splits off a fifth of the examples as the test set, the same fifth for every seed.
fn split_train_test(all: Examples) -> (Examples, Examples) {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.shuffle(&mut stream(0, Stream::TestData));
    let test_size = all.len() / 5;
    order.rotate_left(test_size);
    let mut train = all.reordered(&order);
    let test = train.split_off(order.len() - test_size);
    (train, test)
}

/// Scales each column of numbers so that the training part fills -1 … 1, in float32: x becomes
/// (x - middle) / half, clamped to [`MAX_SCALED`]. Returns the columns, named by their numbers. Does nothing to pixels.
fn scale(train: &mut Features, test: &mut Features) -> Vec<InputColumn> {
    let (Features::Numbers(train), Features::Numbers(test)) = (train, test) else { return Vec::new() };
    // Row by row, as they are in memory: column by column takes several times as long.
    let mut lows = vec![f32::INFINITY; train.ncols()];
    let mut highs = vec![f32::NEG_INFINITY; train.ncols()];
    for row in train.rows() {
        for ((x, low), high) in row.iter().zip(&mut lows).zip(&mut highs) {
            (*low, *high) = (low.min(*x), high.max(*x));
        }
    }
    // Halved before they are subtracted: the difference of two large numbers may be infinite.
    let (middles, halves): (Vec<f32>, Vec<f32>) =
        (lows.iter().zip(&highs)).map(|(low, high)| (low / 2.0 + high / 2.0, high / 2.0 - low / 2.0)).unzip();
    for mut row in train.rows_mut().into_iter().chain(test.rows_mut()) {
        for ((x, middle), half) in row.iter_mut().zip(&middles).zip(&halves) {
            let is_constant = *half <= 0.0;
            *x = if is_constant { 0.0 } else { ((*x - middle) / half).clamp(-MAX_SCALED, MAX_SCALED) };
        }
    }
    let column = |(at, (&middle, &half))| InputColumn {
        name: format!("x{}", at + 1),
        middle: f64::from(middle),
        half: f64::from(half),
    };
    middles.iter().zip(&halves).enumerate().map(column).collect()
}
