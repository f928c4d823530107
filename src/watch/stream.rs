//! A file of a log, or the pipe that it comes through: how far it has been read, and what its bytes mean.

use std::io;
use std::path::Path;

use super::file::{Followed, Found};
use super::folder::Part;
use super::reader::Reader;
use super::step_counter::StepCounter;

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
    pub counter: StepCounter,
    /// The last step that it told of.
    pub step: u64,
    /// Whether all that is there has been read.
    pub is_at_end: bool,
    /// Whether its last line has been read, which has no end.
    pub has_ended: bool,
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
            counter: StepCounter::default(),
            step: 0,
            is_at_end: false,
            has_ended: false,
        }
    }

    /// The path of the file.
    pub fn path(&self) -> Option<&Path> {
        self.part.as_ref().map(|part| part.path.as_path())
    }

    /// Looks at the file, and puts what is new of it into `bytes`, at most a chunk.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn look(&mut self, bytes: &mut Vec<u8>) -> io::Result<Found> {
        bytes.clear();
        let Some(file) = &mut self.file else { return Ok(Found::Absent) };
        if self.reader.is_too_large() {
            return Ok(Found::Nothing);
        }
        if self.reader.is_read_document() {
            if !file.look_again()? {
                return Ok(Found::Nothing);
            }
            self.restart();
        }
        self.file.as_mut().map_or(Ok(Found::Absent), |file| file.look(bytes))
    }

    /// Closes the file until it changes.
    pub fn close(&mut self) {
        if let Some(file) = &mut self.file {
            file.close();
        }
    }

    /// Expects the beginning of a log.
    pub fn restart(&mut self) {
        self.reader = self.part.as_ref().map_or_else(|| Reader::new(""), Part::reader);
        self.counter = StepCounter::default();
        (self.step, self.has_ended) = (0, false);
    }

    /// Reads the file from its beginning.
    pub fn reopen(&mut self) {
        self.restart();
        self.is_at_end = false;
        self.file = self.part.as_ref().map(|part| Followed::new(&part.path));
    }
}
