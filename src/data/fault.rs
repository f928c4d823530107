//! Why a file cannot be read, before it is known what the file is called.

use std::error;
use std::fmt;
use std::io;
use std::path::Path;

use crate::error::Error;

/// Everything that keeps a file from being read.
#[derive(Debug)]
pub enum Fault {
    /// The system refuses.
    System(io::Error),
    /// What it holds cannot be used.
    Contents(String),
}

impl Fault {
    /// What failed while bytes were read: the system, or a limit, or else what was wrong with them, in the words of
    /// `problem`.
    pub fn reading(source: io::Error, problem: &str) -> Fault {
        if source.raw_os_error().is_some() {
            return Fault::System(source);
        }
        let refused = source.get_ref().and_then(|refused| refused.downcast_ref::<Refused>());
        Fault::Contents(refused.map_or_else(|| problem.to_owned(), |Refused(problem)| problem.clone()))
    }

    /// The same for what is packed with gzip.
    pub fn unpacking(source: io::Error) -> Fault {
        let problem = match source.kind() {
            io::ErrorKind::UnexpectedEof => "it ends in the middle of its gzip data: download it again",
            _ => "its gzip data are damaged: download it again",
        };
        Fault::reading(source, problem)
    }

    /// What a person is told.
    pub fn of(self, path: &Path) -> Error {
        let path = path.display().to_string();
        match self {
            Fault::System(source) => Error::Unreadable { path, source },
            Fault::Contents(problem) => Error::BadData { path, problem },
        }
    }
}

impl From<String> for Fault {
    fn from(problem: String) -> Fault {
        Fault::Contents(problem)
    }
}

impl From<&str> for Fault {
    fn from(problem: &str) -> Fault {
        Fault::Contents(problem.to_owned())
    }
}

/// A limit that a reader has met, as a failure of reading.
#[derive(Debug)]
struct Refused(String);

/// The failure of a reader that has met a limit.
pub fn refused(problem: String) -> io::Error {
    io::Error::other(Refused(problem))
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl error::Error for Refused {}
