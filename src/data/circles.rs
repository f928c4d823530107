//! Two rings around the origin, the lecture's first data set: no straight line separates them.

use std::f64::consts::TAU;

use rand::RngExt;
use rand::distr::StandardUniform;
use rand::rngs::ChaCha8Rng;

use super::plane::{self, PlaneSet};
use super::source::Source;

/// Radius of the outer ring (class 0) and of the inner one (class 1), as in scikit-learn's `make_circles`.
const RADII: [f64; 2] = [1.0, 0.8];

/// The lecture's circles: 400 training and 100 test points, noise 0.1.
pub const SOURCE: Source = PlaneSet {
    name: "circles",
    title: "Circles",
    about: "Two rings. No straight line can part them, so you can watch the hidden units bend the boundary.",
    class_names: &["outer", "inner"],
    defaults: plane::DEFAULTS,
    place,
}
.source();

fn place(class: usize, rng: &mut ChaCha8Rng) -> [f64; 2] {
    let (sin, cos) = libm::sincos(TAU * rng.sample::<f64, _>(StandardUniform));
    [RADII[class] * cos, RADII[class] * sin]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Stream, stream};

    #[test]
    fn without_noise_the_points_lie_on_the_rings() {
        let mut rng = stream(5, Stream::TrainData);
        for class in [0, 1].repeat(50) {
            let [x, y] = place(class, &mut rng);
            assert!((x.hypot(y) - RADII[class]).abs() < 1e-6);
        }
    }
}
