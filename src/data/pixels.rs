//! Grey levels as files store them: bytes, or floats on one of several scales. 0 is paper, 255 is ink.

use super::features::{Features, GREY};

/// Maps a number to a grey level, or returns `None` if the number is not on this scale.
pub type Scale = fn(f64) -> Option<u8>;
/// The smallest side of a square that is recognized as an image.
const MIN_SIDE: usize = 7;
/// Pixels that are all below this level do not use the full range from 0 to 255.
pub const PALE: u8 = 128;

/// The side of the square image that this many numbers may be.
pub fn side(numbers: usize) -> Option<usize> {
    let side = numbers.isqrt();
    (side * side == numbers && side >= MIN_SIDE).then_some(side)
}

/// Byte / 256, as in the classic `mnist.pkl.gz`; recovers the byte exactly.
pub fn of_256(number: f64) -> Option<u8> {
    whole(number * 256.0)
}

/// Shares from 0 to 1 that are a grey level to the last bit of a float32.
pub fn exact_share(number: f64) -> Option<u8> {
    let pixel = (number * 255.0).round() as u8;
    ((0.0..=1.0).contains(&number) && GREY[usize::from(pixel)] == number as f32).then_some(pixel)
}

/// Whole numbers from 0 to 255.
#[expect(clippy::float_cmp, reason = "only exact bytes are on this scale")]
pub fn whole(number: f64) -> Option<u8> {
    let byte = number as u8;
    (f64::from(byte) == number).then_some(byte)
}

/// How shares of ink are learned from: multiplied by a whole number, if all are pale, and divided by the number for ink.
/// Only the result is rounded, to float32.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contrast {
    factor: f64,
    ink: f64,
}

impl Contrast {
    /// For shares of which `darkest`, from 0 to 1, is the largest; `ink` is the number that stands for 1.
    pub fn of(darkest: f64, ink: f64) -> Contrast {
        Contrast { factor: stretch(darkest, 1.0), ink }
    }

    /// The share for a number.
    pub fn share(self, number: f64) -> f32 {
        (number * self.factor / self.ink) as f32
    }
}

/// What pale pixels, whose darkest is `darkest`, are multiplied by: the largest whole number that keeps them below `ink`.
/// The same for grey levels and for shares, in arrays and tables.
fn stretch(darkest: f64, ink: f64) -> f64 {
    let is_pale = darkest > 0.0 && darkest < ink * f64::from(PALE) / f64::from(u8::MAX);
    if is_pale { (ink / darkest).floor() } else { 1.0 }
}

/// Stretches pale pixels, such as those from 0 to 16, nearly to the full range. All of them are multiplied by the same
/// whole number, so that none is rounded; numbers are left as they are.
pub fn stretch_contrast(parts: [&mut Features; 2]) {
    let darkest = |features: &Features| match features {
        Features::Pixels(pixels) => pixels.iter().copied().max().unwrap_or(0),
        Features::Numbers(_) => u8::MAX,
    };
    let darkest = parts.iter().map(|part| darkest(part)).max().unwrap_or(0);
    let factor = stretch(darkest.into(), u8::MAX.into()) as u8; // 255 at the most
    if factor == 1 {
        return;
    }
    for part in parts {
        if let Features::Pixels(pixels) = part {
            pixels.mapv_inplace(|pixel| factor * pixel);
        }
    }
}
