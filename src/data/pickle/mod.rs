//! The pickles in which MNIST is handed around, as Python 2 and 3 wrote them in every protocol since 1.
//!
//! ```text
//! file ─ unpack ──► guard ──► serde-pickle ──► layout, array ──► arrays
//!                opcodes,   values; nothing   which array        numbers become
//!                limits     is ever called    is what            inputs and classes
//! ```

mod abstract_stack;
mod array;
mod guard;
mod layout;
mod opcode;
#[cfg(test)]
mod tests;

use std::io::{self, BufRead};
use std::path::Path;

use serde_pickle::DeOptions;

use super::meter::Meter;
use super::{FileData, arrays, fault, unpack};
use crate::error::Error;
use abstract_stack::Refusal;
use guard::Guard;

/// Reads examples from a pickle, which may be packed with gzip.
///
/// # Errors
/// [`Error::Unreadable`] when the system refuses, [`Error::BadData`] when the file is not such a pickle.
pub fn read(path: &Path, meter: &mut Meter) -> Result<FileData, Error> {
    meter.expect(path);
    let file = unpack::open(path, meter).map_err(Fault::Input);
    file.and_then(unpickle).map_err(|fault| fault::Fault::from(fault).of(path))
}

/// The same from the bytes of a file; `path` is what messages call it.
///
/// # Errors
/// [`Error::BadData`] when the bytes are not such a pickle.
#[cfg(test)]
pub fn decode(bytes: &[u8], path: &str) -> Result<FileData, Error> {
    let file = unpack::unpacked(bytes, Some(bytes.len() as u64)).map_err(Fault::Input);
    file.and_then(unpickle).map_err(|fault| fault::Fault::from(fault).of(Path::new(path)))
}

fn unpickle(mut pickle: impl BufRead) -> Result<FileData, Fault> {
    if pickle.fill_buf().map_err(Fault::Input)?.is_empty() {
        return Err(Fault::Empty);
    }
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

impl From<Fault> for fault::Fault {
    fn from(fault: Fault) -> Self {
        let problem = match fault {
            Fault::Input(source) => return Self::unpacking(source),
            Fault::Contents(problem) => return Self::from(problem),
            Fault::TooLarge { most } => return format!("it unpacks to more than {} MiB", most >> 20).into(),
            Fault::Empty => "the file is empty",
            Fault::NoPickle => {
                "it is no pickle and no npz archive; tables are called .csv, .tsv, .txt, .dat or .data"
            }
            Fault::Truncated => "the file ends in the middle of its pickle: save or download it again",
            Fault::GoesOn => "it goes on after its pickle has ended: save all parts as one tuple",
            Fault::TextProtocol => "it is a pickle of protocol 0: save it again with protocol 2",
            Fault::Refused(Refusal::Damaged) => "its pickle is damaged: save or download it again",
            Fault::Refused(Refusal::TooDeep) => {
                "its contents lie too deep in each other for images and labels"
            }
            Fault::Refused(Refusal::Shared) => {
                "it uses the same object in two places: save it again with a copy for each place"
            }
            Fault::Refused(Refusal::Foreign) => {
                "it holds more than tuples, lists and arrays of numbers: save three pairs of images and labels"
            }
        };
        Self::from(problem)
    }
}
