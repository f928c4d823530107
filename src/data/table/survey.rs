//! The first look at a table: what stands in its columns. A second one then reads only what is wanted.

use std::io::{BufRead, Read};
use std::ops::Range;
use std::path::Path;

use csv::ByteRecord;

use super::column_survey::ColumnSurvey;
use super::delimiter::{delimiter, is_comment};
use super::encoding::{Encoding, Utf8};
use super::head::{FirstRows, Head};
use super::names::shown_name;
use super::one_hot::OneHot;
use super::records::{Format, Gaps, Records, filled, trimmed};
use crate::column::Column;
use crate::data::file_data::{MAX_EXAMPLES, MAX_INPUTS};
use crate::data::gzip;
use crate::data::progress::Progress;
use crate::data::read_error::ReadError;
use crate::data::read_options::ReadOptions;

/// The most numbers of a table. 60,000 images of 28 × 28 pixels are 47 million.
const MAX_NUMBERS: usize = 60_000_000;
/// The most columns: the largest images, their class, and as many again that may be left out.
const MAX_COLUMNS: usize = MAX_INPUTS + 1_024;
/// Of wider tables, only so many columns at either end, and columns of words, may be the class.
const MAX_COUNTED: usize = 1_024;
/// How many bytes of different values all columns may keep.
const BUDGET: usize = 64 << 20;

/// What a table holds.
#[derive(Debug)]
pub struct Survey {
    pub format: Format,
    pub head: Head,
    pub columns: Vec<ColumnSurvey>,
    /// The number of examples.
    pub rows: usize,
    /// The columns that may be the class together.
    pub one_hot: Vec<Range<usize>>,
    /// The first row with too few or too many fields: its line, and how many.
    ragged: Option<(u64, usize)>,
    is_utf8: bool,
}

impl Survey {
    /// Looks at a whole file. `other` is the header of another file with the same columns.
    pub fn of(
        path: &Path,
        options: &ReadOptions,
        other: Option<&[String]>,
        progress: &mut Progress,
    ) -> Result<Survey, ReadError> {
        let mut format = detect(path, progress)?;
        let mut survey = Survey::in_format(path, format, options, other, progress)?;
        if !survey.is_utf8 {
            format.encoding = Encoding::Latin1;
            progress.expect(path);
            survey = Survey::in_format(path, format, options, other, progress)?;
        }
        if format.delimiter == b'\t' && (survey.ragged.is_some() || survey.has_missing()) {
            let aligned = Format { gaps: Gaps::Aligned, ..format };
            progress.expect(path);
            let other = Survey::in_format(path, aligned, options, other, progress)?;
            if other.ragged.is_none() && other.head.columns > 1 {
                survey = other;
            }
        }
        if let Some((line, found)) = survey.ragged {
            let columns = survey.head.columns;
            return Err(format!("line {line} has {found} columns instead of {columns}").into());
        }
        Ok(survey)
    }

    fn in_format(
        path: &Path,
        format: Format,
        options: &ReadOptions,
        other: Option<&[String]>,
        progress: &mut Progress,
    ) -> Result<Survey, ReadError> {
        let mut records = Records::open(path, format, progress)?;
        let mut first = FirstRows::default();
        let mut record = ByteRecord::new();
        let mut is_end = false;
        while !is_end && !first.is_full() {
            is_end = !records.next(&mut record)?;
            if !is_end {
                first.add(&record, records.line(&record));
            }
        }
        let head = first.head(options.header, other);
        if head.columns > MAX_COLUMNS {
            return Err(format!("its examples have more than {MAX_INPUTS} numbers each").into());
        }
        let mut survey = Survey::new(format, head, options);
        survey.is_utf8 = first.is_utf8();
        let mut scan = Scan::new(survey.head.columns);
        for (row, line) in first.below(&survey.head) {
            scan.add(&mut survey, row, line)?;
        }
        while !is_end && survey.is_utf8 && records.next(&mut record)? {
            scan.add(&mut survey, &record, records.line(&record))?;
        }
        survey.one_hot = scan.one_hot.iter().filter_map(|columns| columns.found(survey.rows)).collect();
        survey.one_hot.dedup();
        Ok(survey)
    }

