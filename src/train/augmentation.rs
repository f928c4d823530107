//! Mini-batches of distorted images. Each image is distorted anew every time it is used.

use std::borrow::Cow;

use ndarray::Array2;

use crate::data::{Augment, Dataset, Distorter, Features, GREY, Shape};
use crate::nn::{Batch, Inputs, ThreadPool};
use crate::random::{Stream, stream};

/// The maximum number of distorted images to look at.
pub(super) const AUGMENTED_IMAGES: usize = 32;

/// Random words reserved for one copy; no distortion needs more.
const NUMBERS: u128 = 1 << 12;

/// Makes distorted copies. Each copy has its own part of the random stream, so the result does not depend on which
/// thread makes it.
#[derive(Clone, Debug)]
pub struct Augmentation {
    distorter: Distorter,
    seed: u64,
    /// The number of copies made so far.
    drawn: u128,
    /// The last mini-batch, images × pixels.
    copies: Array2<u8>,
    inputs: Inputs,
    /// The row numbers 0, 1, 2 …, for splitting into chunks.
    places: Vec<usize>,
}

impl Augmentation {
    /// Creates an augmentation that continues after `drawn` copies; `None` if the data are not images or no
    /// augmentation is chosen.
    pub fn new(augment: Augment, dataset: &Dataset, seed: u64, drawn: u128) -> Option<Augmentation> {
        let Shape::Image { width, height } = dataset.shape else { return None };
        (augment != Augment::Off).then(|| Augmentation {
            distorter: Distorter::new(augment, width, height),
            seed,
            drawn,
            copies: Array2::default((0, 0)),
            inputs: Inputs::from_rows(0, width * height, |_| std::iter::empty()),
            places: Vec::new(),
        })
    }

    /// The same without the copies of the last mini-batch but a few to look at.
    pub(super) fn outline(&self) -> Augmentation {
        let some = self.copies.nrows().min(AUGMENTED_IMAGES);
        Augmentation {
            distorter: self.distorter.clone(),
            copies: self.copies.slice(ndarray::s![..some, ..]).to_owned(),
            inputs: Inputs::from_rows(0, 0, |_| std::iter::empty()),
            places: Vec::new(),
            ..*self
        }
    }

    /// The number of copies made so far.
    pub fn drawn(&self) -> u128 {
        self.drawn
    }

    /// Gives the last copies back when their step was not taken.
    pub fn give_back(&mut self, copies: usize) {
        self.drawn -= copies as u128;
    }

    /// Distorts the images with these indices and returns them as network inputs. The threads of `pool` share the
    /// work.
    pub fn draw(&mut self, images: &Features, which: &[usize], pool: &ThreadPool) -> Batch<'_> {
        if self.copies.dim() != (which.len(), images.width()) {
            self.copies = Array2::zeros((which.len(), images.width()));
        }
        let (distorter, seed, drawn) = (&self.distorter, self.seed, self.drawn);
        self.inputs.rewrite(&mut self.copies, &GREY, pool, |place, copy| {
            let mut rng = stream(seed, Stream::Distortions);
            rng.set_word_pos((drawn + place as u128) * NUMBERS);
            distorter.distort(&levels(images, which[place]), &mut rng, copy);
        });
        self.drawn += which.len() as u128;
        self.places.clear();
        self.places.extend(0..which.len());
        self.inputs.chosen(&self.places)
    }

    /// At most `most` images of the last mini-batch.
    pub fn some(&self, most: usize) -> Features {
        Features::Pixels(self.copies.slice(ndarray::s![..most.min(self.copies.nrows()), ..]).to_owned())
    }
}

/// The grey levels of an image. Distorted copies have whole levels, whatever the image has.
fn levels(images: &Features, n: usize) -> Cow<'_, [u8]> {
    match images {
        Features::Pixels(pixels) => {
            pixels.row(n).to_slice().map_or_else(|| pixels.row(n).to_vec().into(), Cow::from)
        }
        Features::Numbers(numbers) => numbers.row(n).iter().map(|x| (255.0 * x).round() as u8).collect(),
    }
}
