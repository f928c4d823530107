//! Artificial data: distorted copies of the training images, which are as good as new ones.

use rand::RngExt;
use rand::rngs::ChaCha8Rng;

/// How far the copies may differ from the image; each way includes those before it, `Shift` apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Augment {
    /// No copies: the images themselves.
    Off,
    /// Moved by up to two pixels.
    Shift,
    /// Turned, scaled and slanted, and moved a little.
    Affine,
    /// All that, and bent: every pixel is displaced by a smooth random field (Simard, Steinkraus and Platt 2003).
    Elastic,
}

impl Augment {
    /// All of them, in the order in which a key walks through them.
    pub const ALL: [Augment; 4] = [Augment::Off, Augment::Shift, Augment::Affine, Augment::Elastic];

    /// The name on screen and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Augment::Off => "off",
            Augment::Shift => "shift",
            Augment::Affine => "affine",
            Augment::Elastic => "elastic",
        }
    }
}

/// The sizes for images of 28 pixels; others are in proportion.
const SIDE: f32 = 28.0;
/// Pixels by which `Shift` moves an image at most; whole ones, so that nothing is blurred.
const SHIFT: f32 = 2.0;
/// Pixels by which the other two move it at most: digits are centred already.
const DRIFT: f32 = 1.0;
/// The largest turn, 15°, and the most by which a side grows, shrinks or slants, as in Cireşan et al. 2010.
const TURN: f32 = 0.26;
const STRETCH: f32 = 0.15;
const SLANT: f32 = 0.15;
/// Pixels between the knots of the field, and the largest displacement of a knot. A cubic spline on knots so far
/// apart is as smooth as noise blurred with σ = 4 pixels, and with this displacement it moves a pixel by 1.4 pixels
/// (root mean square) each way, like the α = 34 that Simard et al. found best.
const KNOTS: f32 = 7.0;
const BEND: f32 = 5.0;

/// Makes distorted copies of images of one size.
#[derive(Clone, Debug)]
pub struct Distorter {
    augment: Augment,
    width: usize,
    height: usize,
    /// For each column and each row: its first knot and the weights of four.
    across: Vec<(usize, [f32; 4])>,
    down: Vec<(usize, [f32; 4])>,
}

impl Distorter {
    /// Distortions of this kind for images of this size.
    pub fn new(augment: Augment, width: usize, height: usize) -> Distorter {
        Distorter { augment, width, height, across: spline(width), down: spline(height) }
    }

    /// Which kind it is.
    pub fn augment(&self) -> Augment {
        self.augment
    }

    /// Writes a distorted copy of an image, both row by row from the top left.
    ///
    /// # Panics
    /// When one of them has not the size announced.
    pub fn distort(&self, image: &[u8], rng: &mut ChaCha8Rng, copy: &mut [u8]) {
        match self.augment {
            Augment::Off => copy.copy_from_slice(image),
            Augment::Shift => self.shift(image, rng, copy),
            Augment::Affine | Augment::Elastic => self.warp(image, rng, copy),
        }
    }

    fn shift(&self, image: &[u8], rng: &mut ChaCha8Rng, copy: &mut [u8]) {
        let most = (SHIFT * self.width as f32 / SIDE).round().max(1.0) as usize;
        let [right, lower] = [(); 2].map(|()| rng.random_range(0..=2 * most));
        let from =
            |at: usize, by: usize, size: usize| (at + most).checked_sub(by).filter(|&source| source < size);
        for (i, pixel) in copy.iter_mut().enumerate() {
            let x = from(i % self.width, right, self.width);
            let y = from(i / self.width, lower, self.height);
            *pixel = x.zip(y).map_or(0, |(x, y)| image[y * self.width + x]);
        }
    }

