//! Reads a pickle.

use std::io::BufRead;
use std::path::Path;

use serde_pickle::DeOptions;

use super::abstract_stack::Refusal;
use super::error::PickleError;
use super::guard::Guard;
use super::layout;
use crate::data::file_data::FileData;
use crate::data::gzip;
use crate::data::progress::Progress;
use crate::data::read_error::ReadError;
use crate::error::Error;

/// Reads examples from a pickle, compressed with gzip or not.
///
/// # Errors
/// [`Error::Unreadable`] when the operating system reports an error, [`Error::BadData`] when the content cannot be
/// used.
pub fn read(path: &Path, progress: &mut Progress) -> Result<FileData, Error> {
    progress.expect(path);
    let file = gzip::open(path, progress).map_err(PickleError::Io);
    file.and_then(unpickle).map_err(|error| ReadError::from(error).for_file(path))
}

/// Reads examples from the bytes of a file; `path` is its name in messages.
///
/// # Errors
/// [`Error::BadData`] when the content cannot be used.
#[cfg(test)]
pub fn decode(bytes: &[u8], path: &str) -> Result<FileData, Error> {
    let file = gzip::decompressed(bytes, Some(bytes.len() as u64)).map_err(PickleError::Io);
    file.and_then(unpickle).map_err(|error| ReadError::from(error).for_file(Path::new(path)))
}

fn unpickle(mut pickle: impl BufRead) -> Result<FileData, PickleError> {
    if pickle.fill_buf().map_err(PickleError::Io)?.is_empty() {
        return Err(PickleError::Empty);
    }
    let mut guard = Guard::new(pickle);
    let options = DeOptions::new().replace_unresolved_globals().keep_restore_state();
    match serde_pickle::value_from_reader(&mut guard, options) {
        Ok(value) => {
            drop(guard);
            layout::file_data(value).map_err(PickleError::Content)
        }
        Err(_) => Err(guard.into_error().unwrap_or(PickleError::Refused(Refusal::Damaged))),
    }
}
