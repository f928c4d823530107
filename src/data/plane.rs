//! Generated data sets of the plane: what they have in common.

use ndarray::Array2;
use rand::RngExt;
use rand::rngs::ChaCha8Rng;

use super::dataset::Dataset;
use super::examples::Examples;
use super::features::Features;
use super::shape::Shape;
use super::source::{Defaults, Origin, PlacePoint, Request, Sizes, Source};
use crate::random::{Gaussian, Stream, stream};

/// The set-up of the lecture's circles, which the other data sets of the plane start from.
pub const DEFAULTS: Defaults =
    Defaults { train_size: 400, test_size: 100, noise: 0.1, hidden: 10, eta: 5e-3, steps: 10_000 };

/// As many training points as MNIST has images.
const MAX_SIZES: Sizes = Sizes { train: 60_000, test: 60_000 };

/// What distinguishes one data set of the plane from another.
#[derive(Clone, Copy, Debug)]
pub struct PlaneSet {
    /// The name on the command line.
    pub name: &'static str,
    /// The name on its card in the picker.
    pub title: &'static str,
    /// What it is and what there is to see, in two short sentences.
    pub about: &'static str,
    /// The names of the two classes.
    pub class_names: &'static [&'static str; 2],
    /// The set-up to start with.
    pub defaults: Defaults,
    /// Where a point of a class lies without noise, in about -1 … 1.
    pub place: PlacePoint,
}

impl PlaneSet {
    /// Describes the data set as a source.
    pub const fn source(self) -> Source {
        Source {
            name: self.name,
            title: self.title,
            about: self.about,
            shape: Shape::Plane,
            class_names: self.class_names,
            defaults: self.defaults,
            max_sizes: MAX_SIZES,
            origin: Origin::Generated(self.place),
        }
    }
}

/// Generates the training and test points of a source.
pub fn generate(source: &Source, place: PlacePoint, request: &Request) -> Dataset {
    let points = |n, purpose| points(n, request.noise, place, &mut stream(request.seed, purpose));
    Dataset {
        name: source.name.to_owned(),
        shape: source.shape,
        class_names: source.class_names.iter().map(|&name| name.to_owned()).collect(),
        train: points(request.train_size, Stream::TrainData),
        test: points(request.test_size, Stream::TestData),
        validation: None,
        flipped: Vec::new(),
        true_labels: Vec::new(),
        points: Vec::new(),
    }
}

/// Generates `n` points, alternately of class 0 and 1. Each point draws its own numbers, so a larger set is a smaller
/// one with points added.
fn points(n: usize, noise: f64, place: PlacePoint, rng: &mut ChaCha8Rng) -> Examples {
    let mut inputs = Array2::zeros((n, 2));
    let mut labels = Vec::with_capacity(n);
    for (i, mut point) in inputs.rows_mut().into_iter().enumerate() {
        let class = i % 2;
        for (coordinate, without_noise) in point.iter_mut().zip(place(class, rng)) {
            *coordinate = (without_noise + noise * rng.sample(Gaussian)) as f32;
        }
        labels.push(class as u8);
    }
    Examples { inputs: Features::Numbers(inputs), labels }
}
