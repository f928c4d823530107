//! The text of a table: its lines, its delimiter, and its numbers.

use std::io::{self, Read};

use crate::data::read_error::{ReadError, invalid_content};

/// The most bytes of text. 60,000 images of 28 × 28 pixels take up to 133 MiB.
const MAX_BYTES: u64 = 256 << 20;
/// The most bytes of a line.
const MAX_LINE: usize = 1 << 20;

/// Guesses the delimiter from the first line of data.
///
/// Tabs, semicolons and bars take precedence over commas, which may be decimal points; spaces come last.
pub fn delimiter(start: &[u8]) -> u8 {
    let mut lines = start.split(|&byte| byte == b'\n').filter(|line| !is_comment(line));
    let first = lines.find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    let mut in_quotes = false;
    let unquoted: Vec<u8> = first
        .iter()
        .copied()
        .filter(|&byte| {
            in_quotes ^= byte == b'"';
            !in_quotes
        })
        .collect();
    let count = |delimiter: u8| unquoted.iter().filter(|&&byte| byte == delimiter).count();
    // A row of n numbers with decimal commas has n commas and n - 1 delimiters.
    let others = [b'\t', b';', b'|'].into_iter().filter(|&other| count(other) > 0);
    match others.max_by_key(|&other| count(other)) {
        Some(other) if count(b',') <= count(other) + 1 => other,
        None if count(b',') == 0 && count(b' ') > 0 => b' ',
        _ => b',',
    }
}

/// Whether a line at the beginning is a comment, such as `# made by hand`, or Excel's `sep=;`.
pub fn is_comment(line: &[u8]) -> bool {
    line.starts_with(b"#") || line.starts_with(b"sep=")
}

/// Parses a finite number. Where commas do not delimit columns, a comma may be the decimal point.
pub fn number(field: &[u8], delimiter: u8) -> Option<f64> {
    let text = str::from_utf8(field).ok()?;
    let with_comma = || text.replacen(',', ".", 1).parse().ok().filter(|_| delimiter != b',');
    let number: f64 = text.parse().ok().or_else(with_comma)?;
    number.is_finite().then_some(number)
}

/// Shortens a field for a message.
pub fn shown(field: &[u8]) -> String {
    String::from_utf8_lossy(field).chars().take(20).collect()
}

/// Classifies an error of the CSV reader.
pub fn csv_error(error: csv::Error) -> ReadError {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => ReadError::from_gzip(source),
        _ => ReadError::from("it is not a table of numbers"),
    }
}

/// Text whose lines all end with a line feed, and are checked before the CSV reader sees them.
///
/// Rejects lines that are too long, and quoted fields that continue on the next line: a quote that is never closed
/// would make the CSV reader hold the rest of the file in memory.
pub struct Lines<R> {
    inner: R,
    /// Bytes of the current line so far.
    length: usize,
    /// Quotes in the current line so far.
    quotes: usize,
    /// Bytes of all lines so far.
    total: u64,
    /// The last byte that was read, before line ends are converted.
    last: u8,
}

impl<R> Lines<R> {
    pub fn new(inner: R) -> Lines<R> {
        Lines { inner, length: 0, quotes: 0, total: 0, last: b'\n' }
    }

    /// Counts the next byte. Returns what is wrong with the line, if anything.
    fn check(&mut self, byte: u8) -> Option<String> {
        match byte {
            b'\n' if self.quotes % 2 == 1 => {
                return Some("a quote in it is not closed on its line".to_owned());
            }
            b'\n' => (self.length, self.quotes) = (0, 0),
            0 => return Some("it is not UTF-8 text: save it again as UTF-8".to_owned()),
            _ => {
                self.length += 1;
                self.quotes += usize::from(byte == b'"');
            }
        }
        (self.length > MAX_LINE).then(|| format!("a line in it is longer than {} MiB", MAX_LINE >> 20))
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.inner.read(buffer)?;
            if count == 0 && !matches!(self.last, b'\n' | b'\r') && !buffer.is_empty() {
                // The last line has no end.
                self.last = b'\n';
                buffer[0] = b'\n';
                return Ok(1);
            }
            self.total += count as u64;
            if self.total > MAX_BYTES {
                return Err(invalid_content(format!("it has more than {} MiB of text", MAX_BYTES >> 20)));
            }
            let mut kept = 0;
            for at in 0..count {
                let byte = buffer[at];
                let is_second_end = byte == b'\n' && self.last == b'\r';
                self.last = byte;
                if is_second_end {
                    continue;
                }
                let byte = if byte == b'\r' { b'\n' } else { byte };
                if let Some(problem) = self.check(byte) {
                    return Err(invalid_content(problem));
                }
                buffer[kept] = byte;
                kept += 1;
            }
            if kept > 0 || count == 0 {
                return Ok(kept);
            }
        }
    }
}
