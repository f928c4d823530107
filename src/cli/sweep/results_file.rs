//! The file that keeps the results of a sweep: appended as runs end, so that a killed sweep goes on, and in the order of the
//! grid at the end.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::lines::{Head, RunLine, read_lines, refused, whole_lines};
use crate::error::Error;
use crate::run_file::with_tilde;

/// An open file of results.
pub struct ResultsFile {
    file: File,
    path: PathBuf,
    /// The bytes of whole lines in it.
    length: u64,
}

impl ResultsFile {
    /// Opens or creates the file of the sweep that begins with `head`, and reads the runs in it. A last line without its
    /// end, as a killed process leaves it, is dropped.
    ///
    /// # Errors
    /// When it cannot be read or written, or is not of this sweep.
    pub fn open(path: &Path, head: &Head) -> Result<(ResultsFile, Vec<RunLine>), Error> {
        let unwritable = Error::unwritable(path);
        let first = head.line();
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(&unwritable)?;
        if !file.metadata().map_err(&unwritable)?.is_file() {
            return Err(refused(path, "it is not a regular file; --json prints the results"));
        }
        if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
            return Err(refused(path, "another sweep is writing it"));
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(&unwritable)?;
        let (whole, cut) = whole_lines(&bytes);
        if whole.is_empty() && !first.as_bytes().starts_with(cut) {
            return Err(refused(path, "it holds something else than a sweep"));
        }
        let lines = read(path, whole, head)?;
        file.set_len(whole.len() as u64).map_err(&unwritable)?;
        let path = fs::canonicalize(path).map_err(&unwritable)?;
        let mut results = ResultsFile { file, path, length: whole.len() as u64 };
        if whole.is_empty() {
            results.append(&first)?;
        }
        Ok((results, lines))
    }

    /// Adds a line.
    ///
    /// # Errors
    /// When it cannot be written. The file is then without it.
    pub fn append(&mut self, line: &str) -> Result<(), Error> {
        let end = SeekFrom::Start(self.length);
        let written = self.file.seek(end).and_then(|_| self.file.write_all(line.as_bytes()));
        match written {
            Ok(()) => self.length += line.len() as u64,
            Err(_) => {
                let _ = self.file.set_len(self.length);
            }
        }
        written.map_err(Error::unwritable(&self.path))
    }

    /// Puts all lines into the order of `text`, at once.
    ///
    /// # Errors
    /// When the file cannot be written. The old one then stays.
    pub fn finish(self, text: &str) -> Result<(), Error> {
        let unwritable = Error::unwritable(&self.path);
        if fs::read(&self.path).map_err(&unwritable)? == text.as_bytes() {
            return Ok(());
        }
        let part = with_tilde(&self.path, "~new");
        let written = File::create(&part)
            .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
            .and_then(|()| fs::rename(&part, &self.path));
        if written.is_err() {
            let _ = fs::remove_file(&part);
        }
        written.map_err(unwritable)
    }
}

/// The runs of a file whose lines are whole.
fn read(path: &Path, bytes: &[u8], head: &Head) -> Result<Vec<RunLine>, Error> {
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    let (first, other, runs) = read_lines(path, bytes)?;
    if first == head.line().trim_end() { Ok(runs) } else { Err(refused(path, &other.difference(head))) }
}
