//! Four squares, diagonal ones of the same class: exclusive or, which a single layer cannot represent (Minsky and
//! Papert, *Perceptrons*, 1969).

use rand::RngExt;
use rand::rngs::ChaCha8Rng;

use super::plane::{self, PlaneSet};
use super::source::{Defaults, Source};

/// Half the gap between neighbouring squares.
const HALF_GAP: f64 = 0.1;

/// Exclusive or.
pub const SOURCE: Source = PlaneSet {
    name: "xor",
    title: "Xor",
    about: "Four squares, crosswise. Each input by itself says nothing; two cuts are needed.",
    class_names: &["same sign", "other sign"],
    defaults: Defaults { noise: 0.05, ..plane::DEFAULTS },
    place,
}
.source();

fn place(class: usize, rng: &mut ChaCha8Rng) -> [f64; 2] {
    let side = if rng.random::<bool>() { 1.0 } else { -1.0 };
    let mut distance = || HALF_GAP + (1.0 - HALF_GAP) * rng.random::<f64>();
    let [x, y] = [side * distance(), side * distance()];
    if class == 0 { [x, y] } else { [x, -y] }
}