    /// Each pixel of the copy is looked up where the distortion takes it from.
    fn warp(&self, image: &[u8], rng: &mut ChaCha8Rng, copy: &mut [u8]) {
        let padded = Padded::new(image, self.width, self.height);
        let map = Affine::random(rng, self.width);
        let bend = match self.augment {
            Augment::Elastic => BEND * self.width as f32 / SIDE,
            _ => 0.0,
        };
        let fields = [(); 2].map(|()| self.field(bend, rng));
        let middle = ((self.width as f32 - 1.0) / 2.0, (self.height as f32 - 1.0) / 2.0);
        let mut places = vec![(0.0, 0.0); self.width];
        for (y, row) in copy.chunks_exact_mut(self.width).enumerate() {
            let [right, lower] = [0, 1].map(|axis| &fields[axis][y * self.width..][..self.width]);
            for (x, (place, (right, lower))) in places.iter_mut().zip(right.iter().zip(lower)).enumerate() {
                let (u, v) = map.source(x as f32 - middle.0, y as f32 - middle.1);
                *place = (u + middle.0 + right, v + middle.1 + lower);
            }
            for (pixel, &(x, y)) in row.iter_mut().zip(&places) {
                *pixel = padded.between(x, y);
            }
        }
    }

    /// A displacement for each pixel: a cubic B-spline through random knots of up to `size` pixels.
    fn field(&self, size: f32, rng: &mut ChaCha8Rng) -> Vec<f32> {
        let mut field = vec![0.0; self.width * self.height];
        if size == 0.0 {
            return field;
        }
        let knots = |line: &[(usize, [f32; 4])]| line.last().map_or(4, |(first, _)| first + 4);
        let (columns, rows) = (knots(&self.across), knots(&self.down));
        let knots: Vec<f32> = (0..rows * columns).map(|_| size * (2.0 * rng.random::<f32>() - 1.0)).collect();
        // First along the rows of knots, then down the columns of pixels.
        let mut lines = vec![0.0; rows * self.width];
        for (line, knots) in lines.chunks_exact_mut(self.width).zip(knots.chunks_exact(columns)) {
            for (number, (first, weights)) in line.iter_mut().zip(&self.across) {
                *number = weights.iter().zip(&knots[*first..]).map(|(weight, knot)| weight * knot).sum();
            }
        }
        for (row, (first, weights)) in field.chunks_exact_mut(self.width).zip(&self.down) {
            for (weight, line) in weights.iter().zip(lines[first * self.width..].chunks_exact(self.width)) {
                for (number, knot) in row.iter_mut().zip(line) {
                    *number += weight * knot;
                }
            }
        }
        field
    }
}

/// The cubic B-spline over `size` pixels: for each the first of four knots, and their weights.
fn spline(size: usize) -> Vec<(usize, [f32; 4])> {
    let apart = KNOTS * size as f32 / SIDE;
    let weights = |pixel: usize| {
        let place = pixel as f32 / apart;
        let t = place - place.floor();
        let s = 1.0 - t;
        let weights =
            [s * s * s, 3.0 * t * t * t - 6.0 * t * t + 4.0, 3.0 * s * s * s - 6.0 * s * s + 4.0, t * t * t];
        (place as usize, weights.map(|weight| weight / 6.0))
    };
    (0..size).map(weights).collect()
}

/// Where a point of the copy comes from, both as seen from the middle.
struct Affine {
    matrix: [[f32; 2]; 2],
    drift: [f32; 2],
}

impl Affine {
    fn random(rng: &mut ChaCha8Rng, width: usize) -> Affine {
        let mut within = |most: f32| most * (2.0 * rng.random::<f32>() - 1.0);
        let (turn, slant) = (f64::from(within(TURN)), within(SLANT));
        let (across, down) = (1.0 + within(STRETCH), 1.0 + within(STRETCH));
        let drift = [(); 2].map(|()| within(DRIFT * width as f32 / SIDE));
        let (sin, cos) = libm::sincos(turn);
        let (sin, cos) = (sin as f32, cos as f32);
        // First stretched and slanted, then turned.
        let matrix = [[cos * across, cos * slant - sin * down], [sin * across, sin * slant + cos * down]];
        Affine { matrix, drift }
    }

    fn source(&self, x: f32, y: f32) -> (f32, f32) {
        let [[a, b], [c, d]] = self.matrix;
        (a * x + b * y + self.drift[0], c * x + d * y + self.drift[1])
    }
}

/// An image with paper around it.
struct Padded {
    pixels: Vec<f32>,
    width: usize,
    /// The largest place that may be asked for, counted in here.
    most: (f32, f32),
}

