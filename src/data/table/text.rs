//! The text of a table: how long it and its lines may be, and what parts its columns.

use std::io::{self, Read};

use crate::data::fault::{Fault, refused};

/// 60,000 images of 28 × 28 pixels are 133 MiB of text at the most.
const MOST_BYTES: u64 = 256 << 20;
const LONGEST_LINE: usize = 1 << 20;

/// The sign between columns, from the first line of data: one that cannot belong to numbers before commas, which may be
/// decimal points, and spaces last.
pub fn delimiter(start: &[u8]) -> u8 {
    let mut lines = start.split(|&byte| byte == b'\n').filter(|line| !is_remark(line));
    let first = lines.find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    let mut in_quotes = false;
    let bare: Vec<u8> = first
        .iter()
        .copied()
        .filter(|&byte| {
            in_quotes ^= byte == b'"';
            !in_quotes
        })
        .collect();
    let count = |delimiter: u8| bare.iter().filter(|&&byte| byte == delimiter).count();
    // A row of n numbers with decimal commas has n of them and n - 1 of the others.
    let others = [b'\t', b';', b'|'].into_iter().filter(|&other| count(other) > 0);
    match others.max_by_key(|&other| count(other)) {
        Some(other) if count(b',') <= count(other) + 1 => other,
        None if count(b',') == 0 && count(b' ') > 0 => b' ',
        _ => b',',
    }
}

/// Whether a line at the beginning says something about the table: `# made by hand`, and Excel's `sep=;`.
pub fn is_remark(line: &[u8]) -> bool {
    line.starts_with(b"#") || line.starts_with(b"sep=")
}

/// A number as text. Where commas do not part the columns, one may stand for the decimal point.
pub fn number(field: &[u8], delimiter: u8) -> Option<f64> {
    let text = str::from_utf8(field).ok()?;
    let with_comma = || text.replacen(',', ".", 1).parse().ok().filter(|_| delimiter != b',');
    let number: f64 = text.parse().ok().or_else(with_comma)?;
    number.is_finite().then_some(number)
}

/// The beginning of a field, for messages.
pub fn shown(field: &[u8]) -> String {
    String::from_utf8_lossy(field).chars().take(20).collect()
}

/// What failed while rows were read.
pub fn fault(failed: csv::Error) -> Fault {
    match failed.into_kind() {
        csv::ErrorKind::Io(source) => Fault::unpacking(source),
        _ => Fault::from("it is no table of numbers"),
    }
}

/// Text with a line feed at the end of every line, and lines that are no longer than a table needs. A field in quotes
/// ends on its line, or it could be as long as the file.
pub struct Lines<R> {
    inner: R,
    /// Bytes and quotes of the line so far.
    line: usize,
    quotes: usize,
    all: u64,
    /// The last byte that was read, as it was.
    last: u8,
}

impl<R> Lines<R> {
    pub fn new(inner: R) -> Lines<R> {
        Lines { inner, line: 0, quotes: 0, all: 0, last: b'\n' }
    }

    /// Takes in a byte of a line; says what is wrong with it.
    fn check(&mut self, byte: u8) -> Option<String> {
        match byte {
            b'\n' if self.quotes % 2 == 1 => {
                return Some("a quote in it is not closed on its line".to_owned());
            }
            b'\n' => (self.line, self.quotes) = (0, 0),
            0 => return Some("it is no text in UTF-8: save it again as such".to_owned()),
            _ => {
                self.line += 1;
                self.quotes += usize::from(byte == b'"');
            }
        }
        (self.line > LONGEST_LINE).then(|| format!("a line in it is longer than {} MiB", LONGEST_LINE >> 20))
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.inner.read(bytes)?;
            if count == 0 && !matches!(self.last, b'\n' | b'\r') && !bytes.is_empty() {
                // The last line has no end.
                self.last = b'\n';
                bytes[0] = b'\n';
                return Ok(1);
            }
            self.all += count as u64;
            if self.all > MOST_BYTES {
                return Err(refused(format!("it has more than {} MiB of text", MOST_BYTES >> 20)));
            }
            let mut kept = 0;
            for at in 0..count {
                let byte = bytes[at];
                let is_second_end = byte == b'\n' && self.last == b'\r';
                self.last = byte;
                if is_second_end {
                    continue;
                }
                let byte = if byte == b'\r' { b'\n' } else { byte };
                if let Some(problem) = self.check(byte) {
                    return Err(refused(problem));
                }
                bytes[kept] = byte;
                kept += 1;
            }
            if kept > 0 || count == 0 {
                return Ok(kept);
            }
        }
    }
}
