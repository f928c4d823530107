//! Two normal distributions, which a straight line separates as well as any curve does.

use rand::rngs::ChaCha8Rng;

use super::plane::{self, PlaneSet};
use super::source::{Defaults, Source};

/// Class 0 is centred at (`CENTER`, `CENTER`), class 1 at (-`CENTER`, -`CENTER`).
const CENTER: f64 = 0.4;

/// Two normal distributions, whose standard deviation is the noise.
pub const SOURCE: Source = PlaneSet {
    name: "gaussians",
    title: "Gaussians",
    about: "Two heaps. A straight line is all it takes, and a network that bends it learns the noise.",
    class_names: &["upper right", "lower left"],
    defaults: Defaults { noise: 0.3, eta: 2e-3, ..plane::DEFAULTS },
    place,
}
.source();

fn place(class: usize, _: &mut ChaCha8Rng) -> [f64; 2] {
    if class == 0 { [CENTER; 2] } else { [-CENTER; 2] }
}
