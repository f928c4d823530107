//! A file of a log, or the pipe that it comes through: how far it has been read, and what its bytes mean.

use std::path::Path;

use super::clock::Clock;
use super::file::Followed;
use super::folder::Part;
use super::reader::Reader;

/// A file of a log, or the pipe.
#[derive(Debug)]
pub struct Stream {
    /// Which file it is; none for the pipe.
    pub part: Option<Part>,
    /// The file.
    pub file: Option<Followed>,
    /// What turns its bytes into rows.
    pub reader: Reader,
    /// The number of the part of the log whose steps it continues.
    pub group: usize,
    /// The steps of its rows.
    pub clock: Clock,
    /// The last step that it told of.
    pub step: u64,
    /// Whether all that is there has been read.
    pub is_at_end: bool,
    /// Whether the document has been read as a whole.
    pub is_settled: bool,
}

impl Stream {
    /// A file, or the pipe.
    pub fn new(part: Option<Part>) -> Stream {
        let reader = part.as_ref().map_or_else(|| Reader::new(""), Part::reader);
        let file = part.as_ref().map(|part| Followed::new(&part.path));
        Stream {
            part,
            file,
            reader,
            group: 0,
            clock: Clock::default(),
            step: 0,
            is_at_end: false,
            is_settled: false,
        }
    }

    /// The path of the file.
    pub fn path(&self) -> Option<&Path> {
        self.part.as_ref().map(|part| part.path.as_path())
    }

    /// Expects the beginning of a log.
    pub fn restart(&mut self) {
        self.reader = self.part.as_ref().map_or_else(|| Reader::new(""), Part::reader);
        self.clock = Clock::default();
        (self.step, self.is_settled) = (0, false);
    }

    /// Reads the file from its beginning.
    pub fn reopen(&mut self) {
        self.restart();
        self.is_at_end = false;
        self.file = self.part.as_ref().map(|part| Followed::new(&part.path));
    }
}
