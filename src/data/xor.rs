//! Four squares of two classes, crosswise: the question that one layer cannot answer (Minsky and Papert 1969).

use rand::RngExt;

use super::{Dataset, Defaults, Request, Shape, Source, plane};
use crate::error::Error;

/// Between the squares there is a gap of twice this.
const GAP: f64 = 0.1;

/// Exclusive or.
pub const SOURCE: Source = Source {
    name: "xor",
    title: "Xor",
    about: "Four squares, crosswise. Each input by itself says nothing; two cuts are needed.",
    shape: Shape::Plane,
    defaults: Defaults { train_size: 400, test_size: 100, noise: 0.05, hidden: 10, eta: 5e-3, steps: 10_000 },
    most: plane::MOST,
    load,
};

#[expect(clippy::unnecessary_wraps, reason = "sources that read a file can fail")]
fn load(request: &Request) -> Result<Dataset, Error> {
    Ok(plane::scatter(&SOURCE, ["same sign", "other sign"], request, |class, rng| {
        let side = if rng.random::<bool>() { 1.0 } else { -1.0 };
        let mut away = || GAP + (1.0 - GAP) * rng.random::<f64>();
        let (x, y) = (side * away(), side * away());
        if class == 0 { (x, y) } else { (x, -y) }
    }))
}
