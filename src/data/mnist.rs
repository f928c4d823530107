//! The 70,000 handwritten digits of MNIST, built into the program.

use ndarray::Array2;

use super::blocked::Blocked;
use super::{Dataset, Defaults, Examples, Features, Request, Shape, Source};
use crate::error::Error;

/// The classic three-part file, in blocks: see `assets/README.md` for where it comes from.
static PACKED: &[u8] = include_bytes!("../../assets/mnist.pkl.gz");

/// One part of the file: where its pixels and its labels begin when it is unpacked, and how many images it has.
/// A test compares all of them with what the pickle says.
struct Section {
    pixels: usize,
    labels: usize,
    images: usize,
}

const TRAINING: Section = Section { pixels: 147, labels: 39_200_187, images: 50_000 };
const VALIDATION: Section = Section { pixels: 39_250_233, labels: 47_090_273, images: 10_000 };
const TEST: Section = Section { pixels: 47_100_319, labels: 54_940_359, images: 10_000 };
/// Pixels of an image.
const PIXELS: usize = 784;

/// The lecture's digits: the first 500 training and the first 100 test images.
pub const SOURCE: Source = Source {
    name: "mnist",
    title: "MNIST digits",
    about: "Handwritten digits of 28 × 28 pixels. 500 to learn from are few: watch training and test part.",
    shape: Shape::Image { width: 28, height: 28 },
    defaults: Defaults { train_size: 500, test_size: 100, noise: 0.0, hidden: 30, eta: 5e-4, steps: 20_000 },
    most: (TRAINING.images + VALIDATION.images, TEST.images),
    load,
};

/// Unpacks the images that are asked for, and no others.
fn load(request: &Request) -> Result<Dataset, Error> {
    let damaged =
        || Error::BadData { path: "the built-in MNIST".to_owned(), problem: "it is damaged".to_owned() };
    let file = Blocked::new(PACKED).ok_or_else(damaged)?;
    Ok(Dataset {
        name: SOURCE.name.to_owned(),
        shape: SOURCE.shape,
        class_names: (0..10).map(|digit| digit.to_string()).collect(),
        train: first(&file, &[TRAINING, VALIDATION], request.train_size).ok_or_else(damaged)?,
        test: first(&file, &[TEST], request.test_size).ok_or_else(damaged)?,
        validation: None,
        flipped: Vec::new(),
    })
}

/// The first images of some parts that follow each other; no more than there are.
fn first(file: &Blocked, parts: &[Section], images: usize) -> Option<Examples> {
    let (mut pixels, mut labels) = (Vec::new(), Vec::new());
    for part in parts {
        let images = part.images.min(images - labels.len());
        append(&mut pixels, file.read(part.pixels..part.pixels + images * PIXELS)?);
        append(&mut labels, file.read(part.labels..part.labels + images)?);
    }
    let pixels = Array2::from_shape_vec((labels.len(), PIXELS), pixels).ok()?;
    Some(Examples { inputs: Features::Pixels(pixels), labels })
}

/// Without a copy of what came first, which may be all.
fn append(all: &mut Vec<u8>, mut more: Vec<u8>) {
    if all.is_empty() { *all = more } else { all.append(&mut more) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::pickle;

    #[test]
    fn what_is_unpacked_is_what_the_pickle_says() {
        let whole = pickle::decode(PACKED, "the built-in MNIST").unwrap();
        assert_eq!((whole.train.len(), whole.test.len()), SOURCE.most);
        for (train_size, test_size) in [(20, 20), (500, 100), (50_001, 9_999), SOURCE.most] {
            let request = Request { train_size, test_size, ..Request::default() };
            assert!(load(&request).unwrap() == whole.cut(SOURCE.name, &request), "{request:?}");
        }
    }
}
