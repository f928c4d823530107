//! The rows of a table.

use std::io::BufRead;
use std::path::Path;

use csv::ByteRecord;

use super::columns::{Class, Columns};
use super::lines::{Lines, csv_error, delimiter, is_comment, number, shown};
use crate::data::class_names::ClassNames;
use crate::data::file_data::MAX_EXAMPLES;
use crate::data::gzip;
use crate::data::progress::Progress;
use crate::data::read_error::ReadError;

/// The most numbers of a table and its test file. 60,000 images of 28 × 28 pixels are 47 million.
const MAX_NUMBERS: usize = 60_000_000;
/// The most bytes of the name of a class.
const MAX_CLASS_NAME: usize = 1_000;
/// From 2²⁰ on, neighbouring float32 numbers are at least 1/8 apart. Columns that begin with such a number, such as
/// times in seconds or metres on a map grid, are stored as differences from it.
const LARGE: f64 = 1_048_576.0;

/// The rows of a table that have been read so far.
pub struct Rows {
    /// What the columns are.
    pub columns: Columns,
    /// The numbers, row by row, less the offsets of their columns.
    pub numbers: Vec<f32>,
    /// What is subtracted from the numbers of each column.
    pub offsets: Vec<f64>,
    /// The class of each row as `names` numbers them. Empty as long as the class column is unknown.
    pub labels: Vec<u8>,
    /// The names of the classes.
    pub names: ClassNames,
    delimiter: u8,
}

/// Reads one row of a table after the other.
struct Reader<'f> {
    csv: csv::Reader<Lines<Box<dyn BufRead + 'f>>>,
    delimiter: u8,
}

