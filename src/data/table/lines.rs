//! The lines of a table, checked before the CSV reader sees them.

use std::io::{self, Read};

use crate::data::read_error::invalid_content;

/// The most bytes of text. 60,000 images of 28 × 28 pixels take up to 133 MiB.
const MAX_BYTES: u64 = 256 << 20;
/// The most bytes of a row.
const MAX_ROW: usize = 1 << 20;
/// Ends a text file in DOS.
const END_OF_FILE: u8 = 0x1a;

/// Text whose lines all end with a line feed, and whose fields do not begin with blanks.
///
/// Rejects rows that are too long, because the CSV reader holds a row in memory: a quote that is never closed would
/// make it hold the rest of the file.
pub struct Lines<R> {
    inner: R,
    delimiter: u8,
    /// Bytes of the current row so far.
    length: usize,
    /// Bytes of all rows so far.
    total: u64,
    /// The number of the current line, from 1.
    line: u64,
    within: Within,
    /// The last byte that was read, before line ends are converted.
    last: u8,
}

/// What the next byte is within.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// At the beginning of a field.
    Start,
    /// In a field without quotes, or behind its quotes.
    Field,
    /// In quotes that were opened in this line.
    Quotes(u64),
    /// Behind a quote that closes quotes, or is the first of two that stand for one; they were opened in this line.
    Quote(u64),
}

impl<R> Lines<R> {
    pub fn new(inner: R, delimiter: u8) -> Lines<R> {
        Lines { inner, delimiter, length: 0, total: 0, line: 1, within: Within::Start, last: b'\n' }
    }

    /// Moves past a byte that may mean something. Returns false if it is to be skipped.
    fn pass(&mut self, byte: u8) -> io::Result<bool> {
        self.within = match (byte, self.within) {
            (0, _) => return Err(invalid_content("it is not text".to_owned())),
            (b'"', Within::Quotes(line)) => Within::Quote(line),
            (b'"', Within::Start) => Within::Quotes(self.line),
            (b'\n', within) => {
                self.line += 1;
                if let Within::Quotes(_) = within {
                    within
                } else {
                    self.length = 0;
                    Within::Start
                }
            }
            // Two quotes stand for one.
            (b'"', Within::Quote(line)) | (_, Within::Quotes(line)) => Within::Quotes(line),
            (byte, _) if byte == self.delimiter => Within::Start,
            (b' ' | b'\t', Within::Start) => return Ok(false),
            _ => Within::Field,
        };
        self.length += 1;
        if self.length > MAX_ROW {
            return Err(invalid_content(match self.within {
                Within::Quotes(line) => format!("the quote that line {line} opens is not closed"),
                _ => format!("line {} is longer than {} MiB", self.line, MAX_ROW >> 20),
            }));
        }
        Ok(true)
    }

    /// Moves past the bytes in front that mean nothing, or only part fields, and returns their number. Most bytes of a table
    /// are such.
    fn pass_plain(&mut self, bytes: &[u8]) -> usize {
        if !matches!(self.within, Within::Start | Within::Field) {
            return 0;
        }
        // Behind the quote in ASCII there are no blanks and no line ends.
        let plain = bytes.iter().position(|&byte| byte <= b'"').unwrap_or(bytes.len());
        let plain = plain.min(MAX_ROW - self.length);
        if let Some(&last) = bytes[..plain].last() {
            self.within = if last == self.delimiter { Within::Start } else { Within::Field };
            self.length += plain;
            self.last = last;
        }
        plain
    }

    /// Ends the last line, if it has no end.
    fn finish(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Within::Quotes(line) = self.within {
            return Err(invalid_content(format!("the quote that line {line} opens is not closed")));
        }
        let has_end = matches!(self.last, b'\n' | b'\r' | END_OF_FILE);
        if has_end || buffer.is_empty() {
            return Ok(0);
        }
        self.last = b'\n';
        buffer[0] = b'\n';
        Ok(1)
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.inner.read(buffer)?;
            if count == 0 {
                return self.finish(buffer);
            }
            self.total += count as u64;
            if self.total > MAX_BYTES {
                return Err(invalid_content(format!("it has more than {} MiB of text", MAX_BYTES >> 20)));
            }
            let (mut at, mut kept) = (0, 0);
            while at < count {
                let plain = self.pass_plain(&buffer[at..count]);
                if plain > 0 {
                    buffer.copy_within(at..at + plain, kept);
                    (at, kept) = (at + plain, kept + plain);
                    continue;
                }
                let byte = buffer[at];
                at += 1;
                let is_second_end = byte == b'\n' && self.last == b'\r';
                self.last = byte;
                let byte = if matches!(byte, b'\r' | END_OF_FILE) { b'\n' } else { byte };
                if !is_second_end && self.pass(byte)? {
                    buffer[kept] = byte;
                    kept += 1;
                }
            }
            if kept > 0 {
                return Ok(kept);
            }
        }
    }
}
