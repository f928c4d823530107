//! Two heaps, which a straight line parts as well as anything can.

use super::{Dataset, Defaults, Request, Shape, Source, plane};
use crate::error::Error;

/// The middle of the first heap is (M, M), that of the second (−M, −M).
const MIDDLE: f64 = 0.4;

/// Two normal distributions.
pub const SOURCE: Source = Source {
    name: "gaussians",
    title: "Gaussians",
    about: "Two heaps. A straight line is all it takes, and a network that bends it learns the noise.",
    shape: Shape::Plane,
    defaults: Defaults { train_size: 400, test_size: 100, noise: 0.3, hidden: 10, eta: 2e-3, steps: 10_000 },
    most: plane::MOST,
    load,
};

#[expect(clippy::unnecessary_wraps, reason = "sources that read a file can fail")]
fn load(request: &Request) -> Result<Dataset, Error> {
    Ok(plane::scatter(&SOURCE, ["upper right", "lower left"], request, |class, _| {
        let at = if class == 0 { MIDDLE } else { -MIDDLE };
        (at, at)
    }))
}
