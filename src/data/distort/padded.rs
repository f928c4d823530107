//! Interpolation between the pixels of an image.

/// An image with a margin of paper around it.
pub struct Padded {
    pixels: Vec<f32>,
    /// The width with the margins.
    width: usize,
    /// The largest x and y that may be looked up, counted with the margin.
    max: [f32; 2],
}

/// Pixels of paper on the left and above; there is one more on the right and below.
const MARGIN: usize = 2;
/// 2²³: a float from 1 to 2²² that is added to it is rounded to an integer, which is then in the lowest bits.
const ROUND: f32 = 8_388_608.0;

impl Padded {
    /// Pads an image, given row by row.
    #[inline(always)]
    pub fn new(image: &[u8], width: usize, height: usize) -> Padded {
        let padded_width = width + 2 * MARGIN + 1;
        let mut pixels = vec![0.0; padded_width * (height + 2 * MARGIN + 1)];
        for (row, image) in pixels.chunks_exact_mut(padded_width).skip(MARGIN).zip(image.chunks_exact(width))
        {
            for (pixel, &grey) in row[MARGIN..].iter_mut().zip(image) {
                *pixel = f32::from(grey);
            }
        }
        let max = [width, height].map(|size| (size + MARGIN) as f32);
        Padded { pixels, width: padded_width, max }
    }

    /// Interpolates the grey level at a point of the image, bilinearly. Outside there is paper.
    #[inline(always)]
    pub fn interpolate(&self, x: f32, y: f32) -> u8 {
        let ((column, right), (row, lower)) = (split(x, self.max[0]), split(y, self.max[1]));
        let at = row * self.width + column;
        let (upper_two, lower_two) = (&self.pixels[at..at + 2], &self.pixels[at + self.width..][..2]);
        let across = |pair: &[f32]| pair[0] + right * (pair[1] - pair[0]);
        let (above, below) = (across(upper_two), across(lower_two));
        round(above + lower * (below - above)) as u8
    }
}

/// Splits a coordinate into a pixel, counted with the margin, and the fraction of the way to the next one.
#[inline(always)]
fn split(place: f32, max: f32) -> (usize, f32) {
    let place = (place + MARGIN as f32).max(1.0).min(max);
    let pixel = round(place - 0.5);
    (pixel as usize, place - pixel as f32)
}

/// Rounds a number from 0.5 to 2²², or 0, to the nearest integer. Cheaper than a conversion, which also handles NaN and
/// numbers that are out of range.
#[inline(always)]
fn round(number: f32) -> u32 {
    (number + ROUND).to_bits() & 0x007f_ffff
}
