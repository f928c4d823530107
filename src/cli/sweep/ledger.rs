//! The file that keeps the results of a sweep: appended as runs end, so that a killed sweep goes on, and in the order of the
//! grid at the end.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::lines::{RunLine, read_lines, refused};
use crate::error::Error;

/// An open file of results.
pub struct Ledger {
    file: File,
    path: PathBuf,
    /// The bytes of whole lines in it.
    length: u64,
}

impl Ledger {
    /// Opens or creates the file of the sweep whose first line is `head`, and reads the runs in it. A last line without its
    /// end, as a killed process leaves it, is dropped.
    ///
    /// # Errors
    /// When it cannot be read or written, or is not of this sweep.
    pub fn open(path: &Path, head: &str) -> Result<(Ledger, Vec<RunLine>), Error> {
        let unwritable = Error::unwritable(path);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(&unwritable)?;
        if !file.metadata().map_err(&unwritable)?.is_file() {
            return Err(refused(path, "it is no file: --json writes the results to the standard output"));
        }
        if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
            return Err(refused(path, "another sweep is writing it"));
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(&unwritable)?;
        let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
        let (whole, cut) = bytes.split_at(whole);
        if whole.is_empty() && !head.as_bytes().starts_with(cut) {
            return Err(refused(path, "it holds something else than a sweep"));
        }
        let lines = read(path, whole, head)?;
        file.set_len(whole.len() as u64).map_err(&unwritable)?;
        let path = fs::canonicalize(path).map_err(&unwritable)?;
        let mut ledger = Ledger { file, path, length: whole.len() as u64 };
        if whole.is_empty() {
            ledger.append(head)?;
        }
        Ok((ledger, lines))
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
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let part = self.path.with_file_name(name);
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
fn read(path: &Path, bytes: &[u8], head: &str) -> Result<Vec<RunLine>, Error> {
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    let (first, other, runs) = read_lines(path, bytes)?;
    if first == head.trim_end() {
        return Ok(runs);
    }
    Err(refused(
        path,
        &match other.version {
            version if version != env!("CARGO_PKG_VERSION") => {
                format!("its sweep was made by version {version}")
            }
            _ => format!("it holds another sweep: {}", other.command),
        },
    ))
}
