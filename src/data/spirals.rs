//! Two intertwined spirals, a classic hard problem for small networks (Lang and Witbrock, "Learning to tell two spirals
//! apart", 1988).

use std::f64::consts::PI;

use rand::RngExt;
use rand::rngs::ChaCha8Rng;

use super::plane::{self, PlaneSet};
use super::source::{Defaults, Source};

/// Half turns of each arm from the centre to the rim.
const HALF_TURNS: f64 = 3.0;

/// Two spirals.
pub const SOURCE: Source = PlaneSet {
    name: "spirals",
    title: "Spirals",
    about: "Two arms that wind around each other. With few units it gives up; forty can follow them all the way in.",
    class_names: &["one arm", "other arm"],
    defaults: Defaults { noise: 0.02, hidden: 40, steps: 20_000, ..plane::DEFAULTS },
    place,
}
.source();

fn place(class: usize, rng: &mut ChaCha8Rng) -> [f64; 2] {
    let radius = 0.1 + 0.9 * rng.random::<f64>();
    let (sin, cos) = libm::sincos(PI * (HALF_TURNS * radius + class as f64));
    [radius * cos, radius * sin]
}
