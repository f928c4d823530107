//! The 70,000 handwritten digits of MNIST, built into the program.

use ndarray::Array2;

use super::bgzf::BgzfFile;
use super::dataset::Dataset;
use super::examples::Examples;
use super::features::Features;
use super::shape::Shape;
use super::source::{Defaults, Origin, Request, Sizes, Source};
use crate::error::Error;

/// The classic pickle of three parts, compressed in blocks. `assets/README.md` says where it comes from.
static PACKED: &[u8] = include_bytes!("../../assets/mnist.pkl.gz");

/// One part of the decompressed file: the offsets of its pixels and labels, and the number of its images. A test
/// compares them with what the pickle reader finds.
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
    title: "MNIST",
    about: "Handwritten digits of 28 × 28 pixels. 500 to learn from are few: watch training and test part.",
    shape: Shape::Image { width: 28, height: 28 },
    class_names: &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
    defaults: Defaults { train_size: 500, test_size: 100, noise: 0.0, hidden: 30, eta: 5e-4, steps: 20_000 },
    max_sizes: Sizes { train: TRAINING.images + VALIDATION.images, test: TEST.images },
    origin: Origin::Stored(load),
};

/// Decompresses only the images that are asked for.
fn load(request: &Request, threads: usize) -> Result<Dataset, Error> {
    let damaged =
        || Error::BadData { path: "the built-in MNIST".to_owned(), problem: "it is damaged".to_owned() };
    let file = BgzfFile::new(PACKED).ok_or_else(damaged)?;
    Ok(Dataset {
        name: SOURCE.name.to_owned(),
        shape: SOURCE.shape,
        class_names: SOURCE.class_names.iter().map(|&name| name.to_owned()).collect(),
        train: first(&file, &[TRAINING, VALIDATION], request.train_size, threads).ok_or_else(damaged)?,
        test: first(&file, &[TEST], request.test_size, threads).ok_or_else(damaged)?,
        validation: None,
        flipped: Vec::new(),
        true_labels: Vec::new(),
        points: Vec::new(),
    })
}

/// Returns the first images of consecutive sections, as many as there are; `None` if the file is damaged.
fn first(file: &BgzfFile, sections: &[Section], images: usize, threads: usize) -> Option<Examples> {
    let (mut pixels, mut labels) = (Vec::new(), Vec::new());
    for section in sections {
        let images = section.images.min(images - labels.len());
        append(&mut pixels, file.read(section.pixels..section.pixels + images * PIXELS, threads)?);
        append(&mut labels, file.read(section.labels..section.labels + images, threads)?);
    }
    let pixels = Array2::from_shape_vec((labels.len(), PIXELS), pixels).ok()?;
    Some(Examples { inputs: Features::Pixels(pixels), labels })
}

/// Appends bytes, without copying the first ones, which are usually all.
fn append(all: &mut Vec<u8>, mut more: Vec<u8>) {
    if all.is_empty() { *all = more } else { all.append(&mut more) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::pickle;

    #[test]
    fn the_sections_are_where_the_pickle_has_its_arrays() {
        let whole = pickle::decode(PACKED, "the built-in MNIST").unwrap();
        let all = SOURCE.max_sizes;
        assert_eq!(Sizes { train: whole.train.len(), test: whole.test.len() }, all);
        for (train_size, test_size) in [(20, 20), (500, 100), (50_001, 9_999), (all.train, all.test)] {
            let request = Request { train_size, test_size, ..Request::default() };
            assert!(load(&request, 2).unwrap() == whole.to_dataset(SOURCE.name, &request), "{request:?}");
        }
    }
}
