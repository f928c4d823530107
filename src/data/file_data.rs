//! All examples of a file, from which a run takes what it wants.

use rand::seq::SliceRandom;

use super::{Dataset, Examples, Request, Shape};
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
    /// Examples whose classes are called by their numbers. Without a test part a fifth becomes it.
    pub(super) fn numbered(
        shape: Shape,
        train: Examples,
        test: Option<Examples>,
    ) -> Result<FileData, String> {
        let labels = test.iter().chain([&train]).flat_map(|part| &part.labels);
        let highest = labels.max().copied().unwrap_or(0);
        let class_names = (0..=highest).map(|class| class.to_string()).collect();
        FileData::new(shape, class_names, train, test)
    }

    /// The same with names for the classes.
    pub(super) fn new(
        shape: Shape,
        class_names: Vec<String>,
        train: Examples,
        test: Option<Examples>,
    ) -> Result<FileData, String> {
        let (train, test) = match test {
            Some(test) => (train, test),
            None => split(&train),
        };
        if class_names.len() < 2 {
            let only = class_names.first().map_or("0", String::as_str);
            return Err(format!("all its labels are {only}: there must be at least two classes"));
        }
        if train.is_empty() || test.is_empty() {
            return Err("it has too few examples: there must be some to learn from, and some to test".into());
        }
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

/// Makes a fifth of the examples, drawn once and for all, the test part of a set that has none.
fn split(all: &Examples) -> (Examples, Examples) {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.shuffle(&mut stream(0, Stream::TestData));
    let (test, train) = order.split_at(all.len() / 5);
    (all.chosen(train), all.chosen(test))
}
