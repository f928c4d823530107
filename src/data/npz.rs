//! Reads NPZ files, NumPy's ZIP archives of arrays, as Keras distributes MNIST: `x_train`, `y_train`, `x_test` and
//! `y_test`, or under other usual names.

use std::io::{BufReader, Read, Seek};
use std::path::Path;

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::arrays::{self, Array, PartPlaces};
use super::bounded::Bounded;
use super::file_data::FileData;
use super::npy::{self, ArrayLimits};
use super::progress::{Progress, TrackedFile};
use super::read_error::ReadError;
use super::zipped_table::{self, DAMAGED};
use super::{foreign, named_arrays};
use crate::error::Error;

/// Longer names of arrays are shortened in messages, in characters.
const MAX_NAME: usize = 30;
/// What an array is called in an archive.
const NPY: &str = ".npy";

/// Whether an archive holds one array only, whose name does not say what it is for.
pub fn is_single(path: &Path, progress: &Progress) -> bool {
    let archive = progress.peek(path).ok().and_then(|file| ZipArchive::new(BufReader::new(file)).ok());
    let names = archive.map(|archive| zipped_table::file_names(&archive)).unwrap_or_default();
    matches!(&names[..], [(_, name)] if name.ends_with(NPY))
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

/// Reads the only array of an NPZ file.
pub fn read_single(file: TrackedFile, limits: ArrayLimits) -> Result<Array, ReadError> {
    let mut archive = Archive::open(file)?;
    let (index, name) = archive.arrays.pop().ok_or(DAMAGED)?;
    archive.array(index, &name, limits)
}

fn file_data(file: TrackedFile) -> Result<FileData, ReadError> {
    let mut archive = Archive::open(file)?;
    let names: Vec<&str> = archive.arrays.iter().map(|(_, name)| name.trim_end_matches(NPY)).collect();
    let places = arrays::parts(&names);
    if places.is_empty() {
        return Err(archive.missing("x_train"));
    }
    if places.first().is_some_and(|training| training.labels.is_none()) {
        return Err(archive.missing("y_train"));
    }
    let unused = archive.unused(&places);
    let array = |place: usize, limits| {
        let (index, name) = archive.arrays[place].clone();
        archive.array(index, &name, limits)
    };
    let mut data = named_arrays::read(places, array, ReadError::from)?;
    data.reading.notes.extend(unused.map(|names| format!("arrays left out: {names}")));
    Ok(data)
}

/// Classifies an error of the archive: a system error, rejected content, or else `problem`.
fn zip_error(error: ZipError, problem: &str) -> ReadError {
    match error {
        ZipError::Io(source) => ReadError::from_io(source, problem),
        _ => ReadError::from(problem),
    }
}

/// An archive, with the places and names of its arrays.
struct Archive<'p, 'a> {
    zip: ZipArchive<BufReader<TrackedFile<'p, 'a>>>,
    arrays: Vec<(usize, String)>,
}

impl<'p, 'a> Archive<'p, 'a> {
    fn open(file: TrackedFile<'p, 'a>) -> Result<Self, ReadError> {
        let zip = ZipArchive::new(BufReader::new(file)).map_err(|error| zip_error(error, DAMAGED))?;
        let names = zipped_table::file_names(&zip);
        let arrays: Vec<_> = names.iter().filter(|(_, name)| name.ends_with(NPY)).cloned().collect();
        if arrays.is_empty() { Err(other_archive(zip, &names)) } else { Ok(Archive { zip, arrays }) }
    }

    /// The names of arrays that no part uses.
    fn unused(&self, parts: &[PartPlaces]) -> Option<String> {
        let is_used = |place| parts.iter().any(|part| part.inputs == place || part.labels == Some(place));
        let unused = self.arrays.iter().enumerate().filter(|(place, _)| !is_used(*place));
        let names: Vec<_> = unused.map(|(_, (_, name))| short(name.trim_end_matches(NPY))).take(4).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// The error for an array that is not there.
    fn missing(&self, name: &str) -> ReadError {
        let names: Vec<_> = self.arrays.iter().take(3).map(|(_, name)| short(name)).collect();
        let more = if self.arrays.len() > names.len() { " …" } else { "" };
        ReadError::from(format!(
            "it has no {name}{NPY} but {}{more}: save x_train, y_train, x_test, y_test",
            names.join(" ")
        ))
    }

    /// Reads an array.
    fn array(&mut self, index: usize, name: &str, limits: ArrayLimits) -> Result<Array, ReadError> {
        let name = short(name);
        if let Some(packing) = self.zip.by_index_raw(index).ok().and_then(|file| packing(file.compression()))
        {
            return Err(format!(
                "{name} in it is packed with {packing}: save it again with numpy.savez_compressed"
            )
            .into());
        }
        let unsupported = format!("{name} in it cannot be unpacked: save it again with numpy.savez");
        let file = self.zip.by_index(index).map_err(|error| zip_error(error, &unsupported))?;
        let size = file.compressed_size();
        npy::read(Bounded::new(file, size), limits).map_err(|error| match error {
            // Messages about decompression have a file as their subject: "it unpacks to …".
            ReadError::Content(problem) => ReadError::Content(format!(
                "{name} in it {}",
                problem.strip_prefix("it ").unwrap_or(&problem)
            )),
            error @ (ReadError::Io(_) | ReadError::UnclearClass { .. }) => error,
        })
    }
}

fn short(name: &str) -> String {
    name.chars().take(MAX_NAME).collect()
}

/// The name of a compression that is not read (APPNOTE.TXT, section 4.4.5).
fn packing(method: CompressionMethod) -> Option<&'static str> {
    match method {
        CompressionMethod::DEFLATE64 => Some("deflate64"),
        CompressionMethod::BZIP2 => Some("bzip2"),
        CompressionMethod::LZMA => Some("lzma"),
        CompressionMethod::ZSTD => Some("zstd"),
        CompressionMethod::XZ => Some("xz"),
        _ => None,
    }
}

/// Says what an archive without arrays is.
fn other_archive(mut zip: ZipArchive<impl Read + Seek>, names: &[(usize, String)]) -> ReadError {
    let has = |part: &str| names.iter().any(|(_, name)| name.contains(part));
    let sentence = match () {
        () if has("xl/") => "it is a workbook of Excel: save its sheet as CSV",
        () if has("word/") || has("ppt/") => "it is a document of Microsoft Office: save its table as CSV",
        () if has("content.xml") => "it is a spreadsheet of OpenDocument: save its sheet as CSV",
        () if has("data.pkl") => foreign::TORCH,
        () if has("model.weights.h5") => "it is a model of Keras, not the data that it learned from",
        () if names.is_empty() => "it is a zip archive without files",
        () => {
            let method =
                names.first().and_then(|(index, _)| Some(zip.by_index_raw(*index).ok()?.compression()));
            if let (1, Some(packing)) = (names.len(), method.and_then(packing)) {
                return format!("it is a zip archive packed with {packing}: unpack it").into();
            }
            let listed: Vec<_> = names.iter().take(3).map(|(_, name)| short(name)).collect();
            let more = if names.len() > listed.len() { " …" } else { "" };
            return format!(
                "it is a zip archive of {}{more}: unpack it and give the path of the file that you want",
                listed.join(", ")
            )
            .into();
        }
    };
    sentence.into()
}
