//! Why a file cannot be read, without the path of the file.

use std::error;
use std::fmt;
use std::io;
use std::path::Path;

use crate::column::Column;
use crate::error::Error;

/// The path that stands for standard input.
pub const STANDARD_INPUT: &str = "-";

/// Why a file cannot be read. [`ReadError::for_file`] adds the path.
#[derive(Debug)]
pub enum ReadError {
    /// The operating system reported an error.
    Io(io::Error),
    /// The content of the file cannot be used; says why, as the end of a sentence that begins with the path.
    Content(String),
    /// More than one column may be the class; says which, as the end of a sentence that begins with the path.
    UnclearClass {
        /// What is unclear and what to do.
        problem: String,
        /// The columns to choose from.
        columns: Vec<Column>,
    },
}

impl ReadError {
    /// Classifies an error of a reader: a system error, content that was rejected by [`invalid_content`], or else
    /// `problem`.
    pub fn from_io(source: io::Error, problem: &str) -> ReadError {
        if source.raw_os_error().is_some() {
            return ReadError::Io(source);
        }
        let invalid = source.get_ref().and_then(|inner| inner.downcast_ref::<InvalidContent>());
        ReadError::Content(
            invalid.map_or_else(|| problem.to_owned(), |InvalidContent(problem)| problem.clone()),
        )
    }

    /// Classifies an error of a reader that may decompress gzip.
    pub fn from_gzip(source: io::Error) -> ReadError {
        let problem = match source.kind() {
            io::ErrorKind::UnexpectedEof => "it ends in the middle of its gzip data: download it again",
            _ => "its gzip data are damaged: download it again",
        };
        ReadError::from_io(source, problem)
    }

    /// Adds the path of the file.
    pub fn for_file(self, path: &Path) -> Error {
        let is_standard_input = path == Path::new(STANDARD_INPUT);
        let path = if is_standard_input { "standard input".to_owned() } else { path.display().to_string() };
        match self {
            ReadError::Io(source) => Error::Unreadable { path, source },
            ReadError::Content(problem) => Error::BadData { path, problem },
            ReadError::UnclearClass { problem, columns } => Error::UnclearClass { path, problem, columns },
        }
    }
}

impl From<String> for ReadError {
    fn from(problem: String) -> ReadError {
        ReadError::Content(problem)
    }
}

impl From<&str> for ReadError {
    fn from(problem: &str) -> ReadError {
        ReadError::Content(problem.to_owned())
    }
}

/// Content rejected by a reader, carried through [`io::Error`].
#[derive(Debug)]
struct InvalidContent(String);

/// Makes the error with which a [`Read`](io::Read) implementation rejects what it reads.
pub fn invalid_content(problem: String) -> io::Error {
    io::Error::other(InvalidContent(problem))
}

impl fmt::Display for InvalidContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl error::Error for InvalidContent {}
