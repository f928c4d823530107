//! Turns a drawing into an image like those of a data set.
//!
//! The digits of MNIST were made so: scaled to fit a square of 20 × 20 pixels without changing their proportions, with grey
//! levels at the edges, and put into a field of 28 × 28 pixels with their centre of mass in the middle (LeCun, Bottou, Bengio
//! and Haffner, "Gradient-based learning applied to document recognition", 1998, section III A). A network of fully connected layers knows
//! nothing else, and does not recognise a digit in a corner.
//!
//! Other data sets get the same with figures of their own, which are measured on the training images: how much of the field
//! the ink takes, and the grey levels of paper and ink.

use ndarray::{Array2, ArrayView2, s};

use crate::data::features::Features;

/// Training images that are measured.
const MEASURED: usize = 200;
/// Less ink than this, of 1, is taken for paper: five grey levels of 255.
const PAPER: f32 = 0.02;
/// The pixels of ink across an image of MNIST, and all of them: for data without any ink.
const OF_MNIST: (f32, f32) = (20.0, 28.0);

/// How the images of a data set are framed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Framing {
    width: usize,
    height: usize,
    /// The pixels of the square, or rectangle, that the ink fits into: columns and rows.
    ink_size: [usize; 2],
    /// The value of a pixel without ink.
    paper: f32,
    /// The value of a pixel full of ink.
    ink: f32,
}

impl Framing {
    /// Measures images of `width` × `height` pixels.
    pub fn of(images: &Features, width: usize, height: usize) -> Framing {
        let images: Vec<_> =
            (0..images.len().min(MEASURED)).map(|n| images.image(n, width, height)).collect();
        let values = || images.iter().flatten().copied();
        let low = values().fold(f32::INFINITY, f32::min);
        let high = values().fold(f32::NEG_INFINITY, f32::max);
        let (low, high) = if low < high { (low, high) } else { (0.0, 1.0) };
        let corners = images.iter().filter(|image| !image.is_empty()).flat_map(|image| {
            [(0, 0), (0, width - 1), (height - 1, 0), (height - 1, width - 1)].map(|corner| image[corner])
        });
        let (sum, count) = corners.fold((0.0, 0), |(sum, count), value| (sum + value, count + 1));
        let is_dark_paper = sum > f32::midpoint(low, high) * count as f32;
        let (paper, ink) = if is_dark_paper { (high, low) } else { (low, high) };
        let mut shares: Vec<f32> = images
            .iter()
            .filter_map(|image| bounds(image.mapv(|value| (value - paper) / (ink - paper)).view()))
            .map(|Bounds { columns, rows }| {
                (columns.len() as f32 / width as f32).max(rows.len() as f32 / height as f32)
            })
            .collect();
        shares.sort_by(f32::total_cmp);
        let share = shares.get(shares.len() / 2).copied().unwrap_or(OF_MNIST.0 / OF_MNIST.1);
        let ink_size =
            [width, height].map(|side| ((share * side as f32).round() as usize).clamp(1, side.max(1)));
        Framing { width, height, ink_size, paper, ink }
    }

    /// The most pixels of ink across and down.
    pub fn ink_size(&self) -> [usize; 2] {
        self.ink_size
    }

    /// Scales and centres a drawing, pixel rows × columns from 0 for paper to 1 for ink, and returns the inputs of the
    /// network: an image of the grey levels of the data.
    pub fn frame(&self, drawing: ArrayView2<f32>) -> Array2<f32> {
        let mut field = Array2::zeros((self.height, self.width));
        if let Some(Bounds { columns, rows }) = bounds(drawing) {
            let cut = drawing.slice(s![rows, columns]);
            let scaled = scale(cut, self.ink_size);
            let (down, across) = scaled.dim();
            let [x, y] = centre_of_mass(scaled.view());
            let offset = |middle: f32, size: usize, field: usize| {
                ((field as f32 / 2.0 - middle).round().max(0.0) as usize).min(field - size)
            };
            let (left, top) = (offset(x, across, self.width), offset(y, down, self.height));
            field.slice_mut(s![top..top + down, left..left + across]).assign(&scaled);
        }
        field.mapv(|share| self.paper + share * (self.ink - self.paper))
    }
}

/// The columns and rows from the first to the last pixel with ink.
struct Bounds {
    columns: std::ops::Range<usize>,
    rows: std::ops::Range<usize>,
}

/// The smallest rectangle with all ink, or `None` without any.
fn bounds(drawing: ArrayView2<f32>) -> Option<Bounds> {
    let mut ink = drawing.indexed_iter().filter(|(_, ink)| **ink >= PAPER).map(|(place, _)| place);
    let (row, column) = ink.next()?;
    let first = Bounds { columns: column..column + 1, rows: row..row + 1 };
    Some(ink.fold(first, |Bounds { columns, rows }, (row, column)| Bounds {
        columns: columns.start.min(column)..columns.end.max(column + 1),
        rows: rows.start..row + 1,
    }))
}

