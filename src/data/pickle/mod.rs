//! The pickles in which MNIST is handed around, as Python 2 and 3 wrote them in every protocol since 1.
//!
//! ```text
//! file ── gzip ──► guard ──► serde-pickle ──► layout, array ──► arrays
//!                opcodes,   values; nothing   which array        numbers become
//!                limits     is ever called    is what            inputs and classes
//! ```

mod array;
mod guard;
mod layout;
mod ledger;
mod opcode;
#[cfg(test)]
mod tests;

use std::io::{self, BufRead, BufReader};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use serde_pickle::DeOptions;

use super::meter::Meter;
use super::{FileData, arrays};
use crate::error::Error;
use guard::Guard;
use ledger::Refusal;

/// Reads images from a pickle, which may be packed with gzip.
///
/// # Errors
/// [`Error::Unreadable`] when the system refuses, [`Error::BadData`] when the file is not such a pickle.
pub fn read(path: &Path, meter: &mut Meter) -> Result<FileData, Error> {
    let name = path.display().to_string();
    meter.expect(path);
    let file = meter.open(path).map_err(|source| Error::Unreadable { path: name.clone(), source })?;
    unpack(BufReader::with_capacity(1 << 16, file)).map_err(|fault| fault.of(name))
}

/// As [`read`], from the bytes of a file; `path` is what messages call it.
///
/// # Errors
/// [`Error::BadData`] when the bytes are not such a pickle.
#[cfg(test)]
pub fn decode(bytes: &[u8], path: &str) -> Result<FileData, Error> {
    unpack(bytes).map_err(|fault| fault.of(path.to_owned()))
}

fn unpack(mut packed: impl BufRead) -> Result<FileData, Fault> {
    match packed.fill_buf().map_err(Fault::Input)? {
        [] => Err(Fault::Empty),
        [0x1f, 0x8b, ..] => {
            let unpacked = BufReader::with_capacity(1 << 16, MultiGzDecoder::new(packed));
            unpickle(unpacked).map_err(Fault::in_gzip)
        }
        _ => unpickle(packed),
    }
}

fn unpickle(pickle: impl BufRead) -> Result<FileData, Fault> {
    let mut guard = Guard::new(pickle);
    let options = DeOptions::new().replace_unresolved_globals().keep_restore_state();
    match serde_pickle::value_from_reader(&mut guard, options) {
        Ok(value) => layout::parts(value).and_then(arrays::file_data).map_err(Fault::Contents),
        Err(_) => Err(guard.into_fault().unwrap_or(Fault::Refused(Refusal::Damaged))),
    }
}

/// Everything that keeps a file from being read.
#[derive(Debug)]
enum Fault {
    /// Reading failed: the file, or the gzip data in it.
    Input(io::Error),
    /// Reading the gzip data failed.
    Gzip(io::Error),
    /// There is nothing in it.
    Empty,
    /// It does not begin like a pickle.
    NoPickle,
    /// The pickle does not end.
    Truncated,
    /// There is more behind the end of the pickle.
    GoesOn,
    /// It unpacks to more than the limit.
    TooLarge {
        /// The limit, in bytes.
        most: u64,
    },
    /// Its arrays are written as escaped text.
    TextProtocol,
    /// The guard found what a file of arrays does not hold.
    Refused(Refusal),
    /// It is a sound pickle, but not of images and labels.
    Contents(String),
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Fault::Refused(refusal)
    }
}

impl Fault {
    /// Blames gzip for what it did not unpack.
    fn in_gzip(self) -> Self {
        match self {
            Fault::Input(source) => Fault::Gzip(source),
            other => other,
        }
    }

    /// What a person is told of it.
    fn of(self, path: String) -> Error {
        match self {
            Fault::Input(source) | Fault::Gzip(source) if source.raw_os_error().is_some() => {
                Error::Unreadable { path, source }
            }
            other => Error::BadData { path, problem: other.problem() },
        }
    }

    fn problem(self) -> String {
        let problem = match self {
            Fault::Gzip(source) if source.kind() == io::ErrorKind::UnexpectedEof => {
                "the file ends in the middle of its gzip data: download it again"
            }
            Fault::Gzip(_) | Fault::Input(_) => "its gzip data are damaged: download it again",
            Fault::Truncated => "the file ends in the middle of its pickle: save or download it again",
            Fault::Empty => "the file is empty",
            Fault::NoPickle => {
                "it is neither a pickle nor an npz archive, and its name is that of neither IDX files nor a table \
                 (.csv, .tsv, .txt)"
            }
            Fault::GoesOn => "it goes on after its pickle has ended: save all parts as one tuple",
            Fault::TooLarge { most } => return format!("it unpacks to more than {} MiB", most >> 20),
            Fault::TextProtocol => "it is a pickle of protocol 0: save it again with protocol 2",
            Fault::Refused(Refusal::Damaged) => "its pickle is damaged: save or download it again",
            Fault::Refused(Refusal::TooDeep) => {
                "its contents lie too deep in each other for images and labels"
            }
            Fault::Refused(Refusal::Shared) => {
                "it uses the same object in two places: save it again with a copy for each place"
            }
            Fault::Refused(Refusal::Foreign) => "it holds more than tuples, lists and arrays of numbers",
            Fault::Contents(problem) => return problem,
        };
        problem.to_owned()
    }
}
