//! Why a pickle cannot be read.

use std::io;

use super::abstract_stack::Refusal;
use crate::data::read_error::ReadError;

/// Why a pickle cannot be read.
#[derive(Debug)]
pub enum PickleError {
    /// The file, or the gzip data in it, could not be read.
    Io(io::Error),
    /// The file is empty.
    Empty,
    /// The file does not begin like a pickle.
    NotAPickle,
    /// The file ends before the pickle does.
    Truncated,
    /// The file continues after the end of the pickle.
    TrailingData,
    /// The file decompresses to more than the limit.
    TooLarge {
        /// The limit, in bytes.
        max: u64,
    },
    /// The guard refused an opcode.
    Refused(Refusal),
    /// The pickle is valid, but does not hold images and labels.
    Content(String),
}

impl From<Refusal> for PickleError {
    fn from(refusal: Refusal) -> Self {
        PickleError::Refused(refusal)
    }
}

impl From<PickleError> for ReadError {
    fn from(error: PickleError) -> Self {
        let problem = match error {
            PickleError::Io(source) => return Self::from_gzip(source),
            PickleError::Content(problem) => return Self::from(problem),
            PickleError::TooLarge { max } => {
                return format!(
                    "it unpacks to more than {} MiB: save its images as float16, as numpy.array(images, 'f2') makes them",
                    max >> 20
                )
                .into();
            }
            PickleError::Empty => "the file is empty",
            PickleError::NotAPickle => {
                "it is none of the files that this program reads: tables, pickles, npz archives and IDX files"
            }
            PickleError::Truncated => "the file ends in the middle of its pickle: save or download it again",
            PickleError::TrailingData => "it goes on after its pickle has ended: save all parts as one tuple",
            PickleError::Refused(Refusal::Damaged) => "its pickle is damaged: save or download it again",
            PickleError::Refused(Refusal::TooDeep) => {
                "its contents are nested too deeply for images and labels"
            }
            PickleError::Refused(Refusal::Shared) => {
                "it uses the same object in two places: save it again with a copy for each place"
            }
            PickleError::Refused(Refusal::TooMany) => {
                "it holds too many single objects: save its images as one array, as numpy.array(images, 'f2') makes it"
            }
            PickleError::Refused(Refusal::Unsupported) => {
                "it holds more than tuples, lists and arrays of numbers: save three pairs of images and labels"
            }
        };
        Self::from(problem)
    }
}
