//! Tables of numbers as text: a row an example, its class in the column that is called so, in the only one of words, or in
//! the last, which may also be the first where nothing tells.
//!
//! ```text
//! x,y,label              5.1;3.5;1.4;0.2;setosa          7,0,0,12,255, …
//! 0.31,-0.2,inner        4.9;3.0;1.4;0.2;setosa          2,0,3,90,14, …
//! ```
//!
//! Two numbers a row are a point of the plane, whole numbers up to 255 or shares of one in a square are an image, and
//! all else is just numbers. Columns of points and of numbers are scaled so that the training part fills -1 … 1.

mod class;
mod columns;
mod rows;
mod text;

use std::path::{Path, PathBuf};

use ndarray::{Array2, ShapeError};

use super::fault::Fault;
use super::meter::Meter;
use super::pixels::Scale;
use super::{Examples, Features, FileData, Shape, pixels};
use crate::error::Error;
use rows::Rows;

/// Whether a path looks like such a file, packed with gzip or not.
pub fn is_table(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    [".csv", ".tsv", ".txt", ".dat", ".data"].iter().any(|extension| name.ends_with(extension))
}

/// Reads a table. If its name contains `train` and beside it lies the same name with `test` and the same columns, that is
/// the test part; else a fifth of the rows becomes it.
///
/// # Errors
/// [`Error::Unreadable`] when the system refuses, [`Error::BadData`] when it is no table of examples.
pub fn read(path: &Path, meter: &mut Meter) -> Result<FileData, Error> {
    let test = test_beside(path);
    for file in [path].into_iter().chain(test.as_deref()) {
        meter.expect(file);
    }
    let mut rows = Rows::read(path, meter).map_err(|fault| fault.of(path))?;
    let train_len = rows.len();
    if let Some(test) = &test {
        rows.append(test, meter).map_err(|fault| fault.of(test))?;
    }
    data(rows, train_len).map_err(|problem| Fault::from(problem).of(path))
}

fn test_beside(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let test = path.with_file_name(name.replacen("train", "test", 1));
    (name.contains("train") && test.is_file()).then_some(test)
}

/// The rows as examples, of which the first are the training part unless they are all.
fn data(mut rows: Rows, train_len: usize) -> Result<FileData, String> {
    rows.find_classes()?;
    let Rows { starts, numbers, labels, names, .. } = rows;
    let (shape, inputs) = shaped(starts.len(), numbers)?;
    let all = Examples { inputs, labels };
    let order: Vec<usize> = (0..all.len()).collect();
    let (train, test) = match order.split_at(train_len) {
        (_, []) => (all, None),
        (train, test) => (all.chosen(train), Some(all.chosen(test))),
    };
    FileData::new(shape, names, train, test)
}

/// What the numbers of a row are.
fn shaped(width: usize, numbers: Vec<f32>) -> Result<(Shape, Features), String> {
    let fits = |scale: &Scale| numbers.iter().all(|&number| scale(number.into()).is_some());
    let image = pixels::side(width).zip(pixels::SCALES.into_iter().find(fits));
    let rows = (numbers.len() / width, width);
    let misshapen = |fault: ShapeError| fault.to_string();
    if let Some((side, scale)) = image {
        let bytes = numbers.iter().map(|&number| scale(number.into()).unwrap_or(0)).collect();
        let bytes = Array2::from_shape_vec(rows, bytes).map_err(misshapen)?;
        return Ok((Shape::Image { width: side, height: side }, Features::Pixels(bytes)));
    }
    let numbers = Array2::from_shape_vec(rows, numbers).map_err(misshapen)?;
    Ok((Shape::of_numbers(width), Features::Numbers(numbers)))
}
