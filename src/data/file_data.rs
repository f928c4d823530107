//! All examples of a file, from which a run takes what it wants.

use std::collections::BTreeSet;

use ndarray::{Axis, Zip};
use rand::seq::SliceRandom;

use super::names::Names;
use super::{Dataset, Examples, Features, Request, Shape, pixels};
use crate::random::{Stream, stream};

/// Labelled examples in a training and a test part, as a file has them.
#[derive(Clone, Debug, PartialEq)]
pub struct FileData {
    /// What a row of inputs is.
    pub shape: Shape,
    /// What the classes are called, in the order of their numbers.
    pub class_names: Vec<String>,
    /// The examples to learn from.
    pub train: Examples,
    /// The examples that are never learned from.
    pub test: Examples,
}

impl FileData {
    /// Makes a set of what a reader found: labels, which are numbers of `names`, become classes in the order of their
    /// names, pale pixels become clear, other numbers are scaled. Without a test part a fifth becomes it.
    pub(super) fn new(
        shape: Shape,
        names: Names,
        train: Examples,
        test: Option<Examples>,
    ) -> Result<FileData, String> {
        check_inputs(shape.inputs())?;
        let (class_names, places) = names.sorted();
        if class_names.len() < 2 {
            let only = class_names.first().map_or("0", String::as_str);
            return Err(format!("all its labels are {only}: there must be at least two classes"));
        }
        let (mut train, mut test) = match test {
            Some(test) => (in_any_order(train, Stream::TrainData), in_any_order(test, Stream::TestData)),
            None => split(&train),
        };
        if train.is_empty() || test.is_empty() {
            return Err("it has too few examples: there must be some to learn from, and some to test".into());
        }
        for label in train.labels.iter_mut().chain(&mut test.labels) {
            *label = places[usize::from(*label)];
        }
        pixels::brighten([&mut train.inputs, &mut test.inputs]);
        scale(&mut train.inputs, &mut test.inputs);
        Ok(FileData { shape, class_names, train, test })
    }

    /// The first examples of each part; no more than there are.
    pub fn cut(&self, name: &str, request: &Request) -> Dataset {
        Dataset {
            name: name.to_owned(),
            shape: self.shape,
            class_names: self.class_names.clone(),
            train: self.train.first(request.train_size),
            test: self.test.first(request.test_size),
            validation: None,
            flipped: Vec::new(),
        }
    }
}

/// More examples than any set of this kind has.
pub(super) const MOST_EXAMPLES: usize = 1_000_000;

/// The most numbers of an example: images of 256 x 256 pixels. The weights behind them are that many for each unit.
pub(super) const MOST_INPUTS: usize = 1 << 16;

/// Refuses examples of more numbers than a network can take.
pub(super) fn check_inputs(inputs: usize) -> Result<(), String> {
    if inputs > MOST_INPUTS {
        return Err(format!("its examples have more than {MOST_INPUTS} numbers each"));
    }
    Ok(())
}

/// So few examples may be in order by chance.
const FEW: usize = 20;

/// Examples that are sorted by their classes are shuffled: the first of them would all be of one class.
fn in_any_order(examples: Examples, random: Stream) -> Examples {
    let labels = &examples.labels;
    let classes = labels.iter().collect::<BTreeSet<_>>().len();
    // Two pieces of each class are what two sorted parts make.
    if examples.len() < FEW || labels.chunk_by(PartialEq::eq).count() > 2 * classes {
        return examples;
    }
    let mut order: Vec<usize> = (0..examples.len()).collect();
    order.shuffle(&mut stream(0, random));
    examples.chosen(&order)
}

/// Makes a fifth of the examples, drawn once and for all, the test part of a set that has none.
fn split(all: &Examples) -> (Examples, Examples) {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.shuffle(&mut stream(0, Stream::TestData));
    let (test, train) = order.split_at(all.len() / 5);
    (all.chosen(train), all.chosen(test))
}

/// Scales each column of numbers so that the training part reaches from -1 to 1.
fn scale(train: &mut Features, test: &mut Features) {
    let (Features::Numbers(train), Features::Numbers(test)) = (train, test) else { return };
    let columns = Zip::from(train.axis_iter_mut(Axis(1))).and(test.axis_iter_mut(Axis(1)));
    columns.for_each(|mut train, mut test| {
        let low = train.iter().copied().fold(f32::INFINITY, f32::min);
        let high = train.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        // Halves first: the difference of two large numbers may be infinite.
        let (middle, half) = (low / 2.0 + high / 2.0, high / 2.0 - low / 2.0);
        let scaled = |x: f32| if half > 0.0 { ((x - middle) / half).clamp(-FAR, FAR) } else { 0.0 };
        train.mapv_inplace(scaled);
        test.mapv_inplace(scaled);
    });
}

/// Farther than this from the training part a test example may not lie: a single one would shrink all others.
const FAR: f32 = 3.0;
