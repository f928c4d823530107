//! Makes distorted copies of images.

use rand::RngExt;
use rand::rngs::ChaCha8Rng;

use super::affine::Affine;
use super::displacement::DisplacementField;
use super::padded::{BLOCK, Padded};
use super::scale::scaled;
use crate::data::augment::Augment;
use crate::vector_unit::vectorize;

/// The most pixels by which `Shift` moves an image in each direction: whole ones, so that nothing is blurred.
const MAX_SHIFT: f32 = 2.0;

/// Makes distorted copies of images of one size.
#[derive(Clone, Debug)]
pub struct Distorter {
    augment: Augment,
    width: usize,
    height: usize,
    displacement: DisplacementField,
}

impl Distorter {
    /// Prepares distortions of this kind for images of this size.
    pub fn new(augment: Augment, width: usize, height: usize) -> Distorter {
        Distorter { augment, width, height, displacement: DisplacementField::new(width, height) }
    }

    /// The kind of distortion.
    pub fn augment(&self) -> Augment {
        self.augment
    }

    /// Writes a distorted copy of an image. Both are grey levels, row by row from the top left.
    ///
    /// # Panics
    /// When one of them does not have the size of the distorter.
    pub fn distort(&self, image: &[u8], rng: &mut ChaCha8Rng, copy: &mut [u8]) {
        match self.augment {
            Augment::Off => copy.copy_from_slice(image),
            Augment::Shift => self.shift(image, rng, copy),
            Augment::Affine | Augment::Elastic => vectorize(
                #[inline(always)]
                || self.warp(image, rng, copy),
            ),
        }
    }

    /// Moves an image by whole pixels.
    fn shift(&self, image: &[u8], rng: &mut ChaCha8Rng, copy: &mut [u8]) {
        let max = scaled(MAX_SHIFT, self.width).round().max(1.0) as usize;
        let [right, lower] = [(); 2].map(|()| rng.random_range(0..=2 * max));
        let from =
            |at: usize, by: usize, size: usize| (at + max).checked_sub(by).filter(|&source| source < size);
        for (i, pixel) in copy.iter_mut().enumerate() {
            let x = from(i % self.width, right, self.width);
            let y = from(i / self.width, lower, self.height);
            *pixel = x.zip(y).map_or(0, |(x, y)| image[y * self.width + x]);
        }
    }

    /// Looks up each pixel of the copy at the point of the image that the distortion moves there.
    #[inline(always)]
    fn warp(&self, image: &[u8], rng: &mut ChaCha8Rng, copy: &mut [u8]) {
        let padded = Padded::new(image, self.width, self.height);
        let map = Affine::random(rng, self.width);
        let fields = [self.displacements(rng), self.displacements(rng)];
        let middle = [self.width, self.height].map(|size| (size as f32 - 1.0) / 2.0);
        for (y, row) in copy.chunks_exact_mut(self.width).enumerate() {
            for (block, pixels) in row.chunks_mut(BLOCK).enumerate() {
                let start = block * BLOCK;
                let [mut right, mut lower] = [[0.0; BLOCK]; 2];
                let range = y * self.width + start..y * self.width + start + pixels.len();
                right[..pixels.len()].copy_from_slice(&fields[0][range.clone()]);
                lower[..pixels.len()].copy_from_slice(&fields[1][range]);
                for i in 0..BLOCK {
                    let (u, v) = map.source((start + i) as f32 - middle[0], y as f32 - middle[1]);
                    right[i] += u + middle[0];
                    lower[i] += v + middle[1];
                }
                pixels.copy_from_slice(&padded.interpolate(&right, &lower)[..pixels.len()]);
            }
        }
    }

    /// The displacement of each pixel in one direction; none in affine distortions.
    #[inline(always)]
    fn displacements(&self, rng: &mut ChaCha8Rng) -> Vec<f32> {
        match self.augment {
            Augment::Elastic => self.displacement.sample(rng),
            _ => vec![0.0; self.width * self.height],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Stream, stream};

    /// A grey rectangle.
    fn image() -> Vec<u8> {
        (0..28 * 28)
            .map(|i| if (8..20).contains(&(i % 28)) && (5..23).contains(&(i / 28)) { 200 } else { 0 })
            .collect()
    }

    fn copies(augment: Augment, seed: u64) -> Vec<Vec<u8>> {
        let distorter = Distorter::new(augment, 28, 28);
        let mut rng = stream(seed, Stream::Distortions);
        let copy = |_| {
            let mut copy = vec![1; 28 * 28];
            distorter.distort(&image(), &mut rng, &mut copy);
            copy
        };
        (0..200).map(copy).collect()
    }

    #[test]
    fn copies_differ_repeat_and_keep_about_as_much_ink() {
        let ink = |image: &[u8]| image.iter().map(|&pixel| f64::from(pixel)).sum::<f64>();
        for augment in [Augment::Shift, Augment::Affine, Augment::Elastic] {
            let all = copies(augment, 1);
            assert_eq!(all, copies(augment, 1));
            assert_ne!(all, copies(augment, 2));
            assert!(all.iter().any(|copy| *copy != all[0]));
            let mean = all.iter().map(|copy| ink(copy)).sum::<f64>() / 200.0;
            assert!((mean / ink(&image()) - 1.0).abs() < 0.06, "{augment:?}: {}", mean / ink(&image()));
        }
        assert!(copies(Augment::Off, 1).iter().all(|copy| *copy == image()));
    }

    #[test]
    fn any_size_works() {
        let mut rng = stream(3, Stream::Distortions);
        for (width, height) in [(1, 1), (2, 5), (8, 8), (64, 48)] {
            for augment in Augment::ALL {
                let mut copy = vec![0; width * height];
                let image = vec![255; width * height];
                Distorter::new(augment, width, height).distort(&image, &mut rng, &mut copy);
                assert!(copy.iter().any(|&pixel| pixel > 0) || width < 3, "{augment:?} {width}x{height}");
            }
        }
    }
}
