//! Turns the name that a person gives into a data set: a built-in one, or the file at that path.

use std::ffi::OsStr;
use std::path::{Path, PathBuf, is_separator};
use std::sync::Arc;

use super::choice::Choice;
use super::content::{self, Content};
use super::file_data::FileData;
use super::progress::{Progress, ProgressCallback};
use super::read_error::{ReadError, STANDARD_INPUT};
use super::read_options::ReadOptions;
use super::registry::{SOURCES, find};
use super::source::Source;
use super::{array_files, idx, npz, pickle, pipe, table};
use crate::error::Error;
use crate::spelling::nearest;

/// Whether a name stands for an existing file or folder, or for standard input, which take a while to read.
pub fn is_file(name: impl AsRef<OsStr>) -> bool {
    let name = name.as_ref();
    built_in(name).is_none() && (name == STANDARD_INPUT || Path::new(name).exists())
}

fn built_in(name: &OsStr) -> Option<&'static Source> {
    name.to_str().and_then(find)
}

/// Finds a built-in data set by name, or reads the file at that path.
///
/// # Errors
/// [`Error::UnknownDataset`] when there is neither, [`Error::Unreadable`] and [`Error::BadData`] when the file cannot
/// be read.
pub fn resolve(name: impl AsRef<OsStr>) -> Result<Choice, Error> {
    resolve_with(name, &ReadOptions::default(), &mut |_| true)
}

/// Finds a built-in data set by name, or reads the file at that path as `options` say, and reports how far it has got.
///
/// `on_progress` is called with the share that has been read; reading stops with an error when it returns false.
///
/// # Errors
/// [`Error::UnknownDataset`] when there is neither, [`Error::Unreadable`] and [`Error::BadData`] when the file cannot
/// be read or reading was stopped, [`Error::DoesNotApply`] when something is said about a table and it is none.
pub fn resolve_with(
    name: impl AsRef<OsStr>,
    options: &ReadOptions,
    on_progress: &mut ProgressCallback,
) -> Result<Choice, Error> {
    let name = name.as_ref();
    if let Some(source) = built_in(name) {
        options.check_unused(source.name)?;
        return Ok(Choice::BuiltIn(source));
    }
    let path = Path::new(name);
    let is_path = name == STANDARD_INPUT || path.extension().is_some();
    if !is_path && !path.exists() && !name.to_string_lossy().contains(is_separator) {
        return Err(unknown(&name.to_string_lossy()));
    }
    let piped = pipe::read(path, on_progress)?;
    let progress = &mut Progress::new(on_progress);
    if let Some(bytes) = &piped {
        progress.hold(path, bytes);
    }
    let mut data = read(path, options, progress)?;
    let mut path = path.to_owned();
    if pipe::is_anonymous(&path) {
        path = PathBuf::from(STANDARD_INPUT);
        data.reading
            .notes
            .push("from standard input, which is not there again: a repeat needs it too".to_owned());
    }
    Ok(Choice::File { path, options: options.clone(), data: Arc::new(data) })
}

/// Reads a file or a folder, by what it holds.
fn read(path: &Path, options: &ReadOptions, progress: &mut Progress) -> Result<FileData, Error> {
    let check_unused = || options.check_unused(&path.display().to_string());
    if path.is_dir() {
        check_unused()?;
        let read = if array_files::is_set(path) { array_files::read } else { idx::read };
        return read(path, progress);
    }
    let content = content::of(path, progress);
    let is_named_table = content == Content::Unknown && table::is_table(path) && !idx::is_idx(path);
    if let Content::Foreign(sentence) = content {
        return Err(ReadError::from(sentence).for_file(path));
    }
    if content == Content::Text || is_named_table {
        return table::read(path, options, progress);
    }
    check_unused()?;
    match content {
        Content::Idx if pipe::is_anonymous(path) => {
            let problem = "it is an IDX file, without its labels: give the path of the folder with both";
            Err(ReadError::from(problem).for_file(path))
        }
        Content::Idx => idx::read(path, progress),
        Content::Zip if npz::is_single(path, progress) => array_files::read(path, progress),
        Content::Zip => npz::read(path, progress),
        Content::Npy => array_files::read(path, progress),
        Content::Unknown if idx::is_idx(path) => idx::read(path, progress),
        // It says what is wrong with what is no pickle either.
        Content::Pickle | Content::Unknown | Content::Text | Content::Foreign(_) => {
            pickle::read(path, progress)
        }
    }
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