impl<'f> Reader<'f> {
    fn open(path: &Path, progress: &'f mut Progress<'_>) -> Result<Reader<'f>, ReadError> {
        let mut text = gzip::open(path, progress).map_err(ReadError::from_gzip)?;
        // Some editors write a byte order mark in front of UTF-8.
        let start = text.fill_buf().map_err(ReadError::from_gzip)?;
        let mark = if start.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
        text.consume(mark);
        let delimiter = delimiter(text.fill_buf().map_err(ReadError::from_gzip)?);
        let mut csv = csv::ReaderBuilder::new();
        csv.has_headers(false).flexible(true).delimiter(delimiter).trim(csv::Trim::All);
        csv.terminator(csv::Terminator::Any(b'\n'));
        Ok(Reader { csv: csv.from_reader(Lines::new(text)), delimiter })
    }

    /// Reads the first row after the comments. Returns false if there is none.
    fn first(&mut self, record: &mut ByteRecord) -> Result<bool, ReadError> {
        while self.next(record)? {
            if !record.get(0).is_some_and(is_comment) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Reads the next row that is not empty. Returns false if there is none.
    fn next(&mut self, record: &mut ByteRecord) -> Result<bool, ReadError> {
        loop {
            if !self.csv.read_byte_record(record).map_err(csv_error)? {
                return Ok(false);
            }
            if self.delimiter == b' ' {
                // Columns may be aligned with several spaces.
                *record = record.iter().filter(|field| !field.is_empty()).collect();
            }
            if record.iter().any(|field| !field.is_empty()) {
                return Ok(true);
            }
        }
    }

    /// The line number of the last row, counted from 1.
    fn line(&self) -> u64 {
        self.csv.position().line().saturating_sub(1)
    }
}

impl Rows {
    /// Reads a file.
    pub fn read(path: &Path, progress: &mut Progress) -> Result<Rows, ReadError> {
        let no_rows = || ReadError::from("there are no rows of numbers in it");
        let mut reader = Reader::open(path, progress)?;
        let (mut first, mut second) = (ByteRecord::new(), ByteRecord::new());
        if !reader.first(&mut first)? {
            return Err(no_rows());
        }
        let line = reader.line();
        let has_second = reader.next(&mut second)?;
        let columns = Columns::of(&first, &second, reader.delimiter)?;
        let mut rows = Rows::new(columns, reader.delimiter);
        if rows.columns.header.is_some() {
            rows.set_offsets(&second);
        } else {
            rows.set_offsets(&first);
            rows.push(&first, line)?;
        }
        if has_second {
            rows.push(&second, reader.line())?;
        }
        rows.push_all(&mut reader, &mut second)?;
        if rows.len() > 0 { Ok(rows) } else { Err(no_rows()) }
    }

    fn new(columns: Columns, delimiter: u8) -> Rows {
        let offsets = vec![0.0; columns.numbers.len()];
        let (numbers, labels, names) = (Vec::new(), Vec::new(), ClassNames::default());
        Rows { columns, numbers, offsets, labels, names, delimiter }
    }

    /// Takes large numbers of the first row as the offsets of their columns.
    fn set_offsets(&mut self, row: &ByteRecord) {
        for (offset, &column) in self.offsets.iter_mut().zip(&self.columns.numbers) {
            let number = row.get(column).and_then(|field| number(field, self.delimiter)).unwrap_or(0.0);
            *offset = if number.abs() < LARGE { 0.0 } else { number };
        }
    }

    /// Reads another file with the same columns. Returns false, and changes nothing, if it has others.
    pub fn append(&mut self, path: &Path, progress: &mut Progress) -> Result<bool, ReadError> {
        let mut reader = Reader::open(path, progress)?;
        let mut first = ByteRecord::new();
        if reader.delimiter != self.delimiter || !reader.first(&mut first)? {
            return Ok(false);
        }
        // A header is looked for first: its names may be numbers.
        if !self.columns.is_header(&first) {
            let is_from_r = self.columns.is_header_of_r(&first) && reader.next(&mut first)?;
            if !(is_from_r && self.columns.fit(&first) || self.columns.may_be_row(&first, self.delimiter)) {
                return Ok(false);
            }
            self.push(&first, reader.line())?;
        }
        self.push_all(&mut reader, &mut first)?;
        Ok(true)
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.numbers.len() / self.columns.numbers.len()
    }

    fn push_all(&mut self, reader: &mut Reader, record: &mut ByteRecord) -> Result<(), ReadError> {
        while reader.next(record)? {
            self.push(record, reader.line())?;
        }
        Ok(())
    }

    fn push(&mut self, record: &ByteRecord, line: u64) -> Result<(), String> {
        if !self.columns.fit(record) {
            return Err(format!(
                "line {line} has {} columns instead of {}",
                record.len(),
                self.columns.count
            ));
        }
        for (&column, offset) in self.columns.numbers.iter().zip(&self.offsets) {
            let field = &record[column];
            let number = number(field, self.delimiter).map(|number| (number - offset) as f32);
            let number = number.filter(|number| number.is_finite());
            self.numbers.push(number.ok_or_else(|| not_a_number(field, line, column))?);
        }
        if self.numbers.len() > MAX_NUMBERS {
            return Err(format!("it has more than {} million numbers", MAX_NUMBERS / 1_000_000));
        }
        if self.len() > MAX_EXAMPLES {
            return Err(format!("it has more than {MAX_EXAMPLES} rows"));
        }
        match self.columns.class {
            Class::Named(column) | Class::Guessed(column) => self.push_class(&record[column], line, column),
            Class::Unknown => Ok(()),
        }
    }

    fn push_class(&mut self, class: &[u8], line: u64, column: usize) -> Result<(), String> {
        let place = format_args!("in line {line}, column {}, the class", column + 1);
        if class.is_empty() {
            return Err(format!("{place}, is empty: fill it in, or leave the row out"));
        }
        if class.len() > MAX_CLASS_NAME {
            return Err(format!("{place}, is longer than {MAX_CLASS_NAME} letters"));
        }
        if str::from_utf8(class).is_err() {
            return Err(format!("{place}, is not UTF-8 text: save the file again as UTF-8"));
        }
        let label = self.names.number_of(class).ok_or_else(|| {
            format!("column {} has more than 256 different values: {NAME_THE_CLASSES}", column + 1)
        })?;
        self.labels.push(label);
        Ok(())
    }
}

/// What to do when the wrong column was taken for the classes.
pub const NAME_THE_CLASSES: &str =
    "if the classes are in another column, name that one `label` in a header row";

fn not_a_number(field: &[u8], line: u64, column: usize) -> String {
    let place = format_args!("in line {line}, column {}", column + 1);
    if field.is_empty() {
        return format!("{place} is empty: fill in a number, or leave the row out");
    }
    let is_large = str::from_utf8(field).is_ok_and(|text| text.parse::<f64>().is_ok_and(f64::is_finite));
    let what = if is_large { "is too large a number" } else { "is not a number" };
    format!("{place} `{}` {what}", shown(field))
}
