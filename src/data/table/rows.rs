//! The rows of a table, as they are read.

use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::columns::Columns;
use super::text::{Bounded, Fault, delimiter, number, shown};
use crate::data::meter::Meter;
use crate::data::names::Names;
use crate::data::pixels;
use crate::error::Error;

/// 60,000 images of 28 × 28 pixels are 47 million numbers.
const MOST_NUMBERS: usize = 60_000_000;
const MOST_ROWS: usize = 1_000_000;

/// What is read so far.
#[derive(Default)]
pub struct Rows {
    /// Numbers of a row, its class left aside.
    pub width: usize,
    pub numbers: Vec<f32>,
    /// The classes by the numbers of their names.
    pub labels: Vec<u8>,
    pub names: Names,
    /// What the columns of numbers are called, if the first row says so.
    header: Option<Vec<String>>,
}

impl Rows {
    /// Reads a file and puts its rows behind those that are there.
    pub fn append(&mut self, path: &Path, meter: &mut Meter) -> Result<(), Error> {
        let name = path.display().to_string();
        let told = |fault: Fault| match fault {
            Fault::System(source) => Error::Unreadable { path: name.clone(), source },
            Fault::Contents(problem) => Error::BadData { path: name.clone(), problem },
        };
        let file = meter.open(path).map_err(|source| told(Fault::System(source)))?;
        let mut file = BufReader::with_capacity(1 << 16, file);
        let packed =
            file.fill_buf().map_err(|source| told(Fault::System(source)))?.starts_with(&[0x1f, 0x8b]);
        if packed {
            self.take(BufReader::with_capacity(1 << 16, Bounded::new(MultiGzDecoder::new(file))))
        } else {
            self.take(BufReader::with_capacity(1 << 16, Bounded::new(file)))
        }
        .map_err(told)
    }

    fn take(&mut self, mut text: impl BufRead) -> Result<(), Fault> {
        let start = text.fill_buf().map_err(Fault::from)?;
        let delimiter = delimiter(start);
        // What some editors put in front of UTF-8.
        let mark = if start.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
        text.consume(mark);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .from_reader(text);
        let nothing = || Fault::Contents("there are no rows of numbers in it".to_owned());
        let mut record = csv::ByteRecord::new();
        let mut next = |record: &mut csv::ByteRecord| -> Result<bool, Fault> {
            let more = reader.read_byte_record(record)?;
            if delimiter == b' ' {
                // Columns may be lined up with more than one.
                let line = record.position().cloned();
                *record = record.iter().filter(|field| !field.is_empty()).collect();
                record.set_position(line);
            }
            Ok(more)
        };
        if !next(&mut record)? {
            return Err(nothing());
        }
        let columns = Columns::of(&record, delimiter)?;
        self.agrees(&columns).map_err(Fault::Contents)?;
        let before = self.labels.len();
        let mut more = columns.names.is_none() || next(&mut record)?;
        while more {
            self.row(&record, &columns, delimiter).map_err(Fault::Contents)?;
            more = next(&mut record)?;
        }
        if self.labels.len() > before { Ok(()) } else { Err(nothing()) }
    }

    /// Whether a second file has the columns of the first.
    fn agrees(&mut self, columns: &Columns) -> Result<(), String> {
        if self.width != 0 && self.width != columns.numbers.len() {
            return Err("it has not as many columns as the training part".to_owned());
        }
        if let (Some(before), Some(now)) = (&self.header, &columns.names)
            && before != now
        {
            return Err("its columns are called otherwise than those of the training part".to_owned());
        }
        self.width = columns.numbers.len();
        self.header.clone_from(&columns.names);
        Ok(())
    }

    fn row(&mut self, record: &csv::ByteRecord, columns: &Columns, delimiter: u8) -> Result<(), String> {
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != columns.all {
            return Err(format!("line {line} has {} columns and not {}", record.len(), columns.all));
        }
        for &column in &columns.numbers {
            let field = &record[column];
            let number = number(field, delimiter).filter(|number| number.is_finite());
            self.numbers.push(number.ok_or_else(|| {
                let what = if field.is_empty() {
                    "is empty".to_owned()
                } else {
                    format!("`{}` is no number", shown(field))
                };
                format!("in line {line}, column {} {what}", column + 1)
            })?);
        }
        if self.numbers.len() > MOST_NUMBERS {
            return Err(format!("it has more than {} million numbers", MOST_NUMBERS / 1_000_000));
        }
        if self.labels.len() >= MOST_ROWS {
            return Err("it has more than a million rows".to_owned());
        }
        let class = &record[columns.class];
        if class.is_empty() {
            return Err(format!("in line {line}, column {}, the class, is empty", columns.class + 1));
        }
        let label = self.names.number_of(class).ok_or_else(|| {
            format!("column {} has more than 256 different values: those are no classes", columns.class + 1)
        })?;
        self.labels.push(label);
        Ok(())
    }

    /// Some tables of images have their classes in front, and nobody says so: then what is behind is the last pixel,
    /// which is always the same.
    pub fn class_may_be_in_front(&mut self) {
        let class = |row: &[f32]| row[0].fract() == 0.0 && (0.0..256.0).contains(&row[0]);
        let images = pixels::side(self.width).is_some() && self.header.is_none();
        let Some(last) = self.names.only_number().filter(|_| images) else { return };
        if !self.numbers.chunks(self.width).all(class) {
            return;
        }
        self.names = Names::default();
        for (row, label) in self.numbers.chunks_mut(self.width).zip(&mut self.labels) {
            *label = self.names.number_of(row[0].to_string().as_bytes()).unwrap_or(0);
            row.rotate_left(1);
            row[self.width - 1] = last;
        }
    }
}
