//! Reads sets of files with one NumPy array each: `X_train.npy` beside `y_train.npy`, or KMNIST's
//! `kmnist-train-imgs.npz` beside `kmnist-train-labels.npz`.

use std::fs;
use std::path::{Path, PathBuf};

use super::arrays::{self, Array, PartPlaces};
use super::file_data::FileData;
use super::npy::{self, ArrayLimits};
use super::progress::Progress;
use super::read_error::ReadError;
use super::{gzip, named_arrays, npz};
use crate::error::Error;

/// The most entries of a folder that are looked at.
const MAX_ENTRIES: usize = 10_000;
/// The endings of files with one array.
const ENDINGS: [&str; 3] = [".npy", ".npz", ".npy.gz"];

/// Whether a folder has files of arrays to learn from.
pub fn is_set(folder: &Path) -> bool {
    !arrays::parts(&stems(&members(folder))).is_empty()
}

/// Reads the set of a folder, or the one that a file belongs to.
///
/// # Errors
/// [`Error::Unreadable`] when the operating system reports an error, [`Error::BadData`] when files are missing or
/// cannot be used.
pub fn read(path: &Path, progress: &mut Progress) -> Result<FileData, Error> {
    let wrong = |problem: String| ReadError::from(problem).for_file(path);
    let parent = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let mut files = members(if path.is_dir() { path } else { parent });
    if !path.is_dir() {
        let own = stem(path);
        files.retain(|file| arrays::are_of_one_set(&own, &stem(file)));
    }
    let places = arrays::parts(&stems(&files));
    let is_used = |part: &PartPlaces| {
        let used = [Some(part.inputs), part.labels].into_iter().flatten();
        used.into_iter().any(|place| files[place].file_name() == path.file_name())
    };
    let has_labels = places.first().is_some_and(|training| training.labels.is_some());
    if !has_labels || !path.is_dir() && !places.iter().any(is_used) {
        return Err(wrong(
            "it is one array, without labels beside it: save both with numpy.savez as x_train, y_train"
                .to_owned(),
        ));
    }
    for part in &places {
        [Some(part.inputs), part.labels]
            .into_iter()
            .flatten()
            .for_each(|place| progress.expect(&files[place]));
    }
    let array = |place: usize, limits| {
        array(&files[place], limits, progress).map_err(|error| error.for_file(&files[place]))
    };
    named_arrays::read(places, array, wrong)
}

/// The files of a folder that may have one array each, sorted.
fn members(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().take(MAX_ENTRIES);
    let is_array = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        ENDINGS.iter().any(|ending| name.ends_with(ending)) && path.is_file()
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_array).collect();
    paths.sort();
    paths
}

/// The name of a file without its ending.
fn stem(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let without = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
    without.unwrap_or(&name).to_owned()
}

fn stems(paths: &[PathBuf]) -> Vec<String> {
    paths.iter().map(|path| stem(path)).collect()
}

/// Reads the array of a file.
fn array(path: &Path, limits: ArrayLimits, progress: &mut Progress) -> Result<Array, ReadError> {
    if npz::is_single(path, progress) {
        return npz::read_single(progress.open(path).map_err(ReadError::Io)?, limits);
    }
    let file = gzip::open(path, progress).map_err(ReadError::from_gzip)?;
    npy::read(file, limits).map_err(|error| match error {
        ReadError::Content(problem) if !problem.starts_with("it ") => format!("its array {problem}").into(),
        error => error,
    })
}
