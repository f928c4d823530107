//! Grey levels as files write them: 0 is paper, 255 is ink.

use super::Features;

/// Makes a byte of a number, where it can.
pub type Scale = fn(f64) -> Option<u8>;

/// How shares of one and bytes are written. The order matters: 1 is white in 0 … 1, and nearly black in 0 … 255.
pub const SCALES: [Scale; 3] = [classic, unit, whole];
/// The same for what is known to be an image, where any numbers up to 255 may be grey.
pub const SCALES_OF_IMAGES: [Scale; 3] = [classic, unit, rounded];
/// For integers.
pub const SCALES_OF_INTEGERS: [Scale; 1] = [whole];

/// Smaller squares are no pictures.
const SMALLEST_SIDE: usize = 7;
/// Pixels that are all paler than this do not use the whole range from 0 to 255.
pub const PALE: u8 = 128;

/// The side of the square picture that so many numbers may be.
pub fn side(numbers: usize) -> Option<usize> {
    let side = numbers.isqrt();
    (side * side == numbers && side >= SMALLEST_SIDE).then_some(side)
}

/// k/256 for the byte k, as in the classic file: taken back exactly.
fn classic(number: f64) -> Option<u8> {
    whole(number * 256.0)
}

/// Shares that were computed may be a little outside.
const ALMOST: f64 = 1e-3;

fn unit(number: f64) -> Option<u8> {
    (-ALMOST..=1.0 + ALMOST).contains(&number).then(|| (number * 255.0).round() as u8)
}

#[expect(clippy::float_cmp, reason = "a byte and nothing near it")]
fn whole(number: f64) -> Option<u8> {
    let byte = number as u8;
    (f64::from(byte) == number).then_some(byte)
}

fn rounded(number: f64) -> Option<u8> {
    (-255.0 * ALMOST..=255.0 * (1.0 + ALMOST)).contains(&number).then(|| number.round() as u8)
}

/// Stretches pale pixels, such as those from 0 to 16, over the whole range.
pub fn brighten(parts: [&mut Features; 2]) {
    let bytes = |features: &Features| match features {
        Features::Pixels(pixels) => pixels.iter().copied().max().unwrap_or(0),
        Features::Numbers(_) => u8::MAX,
    };
    let highest = parts.iter().map(|part| bytes(part)).max().unwrap_or(0);
    if highest >= PALE || highest == 0 {
        return;
    }
    let ink = 255.0 / f32::from(highest);
    for part in parts {
        if let Features::Pixels(pixels) = part {
            pixels.mapv_inplace(|pixel| (ink * f32::from(pixel)).round() as u8);
        }
    }
}