/// Pixels of paper on the left and above; as many and one more on the right and below.
const MARGIN: usize = 2;
/// 2²³: a number from 1 on that is added to it is rounded to a whole one, whose bits are then the lowest.
const ROUND: f32 = 8_388_608.0;

impl Padded {
    fn new(image: &[u8], width: usize, height: usize) -> Padded {
        let wide = width + 2 * MARGIN + 1;
        let mut pixels = vec![0.0; wide * (height + 2 * MARGIN + 1)];
        for (row, image) in pixels.chunks_exact_mut(wide).skip(MARGIN).zip(image.chunks_exact(width)) {
            for (pixel, &grey) in row[MARGIN..].iter_mut().zip(image) {
                *pixel = f32::from(grey);
            }
        }
        let last = |size: usize| (size + MARGIN) as f32;
        Padded { pixels, width: wide, most: (last(width), last(height)) }
    }

    /// The grey at a place between the pixels of the image, bilinear.
    #[inline]
    fn between(&self, x: f32, y: f32) -> u8 {
        let ((column, right), (row, lower)) = (split(x, self.most.0), split(y, self.most.1));
        let at = row * self.width + column;
        let (upper_two, lower_two) = (&self.pixels[at..at + 2], &self.pixels[at + self.width..][..2]);
        let across = |pair: &[f32]| pair[0] + right * (pair[1] - pair[0]);
        let (above, below) = (across(upper_two), across(lower_two));
        rounded(above + lower * (below - above)) as u8
    }
}

/// A place as a pixel, counted with the margin, and the share of the way from there to the next.
#[inline]
fn split(place: f32, most: f32) -> (usize, f32) {
    let place = (place + MARGIN as f32).max(1.0).min(most);
    let pixel = rounded(place - 0.5);
    (pixel as usize, place - pixel as f32)
}

/// The nearest whole number, of numbers from 0.5 to 2²² and of 0; cheaper than a conversion that has to expect
/// everything.
#[inline]
fn rounded(number: f32) -> u32 {
    (number + ROUND).to_bits() & 0x007f_ffff
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Stream, stream};

    fn picture() -> Vec<u8> {
        (0..28 * 28)
            .map(|i| if (8..20).contains(&(i % 28)) && (5..23).contains(&(i / 28)) { 200 } else { 0 })
            .collect()
    }

    fn copies(augment: Augment, seed: u64) -> Vec<Vec<u8>> {
        let distorter = Distorter::new(augment, 28, 28);
        let mut rng = stream(seed, Stream::Distortions);
        let copy = |_| {
            let mut copy = vec![1; 28 * 28];
            distorter.distort(&picture(), &mut rng, &mut copy);
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
            assert!((mean / ink(&picture()) - 1.0).abs() < 0.06, "{augment:?}: {}", mean / ink(&picture()));
        }
        assert!(copies(Augment::Off, 1).iter().all(|copy| *copy == picture()));
    }

    #[test]
    fn the_field_moves_pixels_by_as_much_as_intended() {
        let distorter = Distorter::new(Augment::Elastic, 28, 28);
        let mut rng = stream(3, Stream::Distortions);
        let moves: Vec<f32> = (0..500).flat_map(|_| distorter.field(BEND, &mut rng)).collect();
        let mean_square = moves.iter().map(|d| d * d).sum::<f32>() / moves.len() as f32;
        assert!((mean_square.sqrt() - 1.4).abs() < 0.15, "{}", mean_square.sqrt());
        assert!(moves.iter().all(|d| d.abs() <= BEND));
    }

    #[test]
    fn any_size_works() {
        let mut rng = stream(3, Stream::Distortions);
        for (width, height) in [(1, 1), (2, 5), (8, 8), (64, 48)] {
            for augment in Augment::ALL {
                let mut copy = vec![0; width * height];
                Distorter::new(augment, width, height).distort(
                    &vec![255; width * height],
                    &mut rng,
                    &mut copy,
                );
                assert!(copy.iter().any(|&pixel| pixel > 0) || width < 3, "{augment:?} {width}x{height}");
            }
        }
    }
}
