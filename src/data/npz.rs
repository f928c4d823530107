//! Reads NPZ files, NumPy's ZIP archives of arrays, as Keras distributes MNIST: `x_train`, `y_train`, `x_test` and
//! `y_test`.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::arrays::{self, Array, Part, TEST, TRAINING};
use super::file_data::{FileData, MAX_EXAMPLES};
use super::gzip::Bounded;
use super::npy::{self, ArrayLimits};
use super::progress::{Progress, TrackedFile};
use super::read_error::ReadError;
use crate::error::Error;

/// The most numbers of a file. MNIST has 55 million pixels, and each number takes up to four bytes.
const MAX_NUMBERS: usize = 60_000_000;
/// Longer names of arrays are shortened in messages, in characters.
const MAX_NAME: usize = 30;

/// Whether a file begins like a ZIP archive.
pub fn is_npz(path: &Path) -> bool {
    let mut start = [0; 4];
    // What is read from a pipe cannot be read again.
    path.is_file()
        && File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok()
        && &start == b"PK\x03\x04"
}

/// Reads the examples of an NPZ file. Without test arrays, a fifth of the examples becomes the test set.
///
/// # Errors
/// [`Error::Unreadable`] when the operating system reports an error, [`Error::BadData`] when the content cannot be
/// used.
pub fn read(path: &Path, progress: &mut Progress) -> Result<FileData, Error> {
    progress.expect(path);
    let file = progress.open(path).map_err(ReadError::Io);
    file.and_then(file_data).map_err(|error| error.for_file(path))
}

fn file_data(file: TrackedFile) -> Result<FileData, ReadError> {
    const DAMAGED: &str = "its zip data are damaged: download it again";
    let archive = ZipArchive::new(BufReader::new(file)).map_err(|error| zip_error(error, DAMAGED))?;
    let mut archive = Archive { zip: archive, numbers_left: MAX_NUMBERS };
    let train = archive.part(TRAINING, "train")?.ok_or_else(|| archive.missing("x_train.npy"))?;
    let test = archive.part(TEST, "test")?;
    Ok(arrays::file_data([train].into_iter().chain(test).collect())?)
}

/// Classifies an error of the archive: a system error, rejected content, or else `problem`.
fn zip_error(error: ZipError, problem: &str) -> ReadError {
    match error {
        ZipError::Io(source) => ReadError::from_io(source, problem),
        _ => ReadError::from(problem),
    }
}

/// An archive, with the number of values that may still be read from it.
struct Archive<'p, 'a> {
    zip: ZipArchive<BufReader<TrackedFile<'p, 'a>>>,
    numbers_left: usize,
}

impl Archive<'_, '_> {
    /// Reads the inputs and labels of a part; `None` if the archive has no inputs for it.
    fn part(&mut self, name: &'static str, suffix: &str) -> Result<Option<Part>, ReadError> {
        let (inputs, labels) = (format!("x_{suffix}.npy"), format!("y_{suffix}.npy"));
        let Some(inputs) = self.find(&inputs) else { return Ok(None) };
        // The labels come first: they are few, and bound the number of rows of the inputs.
        let labels = self.find(&labels).ok_or_else(|| self.missing(&labels))?;
        let labels = self.array(&labels, MAX_EXAMPLES)?;
        let rows = arrays::check_labels(&labels.shape);
        let rows = rows.map_err(|problem| format!("its {name} labels {problem}"))?;
        let inputs = self.array(&inputs, rows)?;
        Ok(Some(Part { name, inputs, labels }))
    }

    /// Finds the name of an array as the archive spells it, such as `X_train`.
    fn find(&self, name: &str) -> Option<String> {
        if self.zip.index_for_name(name).is_some() {
            return Some(name.to_owned());
        }
        self.zip.file_names().flatten().find(|other| other.eq_ignore_ascii_case(name)).map(Cow::into_owned)
    }

    /// The error for an array that is not there.
    fn missing(&self, name: &str) -> ReadError {
        let short = |name: Cow<str>| name.chars().take(MAX_NAME).collect::<String>();
        let names: Vec<_> = self.zip.file_names().flatten().take(3).map(short).collect();
        let more = if self.zip.len() > names.len() { " …" } else { "" };
        ReadError::from(format!(
            "it has no {name} but {}{more}: save x_train, y_train, x_test, y_test",
            names.join(" ")
        ))
    }

    /// Reads an array with at most `max_rows` rows.
    fn array(&mut self, name: &str, max_rows: usize) -> Result<Array, ReadError> {
        let unsupported = format!("{name} in it cannot be unpacked: save it again with numpy.savez");
        let file = self.zip.by_name(name).map_err(|error| zip_error(error, &unsupported))?;
        let size = file.compressed_size();
        let limits = ArrayLimits { rows: max_rows, numbers: self.numbers_left, numbers_in_file: MAX_NUMBERS };
        let array = npy::read(Bounded::new(file, size), limits).map_err(|error| match error {
            // Messages about decompression have a file as their subject: "it unpacks to …".
            ReadError::Content(problem) => ReadError::Content(format!(
                "{name} in it {}",
                problem.strip_prefix("it ").unwrap_or(&problem)
            )),
            error @ (ReadError::Io(_) | ReadError::UnclearClass { .. }) => error,
        })?;
        self.numbers_left -= array.len();
        Ok(array)
    }
}
