//! How far files are read, for somebody who waits for them, and may not want to any more.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// Is told how much is read, from 0 to 1; answers whether to go on.
pub type Tell<'a> = dyn FnMut(f64) -> bool + 'a;

/// Counts what is read of one file or several.
pub struct Meter<'a> {
    tell: &'a mut Tell<'a>,
    read: u64,
    all: u64,
}

impl<'a> Meter<'a> {
    /// Nothing is read yet.
    pub fn new(tell: &'a mut Tell<'a>) -> Meter<'a> {
        Meter { tell, read: 0, all: 0 }
    }

    /// Takes a file into account that will be read.
    pub fn expect(&mut self, path: &Path) {
        self.all += fs::metadata(path).map_or(0, |file| file.len());
    }

    /// Opens a file whose reading counts.
    pub fn open(&mut self, path: &Path) -> io::Result<Metered<'_, 'a>> {
        Ok(Metered { file: File::open(path)?, meter: self })
    }
}

/// A file whose reading counts.
pub struct Metered<'m, 'a> {
    file: File,
    meter: &'m mut Meter<'a>,
}

impl Read for Metered<'_, '_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let meter = &mut *self.meter;
        let count = self.file.read(bytes)?;
        meter.read += count as u64;
        let share = (meter.read as f64 / meter.all.max(1) as f64).min(1.0);
        if (meter.tell)(share) { Ok(count) } else { Err(io::Error::other("nobody waits for it any more")) }
    }
}

impl Seek for Metered<'_, '_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
