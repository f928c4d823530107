//! Decides whether inputs are pixels, and on which scale they are stored. 0 is paper.

use super::array::{Array, Part};
use super::row::{ImageSize, Row};
use crate::data::pixels::{Contrast, PALE, Scale, of_256, whole};

/// What inputs are.
pub enum Grey {
    /// Whole grey levels, with the scale of each part.
    Levels(Vec<Scale>),
    /// Shares of ink between the grey levels, such as those of images that were resized, with the contrast of each part.
    Shares(Vec<Contrast>),
    /// No pixels.
    None,
}

/// The fewest rows and columns of an image of floats: smaller arrays are more likely coordinates or measurements.
const MIN_SIDE: usize = 4;
/// Computed shares may be outside of 0 … 1 by this much.
const TOLERANCE: f64 = 1e-3;

impl Grey {
    /// Decides for all parts of a file, whose rows are like `row`.
    pub fn of(parts: &[Part], row: Row) -> Grey {
        let Some(ImageSize { width, height }) = row.image else { return Grey::None };
        let are_integers = parts.iter().all(|part| part.inputs.number_type.is_integer());
        if !are_integers && row.has_rows && width.min(height) < MIN_SIDE {
            return Grey::None;
        }
        let scales: Option<Vec<Scale>> = parts.iter().map(|part| scale(&part.inputs)).collect();
        match scales {
            Some(scales) => Grey::Levels(scales),
            None if are_integers => Grey::None,
            None => shares(parts, row),
        }
    }
}

/// The scale that all numbers of an array are on.
fn scale(array: &Array) -> Option<Scale> {
    let scales: &[Scale] = if array.number_type.is_integer() { &[whole] } else { &[of_256, of_255, whole] };
    scales.iter().copied().find(|scale| all(array, |number| scale(number).is_some()))
}

fn all(array: &Array, is_fine: impl FnMut(f64) -> bool) -> bool {
    array.find_rejected(is_fine).is_none()
}

/// Shares from 0 to 1 in each part; or from 0 to 255, if the shape says that these are images and some are dark.
fn shares(parts: &[Part], row: Row) -> Grey {
    let Some(ranges) = parts.iter().map(|part| Range::of(&part.inputs)).collect::<Option<Vec<_>>>() else {
        return Grey::None;
    };
    let has_dark = row.has_rows && ranges.iter().any(|range| range.most >= PALE.into());
    let ink = |range: &Range| match () {
        () if range.fits(1.0) => Some(1.0),
        () if has_dark && range.fits(255.0) => Some(255.0),
        () => None,
    };
    let Some(inks) = ranges.iter().map(ink).collect::<Option<Vec<f64>>>() else { return Grey::None };
    let darkest = ranges.iter().zip(&inks).map(|(range, ink)| range.most / ink).fold(0.0, f64::max);
    Grey::Shares(inks.into_iter().map(|ink| Contrast::of(darkest, ink)).collect())
}

/// The least and the largest number of an array.
struct Range {
    least: f64,
    most: f64,
}

impl Range {
    /// `None` if a number is not finite.
    fn of(array: &Array) -> Option<Range> {
        let mut range = Range { least: f64::INFINITY, most: f64::NEG_INFINITY };
        let are_finite = all(array, |number| {
            range = Range { least: range.least.min(number), most: range.most.max(number) };
            number.is_finite()
        });
        are_finite.then_some(range)
    }

    fn fits(&self, ink: f64) -> bool {
        self.least >= -TOLERANCE * ink && self.most <= (1.0 + TOLERANCE) * ink
    }
}

/// Byte / 255, but for the last digits of a float32.
fn of_255(number: f64) -> Option<u8> {
    let level = (number * 255.0).round();
    let byte = whole(level)?;
    ((number - level / 255.0).abs() <= f64::from(f32::EPSILON)).then_some(byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_rounding_left_of_a_level_is_that_level() {
        for byte in 0..=255_u8 {
            let exact = f32::from(byte) / 255.0;
            let multiplied = f32::from(byte) * (1.0 / 255.0);
            for share in [exact, multiplied] {
                assert_eq!(of_255(share.into()), Some(byte));
            }
            assert_eq!(of_255(f64::from(byte) / 255.0), Some(byte));
            assert_eq!(of_256(f64::from(byte) / 256.0), Some(byte));
        }
        assert_eq!([0.5, 0.001, -0.001, 1.001].map(of_255), [None; 4]);
        assert_eq!([0.5, 256.0, -1.0, f64::NAN].map(whole), [None; 4]);
    }
}
