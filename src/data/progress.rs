//! Reports how much of a file has been read, and lets the caller stop the reading.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// Called with the share that has been read, from 0 to 1. Reading stops when it returns false.
pub type ProgressCallback<'a> = dyn FnMut(f64) -> bool + 'a;

/// Counts the bytes that have been read from one or several files.
pub struct Progress<'a> {
    callback: &'a mut ProgressCallback<'a>,
    read: u64,
    total: u64,
}

impl<'a> Progress<'a> {
    /// Starts with no files and nothing read.
    pub fn new(callback: &'a mut ProgressCallback<'a>) -> Progress<'a> {
        Progress { callback, read: 0, total: 0 }
    }

    /// Adds the size of a file that will be read to the total.
    pub fn expect(&mut self, path: &Path) {
        self.total += fs::metadata(path).map_or(0, |file| file.len());
    }

    /// Opens a file and counts the bytes that are read from it.
    pub fn open(&mut self, path: &Path) -> io::Result<TrackedFile<'_, 'a>> {
        Ok(TrackedFile { file: File::open(path)?, progress: self })
    }
}

/// A file whose reads are counted by a [`Progress`].
pub struct TrackedFile<'p, 'a> {
    file: File,
    progress: &'p mut Progress<'a>,
}

impl Read for TrackedFile<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let progress = &mut *self.progress;
        let count = self.file.read(buffer)?;
        progress.read += count as u64;
        let share = (progress.read as f64 / progress.total.max(1) as f64).min(1.0);
        if (progress.callback)(share) { Ok(count) } else { Err(io::Error::other("reading was stopped")) }
    }
}

impl Seek for TrackedFile<'_, '_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