/// Scales an image, without changing its proportions, to the largest size that is within `columns` and `rows`.
///
/// A pixel is the mean of the image, interpolated bilinearly, at as many points as it covers pixels: grey levels stay smooth
/// when the image grows and nothing falls between the points when it shrinks. At its own size the image stays as it is.
fn scale(image: ArrayView2<f32>, [columns, rows]: [usize; 2]) -> Array2<f32> {
    let (height, width) = image.dim();
    let factor = (columns as f32 / width as f32).min(rows as f32 / height as f32);
    let side = |side: usize, most: usize| ((side as f32 * factor).round() as usize).clamp(1, most);
    let (across, down) = (side(width, columns), side(height, rows));
    let points = |from: usize, to: usize| from.div_ceil(to);
    let (nx, ny) = (points(width, across), points(height, down));
    // The place in the image of a point of a pixel.
    let place = |at: usize, nth: usize, of: usize, from: usize, to: usize| {
        (at as f32 + (nth as f32 + 0.5) / of as f32) * from as f32 / to as f32
    };
    Array2::from_shape_fn((down, across), |(row, column)| {
        let points = (0..ny).flat_map(|y| (0..nx).map(move |x| (x, y)));
        let sum: f32 = points
            .map(|(x, y)| {
                interpolate(image, place(column, x, nx, width, across), place(row, y, ny, height, down))
            })
            .sum();
        sum / (nx * ny) as f32
    })
}

/// The value at a place of an image, in pixels from its top left corner. The pixels at its edges reach outside.
fn interpolate(image: ArrayView2<f32>, x: f32, y: f32) -> f32 {
    let (rows, columns) = image.dim();
    let split = |place: f32, count: usize| {
        let place = (place - 0.5).clamp(0.0, (count - 1) as f32);
        let first = place as usize;
        (first, (first + 1).min(count - 1), place - first as f32)
    };
    let ((left, right, across), (top, bottom, down)) = (split(x, columns), split(y, rows));
    let row = |y: usize| image[(y, left)] + across * (image[(y, right)] - image[(y, left)]);
    row(top) + down * (row(bottom) - row(top))
}

/// The centre of mass of the ink, x and y in pixels from the top left corner.
fn centre_of_mass(image: ArrayView2<f32>) -> [f32; 2] {
    let moments = image.indexed_iter().fold([0.0; 3], |[mass, x, y], ((row, column), ink)| {
        [mass + ink, x + ink * (column as f32 + 0.5), y + ink * (row as f32 + 0.5)]
    });
    let [mass, x, y] = moments.map(|moment| moment.max(f32::MIN_POSITIVE));
    [x / mass, y / mass]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data;
    use crate::data::source::Request;

    fn mnist() -> data::Dataset {
        let request = Request { train_size: 300, test_size: 100, ..Request::default() };
        data::resolve("mnist").unwrap().load(&request, 1).unwrap()
    }

    #[test]
    fn mnist_is_measured_as_it_was_made() {
        let framing = Framing::of(&mnist().train.inputs, 28, 28);
        assert_eq!(framing, Framing { width: 28, height: 28, ink_size: [20, 20], paper: 0.0, ink: 1.0 });
    }

    #[test]
    fn an_image_that_is_framed_already_hardly_changes_and_a_moved_one_comes_back() {
        let data = mnist();
        let framing = Framing::of(&data.train.inputs, 28, 28);
        for n in 0..100 {
            let image = data.test.inputs.image(n, 28, 28);
            let framed = framing.frame(image.view());
            let mut moved = Array2::zeros((28, 28));
            moved.slice_mut(s![..24, 3..]).assign(&image.slice(s![4.., ..25]));
            // What is moved over the edge is lost; most digits have four pixels of paper above and three at the right.
            if bounds(image.view()).is_some_and(|bounds| bounds.rows.start >= 4 && bounds.columns.end <= 25) {
                assert_eq!(framing.frame(moved.view()), framed, "image {n}");
            }
            let [x, y] = centre_of_mass(framed.view());
            assert!((x - 14.0).abs() <= 0.51 && (y - 14.0).abs() <= 0.51, "image {n}: {x}, {y}");
        }
    }

    #[test]
    fn proportions_are_kept_and_the_longer_side_fits() {
        let framing = Framing::of(&mnist().train.inputs, 28, 28);
        for (rows, columns) in [(1, 1), (3, 9), (28, 28), (14, 2), (28, 1)] {
            let mut drawing = Array2::zeros((28, 28));
            drawing.slice_mut(s![..rows, ..columns]).fill(1.0);
            let framed = framing.frame(drawing.view());
            let Bounds { columns: across, rows: down } = bounds(framed.view()).unwrap();
            assert_eq!(across.len().max(down.len()), 20);
            let expected = 20.0 * rows.min(columns) as f32 / rows.max(columns) as f32;
            assert!((across.len().min(down.len()) as f32 - expected).abs() <= 1.0);
            assert!(framed.iter().all(|value| (0.0..=1.0).contains(value)));
        }
        assert_eq!(framing.frame(Array2::zeros((28, 28)).view()), Array2::<f32>::zeros((28, 28)));
    }

    #[test]
    fn dark_paper_and_other_grey_levels_are_those_of_the_data() {
        // Two images of 4 × 3 pixels from -1 to 3, light ink of 2 × 1 and 3 × 2 pixels on dark paper.
        let mut images = Array2::from_elem((2, 12), 3.0);
        images.slice_mut(s![0, 5..7]).fill(-1.0);
        images.slice_mut(s![1, 4..7]).fill(-1.0);
        let framing = Framing::of(&Features::Numbers(images), 4, 3);
        assert_eq!((framing.paper, framing.ink, framing.ink_size()), (3.0, -1.0, [3, 2]));
        let mut drawing = Array2::zeros((3, 4));
        drawing[(0, 0)] = 1.0;
        let framed = framing.frame(drawing.view());
        assert!(framed.iter().all(|&value| value == 3.0 || value == -1.0), "{framed}");
        assert_eq!(framed.iter().filter(|&&value| value == -1.0).count(), 4, "{framed}");
        // Nothing to measure.
        let blank = Framing::of(&Features::Pixels(Array2::zeros((3, 12))), 4, 3);
        assert_eq!((blank.paper, blank.ink, blank.ink_size()), (0.0, 1.0, [3, 2]));
    }
}
