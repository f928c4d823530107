//! All images of a set, kept as bytes, from which a run takes what it wants.

use ndarray::{Array2, Axis, s};
use rand::seq::SliceRandom;

use super::{Dataset, Examples, Features, Request, Shape};
use crate::random::{Stream, stream};

/// Grey images of one size with their labels, in a training and a test part.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageSet {
    /// Images × pixels: 0 is paper, 255 is ink.
    pub train_pixels: Array2<u8>,
    /// Class numbers of the training images.
    pub train_labels: Vec<u8>,
    /// Images × pixels.
    pub test_pixels: Array2<u8>,
    /// Class numbers of the test images.
    pub test_labels: Vec<u8>,
    /// Pixels in a row.
    pub width: usize,
    /// Rows of an image.
    pub height: usize,
    /// What the classes are called, in the order of their numbers.
    pub class_names: Vec<String>,
}

impl ImageSet {
    /// What a row of inputs is.
    pub fn shape(&self) -> Shape {
        Shape::Image { width: self.width, height: self.height }
    }

    /// How many training images there are.
    pub fn train_len(&self) -> usize {
        self.train_labels.len()
    }

    /// How many test images there are.
    pub fn test_len(&self) -> usize {
        self.test_labels.len()
    }

    /// The first images of each part; no more than there are.
    pub fn cut(&self, name: &str, request: &Request) -> Dataset {
        Dataset {
            name: name.to_owned(),
            shape: self.shape(),
            class_names: self.class_names.clone(),
            train: first(&self.train_pixels, &self.train_labels, request.train_size),
            test: first(&self.test_pixels, &self.test_labels, request.test_size),
            validation: None,
            flipped: Vec::new(),
        }
    }
}

/// Images and their labels.
type Labelled = (Array2<u8>, Vec<u8>);

/// Makes a fifth of the images, drawn once and for all, the test part of a set that has none.
pub(super) fn split(pixels: Array2<u8>, labels: Vec<u8>) -> (Labelled, Labelled) {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.shuffle(&mut stream(0, Stream::TestData));
    let (test, train) = order.split_at(labels.len() / 5);
    let chosen = |which: &[usize]| {
        (pixels.select(Axis(0), which), which.iter().map(|&n| labels[n]).collect::<Vec<_>>())
    };
    (chosen(train), chosen(test))
}

fn first(pixels: &Array2<u8>, labels: &[u8], n: usize) -> Examples {
    let n = n.min(labels.len());
    Examples { inputs: Features::Pixels(pixels.slice(s![..n, ..]).to_owned()), labels: labels[..n].to_vec() }
}
