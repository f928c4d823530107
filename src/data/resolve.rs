//! Turns the name that a person gives into a data set: a built-in one, or the file at that path.

use std::path::{Path, is_separator};
use std::sync::Arc;

use super::choice::Choice;
use super::progress::{Progress, ProgressCallback};
use super::read_options::ReadOptions;
use super::registry::{SOURCES, find};
use super::{idx, npz, pickle, table};
use crate::error::Error;
use crate::spelling::nearest;

/// Whether a name stands for an existing file or folder, which takes a while to read.
pub fn is_file(name: &str) -> bool {
    find(name).is_none() && Path::new(name).exists()
}

/// Finds a built-in data set by name, or reads the file at that path.
///
/// # Errors
/// [`Error::UnknownDataset`] when there is neither, [`Error::Unreadable`] and [`Error::BadData`] when the file cannot
/// be read.
pub fn resolve(name: &str) -> Result<Choice, Error> {
    resolve_with(name, &ReadOptions::default(), &mut |_| true)
}

/// Finds a built-in data set by name, or reads the file at that path as `options` say, and reports how far it has got.
///
/// `on_progress` is called with the share that has been read; reading stops with an error when it returns false.
///
/// # Errors
/// [`Error::UnknownDataset`] when there is neither, [`Error::Unreadable`] and [`Error::BadData`] when the file cannot
/// be read or reading was stopped.
pub fn resolve_with(
    name: &str,
    options: &ReadOptions,
    on_progress: &mut ProgressCallback,
) -> Result<Choice, Error> {
    if let Some(source) = find(name) {
        return Ok(Choice::BuiltIn(source));
    }
    let path = Path::new(name);
    if !path.exists() && path.extension().is_none() && !name.contains(is_separator) {
        return Err(unknown(name));
    }
    let progress = &mut Progress::new(on_progress);
    let data = match path {
        path if idx::is_idx(path) => idx::read(path, progress)?,
        path if npz::is_npz(path) => npz::read(path, progress)?,
        path if table::is_table(path) => table::read(path, options, progress)?,
        path => pickle::read(path, progress)?,
    };
    Ok(Choice::File { path: path.to_owned(), options: options.clone(), data: Arc::new(data) })
}

/// Names of the built-in data sets in other programs.
const OTHER_NAMES: [(&str, &str); 7] = [
    ("digits", "mnist"),
    ("rings", "circles"),
    ("make_circles", "circles"),
    ("make_moons", "moons"),
    ("blobs", "gaussians"),
    ("make_blobs", "gaussians"),
    ("gauss", "gaussians"),
];

fn unknown(name: &str) -> Error {
    let names = || SOURCES.iter().map(|source| source.name);
    let other = OTHER_NAMES.iter().find(|(other, _)| *other == name.to_lowercase());
    let meant = other.map(|(_, name)| *name).or_else(|| nearest(name, names()));
    Error::UnknownDataset { name: name.to_owned(), known: names().collect::<Vec<_>>().join(", "), meant }
}
