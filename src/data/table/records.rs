//! Reads one row of a table after the other.

use std::path::Path;

use csv::ByteRecord;

use super::encoding::{Encoding, Utf8};
use super::lines::Lines;
use crate::data::gzip;
use crate::data::progress::Progress;
use crate::data::read_error::ReadError;

/// Bytes of text that are read at a time.
const BUFFER: usize = 1 << 16;

/// How the text of a table is cut into rows and columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    pub encoding: Encoding,
    pub delimiter: u8,
    pub gaps: Gaps,
}

/// What several delimiters in a row mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gaps {
    /// There are empty fields between them.
    Empty,
    /// They stand for one: the columns are aligned with them.
    Aligned,
}

/// The rows of a file.
pub struct Records<'f> {
    csv: csv::Reader<Lines<Utf8<Box<dyn std::io::BufRead + 'f>>>>,
    gaps: Gaps,
    /// A row with its empty fields.
    raw: ByteRecord,
}

impl<'f> Records<'f> {
    pub fn open(
        path: &Path,
        format: Format,
        progress: &'f mut Progress<'_>,
    ) -> Result<Records<'f>, ReadError> {
        let text = gzip::open(path, progress).map_err(ReadError::from_gzip)?;
        let mut csv = csv::ReaderBuilder::new();
        csv.has_headers(false).flexible(true).delimiter(format.delimiter);
        csv.terminator(csv::Terminator::Any(b'\n')).buffer_capacity(BUFFER);
        let lines = Lines::new(Utf8::new(text, format.encoding), format.delimiter);
        Ok(Records { csv: csv.from_reader(lines), gaps: format.gaps, raw: ByteRecord::new() })
    }

    /// Reads the next row that is not empty. Returns false if there is none.
    pub fn next(&mut self, record: &mut ByteRecord) -> Result<bool, ReadError> {
        loop {
            let read = match self.gaps {
                Gaps::Empty => self.csv.read_byte_record(record),
                Gaps::Aligned => self.csv.read_byte_record(&mut self.raw),
            };
            if !read.map_err(csv_error)? {
                return Ok(false);
            }
            if self.gaps == Gaps::Aligned {
                record.clear();
                let fields = self.raw.iter().filter(|field| !trimmed(field).is_empty());
                fields.for_each(|field| record.push_field(field));
            }
            if record.iter().any(|field| !trimmed(field).is_empty()) {
                return Ok(true);
            }
        }
    }

    /// The number of the line in which the last row begins, from 1.
    pub fn line(&self, record: &ByteRecord) -> u64 {
        let breaks = record.as_slice().iter().filter(|&&byte| byte == b'\n').count() as u64;
        self.csv.position().line().saturating_sub(1 + breaks)
    }
}

/// A field without blanks around it, no-break spaces among them.
#[inline]
pub fn trimmed(field: &[u8]) -> &[u8] {
    match field {
        [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => field,
        field => str::from_utf8(field).map_or(field.trim_ascii(), |text| text.trim().as_bytes()),
    }
}

/// The number of fields without empty ones at the end.
pub fn filled(record: &ByteRecord) -> usize {
    record.iter().rposition(|field| !trimmed(field).is_empty()).map_or(0, |last| last + 1)
}

fn csv_error(error: csv::Error) -> ReadError {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => ReadError::from_gzip(source),
        _ => ReadError::from("it is not a table of numbers"),
    }
}
