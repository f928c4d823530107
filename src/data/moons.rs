//! Two interleaving half moons, as in scikit-learn's `make_moons`.

use std::f64::consts::PI;

use rand::RngExt;
use rand::distr::StandardUniform;
use rand::rngs::ChaCha8Rng;

use super::plane::{self, PlaneSet};
use super::source::Source;

/// Half moons of this radius, centred at the origin, fit into -1 … 1.
const SCALE: f64 = 0.65;

/// Two half moons.
pub const SOURCE: Source = PlaneSet {
    name: "moons",
    title: "Moons",
    about: "Two half moons. A straight line gets most of them right; the last ones need a bend.",
    class_names: &["upper", "lower"],
    defaults: plane::DEFAULTS,
    place,
}
.source();

fn place(class: usize, rng: &mut ChaCha8Rng) -> [f64; 2] {
    let (sin, cos) = libm::sincos(PI * rng.sample::<f64, _>(StandardUniform));
    let (x, y) = if class == 0 { (cos, sin) } else { (1.0 - cos, 0.5 - sin) };
    [SCALE * (x - 0.5), SCALE * (y - 0.25)]
}
