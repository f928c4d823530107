//! Files that may be packed with gzip.

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::fault::refused;
use super::meter::Meter;

/// What gzip begins with.
const MAGIC: [u8; 2] = [0x1f, 0x8b];
/// Bytes that are read at a time.
const BUFFER: usize = 1 << 16;
/// Data sets unpack to ten or twenty times their size; what unpacks to more than a hundred is made to hurt.
const MOST_TIMES: u64 = 100;
/// As little as this hurts nobody.
const HARMLESS: u64 = 64 << 20;

/// Opens a file for reading, unpacked whatever it is called.
pub fn open<'m>(path: &Path, meter: &'m mut Meter<'_>) -> io::Result<Box<dyn BufRead + 'm>> {
    let size = fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|file| file.len());
    unpacked(BufReader::with_capacity(BUFFER, meter.open(path)?), size)
}

/// The contents of a file of that size, if that is known.
pub fn unpacked<'f>(mut file: impl BufRead + 'f, size: Option<u64>) -> io::Result<Box<dyn BufRead + 'f>> {
    if !file.fill_buf()?.starts_with(&MAGIC) {
        return Ok(Box::new(file));
    }
    // How long a pipe is nobody knows.
    let unpacked = bounded(MultiGzDecoder::new(file), size.unwrap_or(u64::MAX));
    Ok(Box::new(BufReader::with_capacity(BUFFER, unpacked)))
}

/// What comes out of so many packed bytes, unless it is too much.
pub fn bounded<R: Read>(inner: R, packed: u64) -> Unpacked<R> {
    Unpacked { inner, left: packed.saturating_mul(MOST_TIMES).max(HARMLESS) }
}

/// See [`bounded`].
pub struct Unpacked<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(bytes)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => self.left = left,
            None => return Err(refused(format!("it unpacks to more than {MOST_TIMES} times its size"))),
        }
        Ok(count)
    }
}
