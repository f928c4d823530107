//! Reports how much of a file has been read, and lets the caller stop the reading.

use std::fs::{self, File};
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

/// Called with the share that has been read, from 0 to 1. Reading stops when it returns false.
pub type ProgressCallback<'a> = dyn FnMut(f64) -> bool + 'a;

/// Opens files and counts the bytes that have been read from them.
pub struct Progress<'a> {
    callback: &'a mut ProgressCallback<'a>,
    read: u64,
    total: u64,
    held: Option<Held<'a>>,
}

/// What came through a pipe, which cannot be read again.
#[derive(Clone, Copy)]
struct Held<'a> {
    /// The path that stands for the pipe.
    path: &'a Path,
    bytes: &'a [u8],
}

impl<'a> Progress<'a> {
    /// Starts with no files and nothing read.
    pub fn new(callback: &'a mut ProgressCallback<'a>) -> Progress<'a> {
        Progress { callback, read: 0, total: 0, held: None }
    }

    /// Opens these bytes instead of the file whenever `path` is opened.
    pub fn hold(&mut self, path: &'a Path, bytes: &'a [u8]) {
        self.held = Some(Held { path, bytes });
    }

    fn held(&self, path: &Path) -> Option<&'a [u8]> {
        self.held.filter(|held| held.path == path).map(|held| held.bytes)
    }

    /// The size of a regular file, or of what is held for it.
    pub fn size(&self, path: &Path) -> Option<u64> {
        let of_file = || fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|file| file.len());
        self.held(path).map(|bytes| bytes.len() as u64).or_else(of_file)
    }

    /// Adds the size of a file that will be read to the total.
    pub fn expect(&mut self, path: &Path) {
        self.total += self.size(path).unwrap_or(0);
    }

    /// Opens a file and counts the bytes that are read from it.
    pub fn open(&mut self, path: &Path) -> io::Result<TrackedFile<'_, 'a>> {
        Ok(TrackedFile { file: self.peek(path)?, progress: self })
    }

    /// Opens a file to look at it, without counting.
    pub fn peek(&self, path: &Path) -> io::Result<OpenFile<'a>> {
        match self.held(path) {
            Some(bytes) => Ok(OpenFile::Held(Cursor::new(bytes))),
            None => File::open(path).map(OpenFile::Stored),
        }
    }
}

/// A file that has been opened.
#[derive(Debug)]
pub enum OpenFile<'a> {
    /// A file of the file system.
    Stored(File),
    /// What came through a pipe.
    Held(Cursor<&'a [u8]>),
}

impl Read for OpenFile<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            OpenFile::Stored(file) => file.read(buffer),
            OpenFile::Held(bytes) => bytes.read(buffer),
        }
    }
}

impl Seek for OpenFile<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            OpenFile::Stored(file) => file.seek(to),
            OpenFile::Held(bytes) => bytes.seek(to),
        }
    }
}

/// A file whose reads are counted by a [`Progress`].
pub struct TrackedFile<'p, 'a> {
    file: OpenFile<'a>,
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
