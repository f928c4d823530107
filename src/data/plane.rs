//! Points of the plane that are made up: what all such sources share.

use ndarray::Array2;
use rand::RngExt;
use rand::rngs::ChaCha8Rng;

use super::{Dataset, Examples, Features, Request, Source};
use crate::random::{Gaussian, Stream, stream};

/// The most points of a part.
pub const MOST: (usize, usize) = (60_000, 60_000);

/// Points of two classes in turn, each at a `place` of its class, scattered by noise. Every point draws its own
/// numbers, so that a larger set is the smaller one with points added.
pub fn scatter(
    source: &Source,
    class_names: [&str; 2],
    request: &Request,
    place: impl Fn(usize, &mut ChaCha8Rng) -> (f64, f64),
) -> Dataset {
    let points = |n, purpose| {
        let rng = &mut stream(request.seed, purpose);
        let mut inputs = Array2::zeros((n, 2));
        let mut labels = Vec::with_capacity(n);
        for (i, mut point) in inputs.rows_mut().into_iter().enumerate() {
            let class = i % 2;
            let (x, y) = place(class, rng);
            for (coordinate, without_noise) in point.iter_mut().zip([x, y]) {
                *coordinate = (without_noise + request.noise * rng.sample(Gaussian)) as f32;
            }
            labels.push(class as u8);
        }
        Examples { inputs: Features::Numbers(inputs), labels }
    };
    Dataset {
        name: source.name.to_owned(),
        shape: source.shape,
        class_names: class_names.map(str::to_owned).to_vec(),
        train: points(request.train_size, Stream::TrainData),
        test: points(request.test_size, Stream::TestData),
        validation: None,
        flipped: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::data::{Features, Request, SOURCES, Shape};

    #[test]
    fn every_source_of_points_is_balanced_and_grows_by_adding() {
        let sources = SOURCES.iter().filter(|source| source.shape == Shape::Plane);
        for source in sources {
            let load = |train_size| {
                let request =
                    Request { train_size, test_size: 40, noise: 0.1, seed: 5, ..Request::default() };
                (source.load)(&request).unwrap()
            };
            let (few, many) = (load(50), load(400));
            assert_eq!(many.train.labels.iter().filter(|&&label| label == 1).count(), 200, "{}", source.name);
            assert_eq!(many.train.chosen(&(0..50).collect::<Vec<_>>()), few.train, "{}", source.name);
            assert_eq!(few.test, many.test, "{}", source.name);
            assert_eq!(few.classes(), 2);
        }
    }

    #[test]
    fn without_noise_every_source_of_points_fits_the_picture() {
        for source in SOURCES.iter().filter(|source| source.shape == Shape::Plane) {
            let request = Request { train_size: 1_000, test_size: 40, seed: 1, ..Request::default() };
            let Features::Numbers(points) = (source.load)(&request).unwrap().train.inputs else {
                panic!("points are numbers")
            };
            let largest = points.iter().fold(0.0_f32, |largest, x| largest.max(x.abs()));
            assert!((0.3..=1.1).contains(&largest), "{}: {largest}", source.name);
        }
    }
}
