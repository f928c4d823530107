//! Tables of numbers as text: a row an example, its class in the column that is called so, or in the last.
//!
//! ```text
//! x,y,label              5.1;3.5;1.4;0.2;setosa          7,0,0,12,255, …
//! 0.31,-0.2,inner        4.9;3.0;1.4;0.2;setosa          2,0,3,90,14, …
//! ```
//!
//! Two numbers a row are a point of the plane, whole numbers up to 255 or shares of one in a square are an image, and
//! all else is just numbers. Columns of points and of numbers are scaled so that the training part fills -1 … 1.

mod columns;
mod names;
mod rows;
mod text;

use std::path::{Path, PathBuf};

use ndarray::{Array2, Axis, Zip};

use super::meter::Meter;
use super::{Examples, Features, FileData, Shape};
use crate::error::Error;
use rows::Rows;

/// Smaller squares are no pictures.
const SMALLEST_SIDE: usize = 7;
/// Pixels that are all paler than this do not use the whole range from 0 to 255.
const PALE: f32 = 128.0;

/// Whether a path looks like such a file, packed with gzip or not.
pub fn is_table(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    [".csv", ".tsv", ".txt", ".dat", ".data"].iter().any(|extension| name.ends_with(extension))
}

/// Reads a table. If its name contains `train` and beside it lies the same name with `test`, that is the test part;
/// else a fifth of the rows becomes it.
///
/// # Errors
/// [`Error::Unreadable`] when the system refuses, [`Error::BadData`] when it is no table of examples.
pub fn read(path: &Path, meter: &mut Meter) -> Result<FileData, Error> {
    let test = test_beside(path);
    for file in [path].into_iter().chain(test.as_deref()) {
        meter.expect(file);
    }
    let mut rows = Rows::default();
    rows.append(path, meter)?;
    let train_len = rows.labels.len();
    if let Some(test) = &test {
        rows.append(test, meter)?;
    }
    let bad = |problem| Error::BadData { path: path.display().to_string(), problem };
    data(rows, train_len).map_err(bad)
}

fn test_beside(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let test = path.with_file_name(name.replacen("train", "test", 1));
    (name.contains("train") && test.is_file()).then_some(test)
}

/// The rows as examples, of which the first are the training part unless they are all.
fn data(mut rows: Rows, train_len: usize) -> Result<FileData, String> {
    rows.class_may_be_in_front();
    let Rows { width, numbers, labels, names, .. } = rows;
    let (class_names, places) = names.sorted();
    let labels: Vec<u8> = labels.into_iter().map(|label| places[usize::from(label)]).collect();
    let (shape, inputs) = shaped(width, numbers)?;
    let all = Examples { inputs, labels };
    let order: Vec<usize> = (0..all.len()).collect();
    let (train, test) = match order.split_at(train_len) {
        (_, []) => (all, None),
        (train, test) => (all.chosen(train), Some(all.chosen(test))),
    };
    let mut data = FileData::new(shape, class_names, train, test)?;
    scale(&mut data);
    Ok(data)
}

/// Whether so many pixels are a square picture.
fn is_square(pixels: usize) -> bool {
    pixels.isqrt().pow(2) == pixels && pixels.isqrt() >= SMALLEST_SIDE
}

/// What the numbers of a row are.
fn shaped(width: usize, numbers: Vec<f32>) -> Result<(Shape, Features), String> {
    let highest = numbers.iter().fold(0.0_f32, |highest, &number| highest.max(number));
    let is_whole = |&number: &f32| (0.0..=255.0).contains(&number) && number.fract() == 0.0;
    if is_square(width)
        && (numbers.iter().all(is_whole) || numbers.iter().all(|number| (0.0..=1.0).contains(number)))
    {
        let ink = if highest < PALE { 255.0 / highest.max(f32::MIN_POSITIVE) } else { 1.0 };
        let ink = if highest <= 1.0 { 255.0 } else { ink };
        let pixels = numbers.iter().map(|number| (ink * number).round() as u8).collect();
        let pixels = Array2::from_shape_vec((numbers.len() / width, width), pixels);
        let pixels = pixels.map_err(|fault| fault.to_string())?;
        return Ok((Shape::Image { width: width.isqrt(), height: width.isqrt() }, Features::Pixels(pixels)));
    }
    let shape = if width == 2 { Shape::Plane } else { Shape::Numbers { count: width } };
    let numbers = Array2::from_shape_vec((numbers.len() / width, width), numbers);
    Ok((shape, Features::Numbers(numbers.map_err(|fault| fault.to_string())?)))
}

/// Scales each column so that the training part reaches from -1 to 1.
fn scale(data: &mut FileData) {
    let (Features::Numbers(train), Features::Numbers(test)) = (&mut data.train.inputs, &mut data.test.inputs)
    else {
        return;
    };
    Zip::from(train.axis_iter_mut(Axis(1))).and(test.axis_iter_mut(Axis(1))).for_each(
        |mut train, mut test| {
            let low = train.iter().copied().fold(f32::INFINITY, f32::min);
            let high = train.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            // Halves first: the difference of two large numbers may be infinite.
            let (middle, half) = (low / 2.0 + high / 2.0, high / 2.0 - low / 2.0);
            let scaled = |x: f32| if half > 0.0 { ((x - middle) / half).clamp(-FAR, FAR) } else { 0.0 };
            train.mapv_inplace(scaled);
            test.mapv_inplace(scaled);
        },
    );
}

/// Farther than this from the training part a test example may not lie: a single one would shrink all others.
const FAR: f32 = 3.0;
