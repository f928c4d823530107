//! The text of a table: how long it and its lines may be, and what is wrong with it.

use std::io::{self, Read};

/// 60,000 images of 28 × 28 pixels are 133 MiB of text at the most.
const MOST_BYTES: u64 = 256 << 20;
const LONGEST_LINE: usize = 1 << 20;

/// The sign between columns: what the first line of data has most of, or else spaces.
pub fn delimiter(start: &[u8]) -> u8 {
    let mut lines = start.split(|&byte| byte == b'\n').filter(|line| !line.starts_with(b"#"));
    let first = lines.find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    let count = |delimiter: u8| first.iter().filter(|&&byte| byte == delimiter).count();
    let most = [b'\t', b';', b','].into_iter().max_by_key(|&delimiter| count(delimiter)).unwrap_or(b',');
    if count(most) == 0 && count(b' ') > 0 { b' ' } else { most }
}

/// A number as text. Where commas do not part the columns, one may stand for the decimal point.
pub fn number(field: &[u8], delimiter: u8) -> Option<f32> {
    let text = str::from_utf8(field).ok()?;
    let with_comma = || text.replacen(',', ".", 1).parse().ok().filter(|_| delimiter != b',');
    text.parse().ok().or_else(with_comma)
}

/// The beginning of a field, for messages.
pub fn shown(field: &[u8]) -> String {
    String::from_utf8_lossy(field).chars().take(20).collect()
}

/// Everything that keeps a table from being read.
pub enum Fault {
    /// The system refuses.
    System(io::Error),
    /// What it holds cannot be used.
    Contents(String),
}

impl From<io::Error> for Fault {
    fn from(source: io::Error) -> Fault {
        match (source.raw_os_error(), source.get_ref().and_then(|fault| fault.downcast_ref::<TooMuch>())) {
            (Some(_), _) => Fault::System(source),
            (None, Some(TooMuch(problem))) => Fault::Contents(problem.clone()),
            (None, None) => Fault::Contents("its gzip data are damaged: download it again".to_owned()),
        }
    }
}

impl From<csv::Error> for Fault {
    fn from(fault: csv::Error) -> Fault {
        match fault.into_kind() {
            csv::ErrorKind::Io(source) => source.into(),
            _ => Fault::Contents("it is no table of numbers".to_owned()),
        }
    }
}

/// More than a table of examples has.
#[derive(Debug)]
struct TooMuch(String);

impl std::fmt::Display for TooMuch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TooMuch {}

/// Text whose lines, and which as a whole, are no longer than a table needs. A field in quotes ends on its line, or it
/// could be as long as the file.
pub struct Bounded<R> {
    inner: R,
    /// Bytes and quotes of the line so far.
    line: usize,
    quotes: usize,
    all: u64,
}

impl<R> Bounded<R> {
    pub fn new(inner: R) -> Bounded<R> {
        Bounded { inner, line: 0, quotes: 0, all: 0 }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(bytes)?;
        self.all += count as u64;
        let mut open_quote = false;
        for (nth, piece) in bytes[..count].split(|&byte| byte == b'\n').enumerate() {
            if nth > 0 {
                open_quote |= self.quotes % 2 == 1;
                (self.line, self.quotes) = (0, 0);
            }
            // No line is missed: a read is shorter than the longest one.
            self.line += piece.len();
            self.quotes += piece.iter().filter(|&&byte| byte == b'"').count();
        }
        let problem = if bytes[..count].contains(&0) {
            "it is no text in UTF-8: save it again as such".to_owned()
        } else if self.all > MOST_BYTES {
            format!("it has more than {} MiB of text", MOST_BYTES >> 20)
        } else if self.line > LONGEST_LINE {
            format!("a line in it is longer than {} MiB", LONGEST_LINE >> 20)
        } else if open_quote {
            "a quote in it is not closed on its line".to_owned()
        } else {
            return Ok(count);
        };
        Err(io::Error::other(TooMuch(problem)))
    }
}
