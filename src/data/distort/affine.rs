//! Random affine maps.

use rand::RngExt;
use rand::rngs::ChaCha8Rng;

use super::scale::scaled;

/// The largest rotation, 15°, in radians. This and the next two as in Cireşan, Meier, Gambardella and Schmidhuber,
/// "Deep, big, simple neural nets for handwritten digit recognition", 2010.
const MAX_ROTATION: f32 = 0.26;
/// The largest share by which a side grows or shrinks.
const MAX_STRETCH: f32 = 0.15;
/// The largest shear.
const MAX_SHEAR: f32 = 0.15;
/// The largest translation in pixels, less than that of a mere shift: the digits of MNIST are centred.
const MAX_TRANSLATION: f32 = 1.0;

/// Maps a point of the copy to its source in the image, both relative to the centre.
pub struct Affine {
    matrix: [[f32; 2]; 2],
    translation: [f32; 2],
}

impl Affine {
    /// Draws a map for images of this width.
    pub fn random(rng: &mut ChaCha8Rng, width: usize) -> Affine {
        let mut within = |max: f32| max * (2.0 * rng.random::<f32>() - 1.0);
        let (rotation, shear) = (f64::from(within(MAX_ROTATION)), within(MAX_SHEAR));
        let (across, down) = (1.0 + within(MAX_STRETCH), 1.0 + within(MAX_STRETCH));
        let translation = [(); 2].map(|()| within(scaled(MAX_TRANSLATION, width)));
        let (sin, cos) = libm::sincos(rotation);
        let (sin, cos) = (sin as f32, cos as f32);
        // First stretched and sheared, then rotated.
        let matrix = [[cos * across, cos * shear - sin * down], [sin * across, sin * shear + cos * down]];
        Affine { matrix, translation }
    }

    /// Returns the source of a point.
    #[inline(always)]
    pub fn source(&self, x: f32, y: f32) -> (f32, f32) {
        let [[a, b], [c, d]] = self.matrix;
        (a * x + b * y + self.translation[0], c * x + d * y + self.translation[1])
    }
}
