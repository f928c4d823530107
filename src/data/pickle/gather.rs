//! Puts the parts of a file together: the training images, and the test images.

use ndarray::Array2;

use super::bytes;
use super::layout::{Part, TEST};
use crate::data::ImageSet;
use crate::data::images::split;

/// All images of a file; if none are for testing, a fifth is. Those for validation follow those for training, and are learned from too.
pub fn image_set(parts: Vec<Part>) -> Result<ImageSet, String> {
    let (mut train, mut test) = (Images::default(), Images::default());
    for part in parts {
        let images = if part.name == TEST { &mut test } else { &mut train };
        images.append(part)?;
    }
    let side = train.side;
    if test.side == 0 {
        let pixels = rows(train.pixels, side)?;
        let ((pixels, labels), rest) = split(pixels, train.labels);
        train = Images { pixels: pixels.into_raw_vec_and_offset().0, labels, side };
        test = Images { pixels: rest.0.into_raw_vec_and_offset().0, labels: rest.1, side };
    }
    if side != test.side {
        return Err(format!("its test images are {} pixels wide, and the others {side}", test.side));
    }
    let highest = train.labels.iter().chain(&test.labels).max().copied().unwrap_or(0);
    if highest == 0 {
        return Err("all its labels are 0: there must be at least two classes".to_owned());
    }
    Ok(ImageSet {
        train_pixels: rows(train.pixels, side)?,
        train_labels: train.labels,
        test_pixels: rows(test.pixels, side)?,
        test_labels: test.labels,
        width: side,
        height: side,
        class_names: (0..=highest).map(|class| class.to_string()).collect(),
    })
}

/// Images of one size with their labels, all as bytes.
#[derive(Default)]
struct Images {
    pixels: Vec<u8>,
    labels: Vec<u8>,
    /// The width and the height of an image; 0 as long as there is none.
    side: usize,
}

impl Images {
    /// Converts a part, so that its numbers can be forgotten, and puts it behind those that are there.
    fn append(&mut self, part: Part) -> Result<(), String> {
        let name = part.name;
        let (n, side) = size(&part)?;
        let labels = bytes::labels(&part.labels).map_err(|problem| format!("its {name} labels {problem}"))?;
        if n != labels.len() {
            return Err(format!("its {name} part has {n} images and {} labels", labels.len()));
        }
        if self.side != 0 && self.side != side {
            return Err(format!("its {name} images are {side} pixels wide, and others {}", self.side));
        }
        let pixels = bytes::pixels(part.images).map_err(|problem| format!("its {name} pixels {problem}"))?;
        self.side = side;
        extend(&mut self.pixels, pixels);
        extend(&mut self.labels, labels);
        Ok(())
    }
}

/// How many images a part has, and the side of each: they must be square.
fn size(part: &Part) -> Result<(usize, usize), String> {
    let name = part.name;
    let [n, rest @ ..] = part.images.shape.as_slice() else {
        return Err(format!("its {name} images are a single number"));
    };
    if *n == 0 {
        return Err(format!("its {name} part is empty"));
    }
    // The product is in range, since it was when it was compared with the number of bytes.
    let pixels: usize = rest.iter().product();
    let side = pixels.isqrt();
    if side == 0 || side * side != pixels {
        return Err(format!("its {name} images have {pixels} pixels, which is no square"));
    }
    Ok((*n, side))
}

/// Puts bytes behind others; the first ones, which are the most, are not copied.
fn extend(bytes: &mut Vec<u8>, more: Vec<u8>) {
    if bytes.is_empty() {
        *bytes = more;
    } else {
        bytes.reserve_exact(more.len());
        bytes.extend(more);
    }
}

fn rows(pixels: Vec<u8>, side: usize) -> Result<Array2<u8>, String> {
    let width = side * side;
    Array2::from_shape_vec((pixels.len() / width, width), pixels).map_err(|error| error.to_string())
}
