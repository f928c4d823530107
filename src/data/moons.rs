//! Two half moons that reach into each other, as in scikit-learn's `make_moons`.

use std::f64::consts::PI;

use rand::RngExt;
use rand::distr::StandardUniform;

use super::{Dataset, Defaults, Request, Shape, Source, plane};
use crate::error::Error;

/// So that both fit into the picture.
const SCALE: f64 = 0.65;

/// Two half moons.
pub const SOURCE: Source = Source {
    name: "moons",
    title: "Moons",
    about: "Two half moons. A straight line gets most of them right; the last ones need a bend.",
    shape: Shape::Plane,
    defaults: Defaults { train_size: 400, test_size: 100, noise: 0.1, hidden: 10, eta: 5e-3, steps: 10_000 },
    most: plane::MOST,
    load,
};

#[expect(clippy::unnecessary_wraps, reason = "sources that read a file can fail")]
fn load(request: &Request) -> Result<Dataset, Error> {
    Ok(plane::scatter(&SOURCE, ["upper", "lower"], request, |class, rng| {
        let (sin, cos) = libm::sincos(PI * rng.sample::<f64, _>(StandardUniform));
        let (x, y) = if class == 0 { (cos, sin) } else { (1.0 - cos, 0.5 - sin) };
        (SCALE * (x - 0.5), SCALE * (y - 0.25))
    }))
}
