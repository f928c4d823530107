//! Two rings around the origin, the lecture's first data set: no straight line can part them.

use std::f64::consts::TAU;

use ndarray::Array2;
use rand::RngExt;
use rand::distr::StandardUniform;
use rand::rngs::ChaCha8Rng;

use super::{Dataset, Defaults, Examples, Features, Request, Shape, Source};
use crate::error::Error;
use crate::random::{Gaussian, Stream, stream};

/// Radius of the outer ring (class 0) and of the inner one (class 1), as in scikit-learn's `make_circles`.
const RADII: [f64; 2] = [1.0, 0.8];

/// The lecture's circles: 400 training and 100 test points, noise 0.1.
pub const SOURCE: Source = Source {
    name: "circles",
    title: "Circles",
    about: "Two rings. No straight line can part them, so you can watch the hidden units bend the boundary.",
    shape: Shape::Plane,
    defaults: Defaults { train_size: 400, test_size: 100, noise: 0.1, hidden: 10, eta: 5e-3, steps: 10_000 },
    most: (60_000, 60_000),
    load,
};

#[expect(clippy::unnecessary_wraps, reason = "sources that read a file can fail")]
fn load(request: &Request) -> Result<Dataset, Error> {
    let rings = |n, purpose| rings(n, request.noise, &mut stream(request.seed, purpose));
    Ok(Dataset {
        name: SOURCE.name.to_owned(),
        shape: SOURCE.shape,
        class_names: vec!["outer".to_owned(), "inner".to_owned()],
        train: rings(request.train_size, Stream::TrainData),
        test: rings(request.test_size, Stream::TestData),
        validation: None,
        flipped: Vec::new(),
    })
}

/// `n` points at random angles, the two classes in turn. Each point draws its own numbers, so that a larger
/// set is the smaller one with points added.
fn rings(n: usize, noise: f64, rng: &mut ChaCha8Rng) -> Examples {
    let mut inputs = Array2::zeros((n, 2));
    let mut labels = Vec::with_capacity(n);
    for (i, mut point) in inputs.rows_mut().into_iter().enumerate() {
        let class = i % 2;
        let (sin, cos) = libm::sincos(TAU * rng.sample::<f64, _>(StandardUniform));
        for (coordinate, on_ring) in point.iter_mut().zip([cos, sin]) {
            *coordinate = (RADII[class] * on_ring + noise * rng.sample(Gaussian)) as f32;
        }
        labels.push(class as u8);
    }
    Examples { inputs: Features::Numbers(inputs), labels }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(train_size: usize, noise: f64) -> Request {
        Request { train_size, test_size: 100, noise, seed: 5, ..Request::default() }
    }

    #[test]
    fn without_noise_the_points_lie_on_the_rings() {
        let set = load(&request(100, 0.0)).unwrap();
        for (point, &label) in set.train.inputs.rows().zip(&set.train.labels) {
            let radius = f64::from(point.map(|x| x * x).sum::<f32>()).sqrt();
            assert!((radius - RADII[usize::from(label)]).abs() < 1e-6);
        }
    }

    #[test]
    fn more_examples_join_those_that_are_there() {
        let few = load(&request(50, 0.1)).unwrap();
        let many = load(&request(400, 0.1)).unwrap();
        assert_eq!(few.train.inputs.to_array(), many.train.inputs.to_array().slice(ndarray::s![..50, ..]));
        assert_eq!(few.test, many.test);
    }

    #[test]
    fn classes_are_balanced_and_seeds_differ() {
        let set = load(&request(400, 0.1)).unwrap();
        assert_eq!(set.train.labels.iter().filter(|&&label| label == 1).count(), 200);
        let other = load(&Request { seed: 6, ..request(400, 0.1) }).unwrap();
        assert_ne!(set.train.inputs, other.train.inputs);
    }
}
