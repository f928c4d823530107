//! Reads a table and converts its rows to examples.

use std::path::{Path, PathBuf};

use ndarray::{Array2, ShapeError};

use super::rows::Rows;
use crate::data::examples::Examples;
use crate::data::features::Features;
use crate::data::file_data::FileData;
use crate::data::pixels::{self, Scale};
use crate::data::progress::Progress;
use crate::data::read_error::ReadError;
use crate::data::read_options::ReadOptions;
use crate::data::reading::Reading;
use crate::data::shape::Shape;
use crate::error::Error;

/// Whether a path has one of the extensions of tables, with or without `.gz` after it.
pub fn is_table(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    [".csv", ".tsv", ".txt", ".dat", ".data"].iter().any(|extension| name.ends_with(extension))
}

/// Reads a table. If its name contains `train`, and a file with `test` in its place has the same columns, that file
/// is the test set; otherwise a fifth of the rows becomes the test set.
///
/// # Errors
/// [`Error::Unreadable`] when the operating system reports an error, [`Error::BadData`] when the content cannot be
/// used.
pub fn read(path: &Path, _options: &ReadOptions, progress: &mut Progress) -> Result<FileData, Error> {
    let test = test_file(path);
    for file in [path].into_iter().chain(test.as_deref()) {
        progress.expect(file);
    }
    let mut rows = Rows::read(path, progress).map_err(|error| error.for_file(path))?;
    let train_size = rows.len();
    if let Some(test) = &test {
        rows.append(test, progress).map_err(|error| error.for_file(test))?;
    }
    file_data(rows, train_size).map_err(|problem| ReadError::from(problem).for_file(path))
}

/// Finds the test file that belongs to a training file.
fn test_file(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let test = path.with_file_name(name.replacen("train", "test", 1));
    (name.contains("train") && test.is_file()).then_some(test)
}

/// Converts the rows to examples. Those from `train_size` on are the test set, if there are any.
fn file_data(mut rows: Rows, train_size: usize) -> Result<FileData, String> {
    rows.find_classes()?;
    let Rows { offsets, numbers, labels, names, .. } = rows;
    let (shape, inputs) = inputs(offsets.len(), numbers)?;
    let all = Examples { inputs, labels };
    let order: Vec<usize> = (0..all.len()).collect();
    let (train, test) = match order.split_at(train_size) {
        (_, []) => (all, None),
        (train, test) => (all.select(train), Some(all.select(test))),
    };
    FileData::new(shape, names, Reading::default(), train, test)
}

/// Decides what the numbers of a row stand for, and converts pixels to bytes.
fn inputs(width: usize, numbers: Vec<f32>) -> Result<(Shape, Features), String> {
    let fits = |scale: &Scale| numbers.iter().all(|&number| scale(number.into()).is_some());
    let image = pixels::side(width).zip(pixels::SCALES.into_iter().find(fits));
    let dimensions = (numbers.len() / width, width);
    let shape_error = |error: ShapeError| error.to_string();
    if let Some((side, scale)) = image {
        let bytes = numbers.iter().map(|&number| scale(number.into()).unwrap_or(0)).collect();
        let bytes = Array2::from_shape_vec(dimensions, bytes).map_err(shape_error)?;
        return Ok((Shape::Image { width: side, height: side }, Features::Pixels(bytes)));
    }
    let numbers = Array2::from_shape_vec(dimensions, numbers).map_err(shape_error)?;
    Ok((Shape::of_numbers(width), Features::Numbers(numbers)))
}
