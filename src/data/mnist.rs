//! The 70,000 handwritten digits of MNIST, built into the program.

use std::sync::OnceLock;

use super::{Dataset, Defaults, ImageSet, Request, Shape, Source, pickle};
use crate::error::Error;

/// The classic three-part file: see `assets/README.md` for where it comes from.
static PACKED: &[u8] = include_bytes!("../../assets/mnist.pkl.gz");

/// The lecture's digits: the first 500 training and the first 100 test images.
pub const SOURCE: Source = Source {
    name: "mnist",
    title: "MNIST digits",
    about: "Handwritten digits of 28 × 28 pixels. 500 to learn from are few: watch training and test part.",
    shape: Shape::Image { width: 28, height: 28 },
    defaults: Defaults { train_size: 500, test_size: 100, noise: 0.0, hidden: 30, eta: 5e-4, steps: 20_000 },
    most: (60_000, 10_000),
    load,
};

fn load(request: &Request) -> Result<Dataset, Error> {
    Ok(all()?.cut(SOURCE.name, request))
}

/// All images, decoded once, at the first call.
fn all() -> Result<&'static ImageSet, Error> {
    static ALL: OnceLock<ImageSet> = OnceLock::new();
    if let Some(images) = ALL.get() {
        return Ok(images);
    }
    let images = pickle::decode(PACKED, "the built-in MNIST")?;
    Ok(ALL.get_or_init(|| images))
}
