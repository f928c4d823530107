//! Two rings around the origin, the lecture's first data set: no straight line can part them.

use std::f64::consts::TAU;

use rand::RngExt;
use rand::distr::StandardUniform;

use super::{Dataset, Defaults, Request, Shape, Source, plane};
use crate::error::Error;

/// Radius of the outer ring (class 0) and of the inner one (class 1), as in scikit-learn's `make_circles`.
const RADII: [f64; 2] = [1.0, 0.8];

/// The lecture's circles: 400 training and 100 test points, noise 0.1.
pub const SOURCE: Source = Source {
    name: "circles",
    title: "Circles",
    about: "Two rings. No straight line can part them, so you can watch the hidden units bend the boundary.",
    shape: Shape::Plane,
    defaults: Defaults { train_size: 400, test_size: 100, noise: 0.1, hidden: 10, eta: 5e-3, steps: 10_000 },
    most: plane::MOST,
    load,
};

#[expect(clippy::unnecessary_wraps, reason = "sources that read a file can fail")]
fn load(request: &Request) -> Result<Dataset, Error> {
    Ok(plane::scatter(&SOURCE, ["outer", "inner"], request, |class, rng| {
        let (sin, cos) = libm::sincos(TAU * rng.sample::<f64, _>(StandardUniform));
        (RADII[class] * cos, RADII[class] * sin)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_noise_the_points_lie_on_the_rings() {
        let request = Request { train_size: 100, test_size: 100, seed: 5, ..Request::default() };
        let set = load(&request).unwrap();
        for (point, &label) in set.train.inputs.rows().zip(&set.train.labels) {
            let radius = f64::from(point.map(|x| x * x).sum::<f32>()).sqrt();
            assert!((radius - RADII[usize::from(label)]).abs() < 1e-6);
        }
        let other = load(&Request { seed: 6, ..request }).unwrap();
        assert_ne!(set.train.inputs, other.train.inputs);
    }
}
