//! Bounds how much compressed data may expand.

use std::io::{self, Read};

use super::read_error::invalid_content;

/// Data sets expand to ten or twenty times their size. Deflate reaches 1,032 at most, in files made to exhaust memory.
const MAX_RATIO: u64 = 100;
/// Expanded data up to this size are accepted at any ratio.
const ALWAYS_ACCEPTED: u64 = 64 << 20;

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
