//! Interpolation between the pixels of an image.

/// An image with a margin of paper around it.
pub struct Padded {
    pixels: Vec<f32>,
    /// The width with the margins.
    width: usize,
    /// The largest x and y that may be looked up, counted with the margin.
    max: [f32; 2],
}

/// Points that are interpolated at once.
pub const BLOCK: usize = 16;

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

    /// Interpolates the grey levels at points of the image, bilinearly. Outside there is paper.
    ///
    /// In loops that vectorise, but for the one that looks up pixels.
    #[inline(always)]
    pub fn interpolate(&self, x: &[f32; BLOCK], y: &[f32; BLOCK]) -> [u8; BLOCK] {
        let (mut places, mut right, mut lower) = ([0; BLOCK], [0.0; BLOCK], [0.0; BLOCK]);
        for i in 0..BLOCK {
            let (column, across) = split(x[i], self.max[0]);
            let (row, down) = split(y[i], self.max[1]);
            (places[i], right[i], lower[i]) = (row * self.width as u32 + column, across, down);
        }
        let mut corners = [[0.0; BLOCK]; 4];
        for (i, &place) in places.iter().enumerate() {
            let above = &self.pixels[place as usize..][..self.width + 2];
            corners[0][i] = above[0];
            corners[1][i] = above[1];
            corners[2][i] = above[self.width];
            corners[3][i] = above[self.width + 1];
        }
        let mut grey = [0; BLOCK];
        for i in 0..BLOCK {
            let across = |left: f32, next: f32| left + right[i] * (next - left);
            let [above, below] = [across(corners[0][i], corners[1][i]), across(corners[2][i], corners[3][i])];
            grey[i] = round(above + lower[i] * (below - above)) as u8;
        }
        grey
    }
}

/// Splits a coordinate into a pixel, counted with the margin, and the fraction of the way to the next one.
#[inline(always)]
fn split(place: f32, max: f32) -> (u32, f32) {
    let place = (place + MARGIN as f32).max(1.0).min(max);
    let pixel = round(place - 0.5);
    (pixel, place - pixel.cast_signed() as f32)
}

/// Rounds a number from 0.5 to 2²², or 0, to the nearest integer. Cheaper than a conversion, which also handles NaN and
/// numbers that are out of range.
#[inline(always)]
fn round(number: f32) -> u32 {
    (number + ROUND).to_bits() & 0x007f_ffff
}
