//! Two arms of a spiral, the old test of what a network can bend (Lang and Witbrock 1988).

use std::f64::consts::PI;

use rand::RngExt;

use super::{Dataset, Defaults, Request, Shape, Source, plane};
use crate::error::Error;

/// How far the arms go round, in half turns.
const HALF_TURNS: f64 = 3.0;

/// Two spirals.
pub const SOURCE: Source = Source {
    name: "spirals",
    title: "Spirals",
    about: "Two arms that wind around each other. With few units it gives up; forty can follow them all the way in.",
    shape: Shape::Plane,
    defaults: Defaults { train_size: 400, test_size: 100, noise: 0.02, hidden: 40, eta: 5e-3, steps: 20_000 },
    most: plane::MOST,
    load,
};

#[expect(clippy::unnecessary_wraps, reason = "sources that read a file can fail")]
fn load(request: &Request) -> Result<Dataset, Error> {
    Ok(plane::scatter(&SOURCE, ["one arm", "other arm"], request, |class, rng| {
        let radius = 0.1 + 0.9 * rng.random::<f64>();
        let (sin, cos) = libm::sincos(PI * (HALF_TURNS * radius + class as f64));
        (radius * cos, radius * sin)
    }))
}
