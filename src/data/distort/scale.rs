//! Lengths in images of any size.

/// The side of the images that lengths are given for.
const SIDE: f32 = 28.0;

/// Scales a length in an image of 28 pixels to an image of `size` pixels.
pub fn scaled(length: f32, size: usize) -> f32 {
    length * size as f32 / SIDE
}
