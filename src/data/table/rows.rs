//! The rows of a table, as they are read.

use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::columns::Columns;
use super::names::Names;
use super::text::{Bounded, Fault, delimiter, number, shown};
use crate::data::meter::Meter;
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
    /// Whether the first row said what the columns are.
    has_header: bool,
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
        let delimiter = delimiter(text.fill_buf().map_err(Fault::from)?);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .from_reader(text);
        let mut record = csv::ByteRecord::new();
        let mut columns = None;
        while reader.read_byte_record(&mut record).map_err(Fault::from)? {
            let line = record.position().map_or(0, csv::Position::line);
            if columns.is_none() {
                let first = Columns::of(&record)?;
                let (found, is_header) = first;
                if self.width != 0 && self.width != found.numbers.len() {
                    return Err(Fault::Contents(
                        "it has not as many columns as the training part".to_owned(),
                    ));
                }
                self.width = found.numbers.len();
                self.has_header = is_header;
                columns = Some(found);
                if is_header {
                    continue;
                }
            }
            if let Some(columns) = &columns {
                self.row(&record, columns, line).map_err(Fault::Contents)?;
            }
        }
        if columns.is_some() && !self.labels.is_empty() {
            Ok(())
        } else {
            Err(Fault::Contents("there are no rows of numbers in it".to_owned()))
        }
    }

    fn row(&mut self, record: &csv::ByteRecord, columns: &Columns, line: u64) -> Result<(), String> {
        if record.len() != columns.all {
            return Err(format!("line {line} has {} columns and not {}", record.len(), columns.all));
        }
        for &column in &columns.numbers {
            let field = &record[column];
            let number = number(field).filter(|number| number.is_finite());
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

    /// Some tables have their classes in front, and nobody says so: then what is behind is the last pixel, always 0.
    pub fn class_may_be_in_front(&mut self) {
        let first = |row: &[f32]| row[0].fract() == 0.0 && (0.0..256.0).contains(&row[0]);
        let constant = self.names.only_number();
        if self.has_header || self.width < 2 || !self.numbers.chunks(self.width).all(first) {
            return;
        }
        let Some(constant) = constant else { return };
        self.names = Names::default();
        for (row, label) in self.numbers.chunks_mut(self.width).zip(&mut self.labels) {
            *label = self.names.number_of(row[0].to_string().as_bytes()).unwrap_or(0);
            row.rotate_left(1);
            row[self.width - 1] = constant;
        }
    }
}