    fn new(format: Format, head: Head, options: &ReadOptions) -> Survey {
        let count = head.columns;
        let names = head.names.as_deref().unwrap_or_default();
        let label = options.label.as_ref().and_then(|label| label.find(names, count));
        let may_be_class = |column: usize| {
            let from_end = column.min(count - 1 - column);
            count <= MAX_COUNTED || from_end < MAX_COUNTED / 2 || label == Some(column)
        };
        let columns = (0..count).map(|column| ColumnSurvey::new(may_be_class(column))).collect();
        Survey { format, head, columns, rows: 0, one_hot: Vec::new(), ragged: None, is_utf8: true }
    }

    fn has_missing(&self) -> bool {
        self.columns.iter().any(|column| column.first_missing.is_some())
    }

    /// A column as messages name it.
    pub fn column(&self, column: usize) -> Column {
        Column { number: column + 1, name: self.name(column).map(shown_name) }
    }

    /// The name of a column, if it has one.
    pub fn name(&self, column: usize) -> Option<&str> {
        self.head.names.as_ref().map(|names| names[column].as_str())
    }
}

/// Adds the rows of a file to its survey.
struct Scan {
    budget: usize,
    one_hot: [OneHot; 3],
}

impl Scan {
    fn new(columns: usize) -> Scan {
        // A name or number of the row may stand in front.
        let one_hot =
            [OneHot::at_end(columns), OneHot::from(0, columns), OneHot::from(1.min(columns), columns)];
        Scan { budget: BUDGET, one_hot }
    }

    fn add(&mut self, survey: &mut Survey, row: &ByteRecord, line: u64) -> Result<(), ReadError> {
        if !fits(row, survey.head.columns) {
            if !is_comment_between(row, survey.head.columns) {
                survey.ragged.get_or_insert((line, filled(row)));
            }
            return Ok(());
        }
        survey.is_utf8 &= str::from_utf8(row.as_slice()).is_ok();
        survey.rows += 1;
        if survey.rows > MAX_EXAMPLES {
            return Err(format!("it has more than {MAX_EXAMPLES} rows").into());
        }
        if survey.rows * survey.head.columns > MAX_NUMBERS {
            return Err(format!("it has more than {MAX_NUMBERS} numbers").into());
        }
        for (column, field) in survey.columns.iter_mut().zip(row) {
            column.add(trimmed(field), line, &mut self.budget);
        }
        self.one_hot.iter_mut().for_each(|columns| columns.add(row));
        Ok(())
    }
}

/// Whether a row has exactly these columns, apart from empty fields at the end.
pub fn fits(row: &ByteRecord, columns: usize) -> bool {
    // Skipping in the iterator would visit the fields in front.
    row.len() >= columns && (columns..row.len()).all(|column| trimmed(&row[column]).is_empty())
}

/// Whether a row that does not fit is a comment between the examples.
pub fn is_comment_between(row: &ByteRecord, columns: usize) -> bool {
    !fits(row, columns) && is_comment(row.get(0).unwrap_or_default())
}

/// Finds out how the text of a file is stored.
fn detect(path: &Path, progress: &mut Progress) -> Result<Format, ReadError> {
    let mut text = gzip::open(path, progress).map_err(ReadError::from_gzip)?;
    let start = text.fill_buf().map_err(ReadError::from_gzip)?;
    let encoding = Encoding::detect(start);
    let mut lines = Vec::new();
    Utf8::new(start, encoding).read_to_end(&mut lines).map_err(ReadError::from_gzip)?;
    let delimiter = delimiter(&lines).ok_or(
        "its commas may be decimal commas or part the columns: write points, or part the columns with semicolons",
    )?;
    let gaps = if delimiter == b' ' { Gaps::Aligned } else { Gaps::Empty };
    Ok(Format { encoding, delimiter, gaps })
}
