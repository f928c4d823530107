//! Puts the parts of a file together: the training images, and the test images.

use ndarray::Array2;

use super::bytes;
use super::layout::{Part, TEST};
use crate::data::{Examples, Features, FileData, Shape};

/// All images of a file. Those for validation follow those for training, and are learned from too.
pub fn file_data(parts: Vec<Part>) -> Result<FileData, String> {
    let (mut train, mut test) = (Images::default(), Images::default());
    for part in parts {
        let images = if part.name == TEST { &mut test } else { &mut train };
        images.append(part)?;
    }
    let (width, height) = train.size;
    if test.size != (0, 0) && test.size != train.size {
        let (test_width, test_height) = test.size;
        return Err(format!(
            "its test images have {test_width} × {test_height} pixels, and the others {width} × {height}"
        ));
    }
    let test = (test.size != (0, 0)).then(|| test.examples()).transpose()?;
    FileData::numbered(Shape::Image { width, height }, train.examples()?, test)
}

/// Images of one size with their labels, all as bytes.
#[derive(Default)]
struct Images {
    pixels: Vec<u8>,
    labels: Vec<u8>,
    /// The width and the height of an image; 0 as long as there is none.
    size: (usize, usize),
}

impl Images {
    /// Converts a part, so that its numbers can be forgotten, and puts it behind those that are there.
    fn append(&mut self, part: Part) -> Result<(), String> {
        let name = part.name;
        let (n, size) = size(&part)?;
        let labels = bytes::labels(&part.labels).map_err(|problem| format!("its {name} labels {problem}"))?;
        if n != labels.len() {
            return Err(format!("its {name} part has {n} images and {} labels", labels.len()));
        }
        if self.size != (0, 0) && self.size != size {
            return Err(format!("its {name} images differ in size from others"));
        }
        let pixels = bytes::pixels(part.images).map_err(|problem| format!("its {name} pixels {problem}"))?;
        self.size = size;
        extend(&mut self.pixels, pixels);
        extend(&mut self.labels, labels);
        Ok(())
    }

    fn examples(self) -> Result<Examples, String> {
        let shape = (self.labels.len(), self.size.0 * self.size.1);
        let pixels = Array2::from_shape_vec(shape, self.pixels).map_err(|error| error.to_string())?;
        Ok(Examples { inputs: Features::Pixels(pixels), labels: self.labels })
    }
}

/// How many images a part has, and the width and height of each; those whose rows are not told must be square.
fn size(part: &Part) -> Result<(usize, (usize, usize)), String> {
    let name = part.name;
    let (n, size) = match *part.images.shape.as_slice() {
        [] => return Err(format!("its {name} images are a single number")),
        [n, height, width] | [n, height, width, 1] => (n, (width, height)),
        [n, ref rest @ ..] => {
            // The product is in range, since it was when it was compared with the number of bytes.
            let pixels: usize = rest.iter().product();
            let side = pixels.isqrt();
            if side * side != pixels {
                return Err(format!("its {name} images have {pixels} pixels, which is no square"));
            }
            (n, (side, side))
        }
    };
    if n == 0 {
        return Err(format!("its {name} part is empty"));
    }
    if size.0 * size.1 == 0 {
        return Err(format!("its {name} images have no pixels"));
    }
    Ok((n, size))
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
