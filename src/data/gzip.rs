//! Reads files that may be compressed with gzip, and bounds how much any compressed data may expand.

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::progress::Progress;
use super::read_error::invalid_content;

/// The first two bytes of a gzip file (RFC 1952, section 2.3.1).
const MAGIC: [u8; 2] = [0x1f, 0x8b];
/// Bytes that are read at a time.
const BUFFER: usize = 1 << 16;
/// Data sets expand to ten or twenty times their size. Deflate reaches 1,032 at most, in files made to exhaust memory.
const MAX_RATIO: u64 = 100;
/// Expanded data up to this size are accepted at any ratio.
const ALWAYS_ACCEPTED: u64 = 64 << 20;

/// Opens a file and decompresses it if it begins like gzip, whatever its name.
pub fn open<'p>(path: &Path, progress: &'p mut Progress<'_>) -> io::Result<Box<dyn BufRead + 'p>> {
    let size = fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|file| file.len());
    decompressed(BufReader::with_capacity(BUFFER, progress.open(path)?), size)
}

/// Decompresses a file if it begins like gzip. `size` is its compressed size, unknown for a pipe.
pub fn decompressed<'f>(mut file: impl BufRead + 'f, size: Option<u64>) -> io::Result<Box<dyn BufRead + 'f>> {
    if !file.fill_buf()?.starts_with(&MAGIC) {
        return Ok(Box::new(file));
    }
    let bounded = Bounded::new(MultiGzDecoder::new(file), size.unwrap_or(u64::MAX));
    Ok(Box::new(BufReader::with_capacity(BUFFER, bounded)))
}

/// Decompressed data, with an error once they are too large for their compressed size.
pub struct Bounded<R> {
    inner: R,
    /// Bytes that may still be read.
    left: u64,
}

impl<R: Read> Bounded<R> {
    /// Bounds what `inner` decompresses from `compressed` bytes.
    pub fn new(inner: R, compressed: u64) -> Bounded<R> {
        Bounded { inner, left: compressed.saturating_mul(MAX_RATIO).max(ALWAYS_ACCEPTED) }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => self.left = left,
            None => {
                return Err(invalid_content(format!("it unpacks to more than {MAX_RATIO} times its size")));
            }
        }
        Ok(count)
    }
}
