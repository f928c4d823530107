//! The rows of a table, as they are read.

use std::io::BufRead;
use std::path::Path;

use csv::ByteRecord;

use super::columns::{Class, Columns};
use super::text::{self, Lines, delimiter, is_remark, number, shown};
use crate::data::fault::Fault;
use crate::data::file_data::MOST_EXAMPLES;
use crate::data::meter::Meter;
use crate::data::names::Names;
use crate::data::unpack;

/// 60,000 images of 28 × 28 pixels are 47 million numbers.
const MOST_NUMBERS: usize = 60_000_000;
/// Longer names of classes are none.
const LONGEST_CLASS: usize = 1_000;
/// From here on numbers lose what tells them apart when they are kept in four bytes, unless they are counted from the
/// first one: years in seconds, metres on the globe.
const LARGE: f64 = 1_048_576.0;

/// What is read so far.
pub struct Rows {
    /// Which column is what.
    pub columns: Columns,
    /// The numbers, row by row, without what `starts` says.
    pub numbers: Vec<f32>,
    /// What is taken from all numbers of a column.
    pub starts: Vec<f64>,
    /// The classes by the numbers of their names, where a column of them is known.
    pub labels: Vec<u8>,
    pub names: Names,
    delimiter: u8,
}

/// One line of a table after the other.
struct Reader<'f> {
    csv: csv::Reader<Lines<Box<dyn BufRead + 'f>>>,
    delimiter: u8,
}

impl<'f> Reader<'f> {
    fn open(path: &Path, meter: &'f mut Meter<'_>) -> Result<Reader<'f>, Fault> {
        let mut text = unpack::open(path, meter).map_err(Fault::unpacking)?;
        // What some editors put in front of UTF-8.
        let start = text.fill_buf().map_err(Fault::unpacking)?;
        let mark = if start.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
        text.consume(mark);
        let delimiter = delimiter(text.fill_buf().map_err(Fault::unpacking)?);
        let mut csv = csv::ReaderBuilder::new();
        csv.has_headers(false).flexible(true).delimiter(delimiter).trim(csv::Trim::All);
        csv.terminator(csv::Terminator::Any(b'\n'));
        Ok(Reader { csv: csv.from_reader(Lines::new(text)), delimiter })
    }

    /// The first row, behind what is said about the table; false if there is none.
    fn first(&mut self, record: &mut ByteRecord) -> Result<bool, Fault> {
        while self.next(record)? {
            if !record.get(0).is_some_and(is_remark) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The next row that is not empty; false if there is none.
    fn next(&mut self, record: &mut ByteRecord) -> Result<bool, Fault> {
        loop {
            if !self.csv.read_byte_record(record).map_err(text::fault)? {
                return Ok(false);
            }
            if self.delimiter == b' ' {
                // Columns may be lined up with more than one.
                *record = record.iter().filter(|field| !field.is_empty()).collect();
            }
            if record.iter().any(|field| !field.is_empty()) {
                return Ok(true);
            }
        }
    }

    /// The line of the row that was read last, from 1 on.
    fn line(&self) -> u64 {
        self.csv.position().line().saturating_sub(1)
    }
}

impl Rows {
    /// Reads a file.
    pub fn read(path: &Path, meter: &mut Meter) -> Result<Rows, Fault> {
        let nothing = || Fault::from("there are no rows of numbers in it");
        let mut reader = Reader::open(path, meter)?;
        let (mut first, mut second) = (ByteRecord::new(), ByteRecord::new());
        if !reader.first(&mut first)? {
            return Err(nothing());
        }
        let line = reader.line();
        let has_second = reader.next(&mut second)?;
        let columns = Columns::of(&first, &second, reader.delimiter)?;
        let starts = vec![0.0; columns.numbers.len()];
        let delimiter = reader.delimiter;
        let (numbers, labels, names) = (Vec::new(), Vec::new(), Names::default());
        let mut rows = Rows { columns, numbers, starts, labels, names, delimiter };
        let row = if rows.columns.header.is_some() { &second } else { &first };
        for (start, &column) in rows.starts.iter_mut().zip(&rows.columns.numbers) {
            let number = row.get(column).and_then(|field| number(field, delimiter)).unwrap_or(0.0);
            *start = if number.abs() < LARGE { 0.0 } else { number };
        }
        if rows.columns.header.is_none() {
            rows.push(&first, line)?;
        }
        if has_second {
            rows.push(&second, reader.line())?;
        }
        rows.push_all(&mut reader, &mut second)?;
        if rows.len() > 0 { Ok(rows) } else { Err(nothing()) }
    }

    /// Reads another file with the same columns; false if it has others, and then nothing is changed.
    pub fn append(&mut self, path: &Path, meter: &mut Meter) -> Result<bool, Fault> {
        let mut reader = Reader::open(path, meter)?;
        let mut first = ByteRecord::new();
        if reader.delimiter != self.delimiter || !reader.first(&mut first)? {
            return Ok(false);
        }
        // Names are asked for first: they may be numbers.
        if !self.columns.is_header(&first) {
            let is_from_r = self.columns.is_header_of_r(&first) && reader.next(&mut first)?;
            if !(is_from_r && self.columns.are_as_many(&first)
                || self.columns.may_have(&first, self.delimiter))
            {
                return Ok(false);
            }
            self.push(&first, reader.line())?;
        }
        self.push_all(&mut reader, &mut first)?;
        Ok(true)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.numbers.len() / self.columns.numbers.len()
    }

    fn push_all(&mut self, reader: &mut Reader, record: &mut ByteRecord) -> Result<(), Fault> {
        while reader.next(record)? {
            self.push(record, reader.line())?;
        }
        Ok(())
    }

    fn push(&mut self, record: &ByteRecord, line: u64) -> Result<(), String> {
        if !self.columns.are_as_many(record) {
            return Err(format!("line {line} has {} columns and not {}", record.len(), self.columns.all));
        }
        for (&column, start) in self.columns.numbers.iter().zip(&self.starts) {
            let field = &record[column];
            let number = number(field, self.delimiter).map(|number| (number - start) as f32);
            let number = number.filter(|number| number.is_finite());
            self.numbers.push(number.ok_or_else(|| no_number(field, line, column))?);
        }
        if self.numbers.len() > MOST_NUMBERS {
            return Err(format!("it has more than {} million numbers", MOST_NUMBERS / 1_000_000));
        }
        if self.len() > MOST_EXAMPLES {
            return Err(format!("it has more than {MOST_EXAMPLES} rows"));
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
        if class.len() > LONGEST_CLASS {
            return Err(format!("{place}, is longer than {LONGEST_CLASS} letters"));
        }
        if str::from_utf8(class).is_err() {
            return Err(format!("{place}, is no text in UTF-8: save the file again as such"));
        }
        let label = self.names.number_of(class).ok_or_else(|| {
            format!("column {} has more than 256 different values: {CALL_IT_SO}", column + 1)
        })?;
        self.labels.push(label);
        Ok(())
    }
}

/// What to do where the wrong column was taken for the classes.
pub const CALL_IT_SO: &str = "if the classes are in another one, call that `label` in a first row";

fn no_number(field: &[u8], line: u64, column: usize) -> String {
    let place = format_args!("in line {line}, column {}", column + 1);
    if field.is_empty() {
        return format!("{place} is empty: fill in a number, or leave the row out");
    }
    let is_large = str::from_utf8(field).is_ok_and(|text| text.parse::<f64>().is_ok_and(f64::is_finite));
    let what = if is_large { "is too large a number" } else { "is no number" };
    format!("{place} `{}` {what}", shown(field))
}
