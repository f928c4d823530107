//! The second look at a table: reads the columns that are wanted.

use std::ops::Range;
use std::path::Path;

use csv::ByteRecord;

use super::class_column::Class;
use super::column_survey::MAX_CLASSES;
use super::number::{Notation, parse};
use super::plan::{Input, Plan};
use super::records::{Records, trimmed};
use super::spelling::Spelling;
use super::survey::{Survey, fits, is_comment_between};
use crate::data::class_names::ClassNames;
use crate::data::pixels::Scale;
use crate::data::progress::Progress;
use crate::data::read_error::ReadError;

/// The examples of a file, row by row.
pub struct Rows {
    pub inputs: Inputs,
    /// The class of each row, as [`ClassNames`] numbers them.
    pub labels: Vec<u8>,
}

/// The inputs of all rows.
pub enum Inputs {
    /// Grey levels.
    Pixels(Vec<u8>),
    /// Numbers less the offsets of their columns.
    Numbers(Vec<f32>),
}

/// Reads the examples of a file. If they are pixels, `scale` maps them to grey levels.
pub fn read(
    path: &Path,
    survey: &Survey,
    plan: &Plan,
    classes: &mut Classes,
    scale: Option<Scale>,
    progress: &mut Progress,
) -> Result<Rows, ReadError> {
    let mut records = Records::open(path, survey.format, progress)?;
    let count = survey.rows * plan.inputs.len();
    let inputs = match scale {
        Some(_) => Inputs::Pixels(Vec::with_capacity(count)),
        None => Inputs::Numbers(Vec::with_capacity(count)),
    };
    let mut rows = Rows { inputs, labels: Vec::with_capacity(survey.rows) };
    let mut row = ByteRecord::new();
    for _ in 0..survey.head.rows {
        records.next(&mut row)?;
    }
    let columns = survey.head.columns;
    while records.next(&mut row)? {
        if is_comment_between(&row, columns) {
            continue;
        }
        let is_read = fits(&row, columns) && rows.inputs.push(&row, &plan.inputs, scale);
        if !is_read || rows.labels.len() == survey.rows {
            return Err("it was changed while it was read".into());
        }
        rows.labels.push(classes.number_of(&row, &plan.class)?);
    }
    Ok(rows)
}

impl Inputs {
    /// Adds the inputs of a row. Returns false if one cannot be read.
    fn push(&mut self, row: &ByteRecord, inputs: &[Input], scale: Option<Scale>) -> bool {
        match (self, scale) {
            (Inputs::Pixels(pixels), Some(scale)) => inputs.iter().all(|input| {
                let pixel = parse(trimmed(&row[input.column]), Notation::Point).and_then(scale);
                pixel.map(|pixel| pixels.push(pixel)).is_some()
            }),
            (Inputs::Numbers(numbers), _) => inputs.iter().all(|input| {
                let field = trimmed(&row[input.column]);
                let number = input.offset.subtract_from(field, input.notation);
                number.map(|number| numbers.push(number)).is_some()
            }),
            (Inputs::Pixels(_), None) => false,
        }
    }
}

/// Numbers the classes of rows.
pub struct Classes {
    pub names: ClassNames,
    spelling: Spelling,
}

impl Classes {
    /// Takes the names that the file lists, if it does.
    pub fn new(survey: &Survey, class: &Class) -> Classes {
        let spelling = match class {
            Class::Column(column) => Spelling::of(&survey.columns[*column]),
            Class::OneHot(_) => Spelling::AsItStands,
        };
        let listed = match (class, &survey.head.counts) {
            (Class::OneHot(columns), _) => Some(one_hot_names(survey, columns.clone())),
            (Class::Column(_), counts) => counts.as_ref().map(|counts| counts.class_names.clone()),
        };
        Classes { names: listed.map_or_else(ClassNames::default, ClassNames::listed), spelling }
    }

    /// What a person should know about the names of the classes in these files.
    pub fn note(&self, surveys: &[&Survey], class: &Class) -> Option<String> {
        let Class::Column(column) = class else { return None };
        let columns: Vec<_> = surveys.iter().map(|survey| &survey.columns[*column]).collect();
        self.spelling.note(&columns)
    }

    fn number_of(&mut self, row: &ByteRecord, class: &Class) -> Result<u8, ReadError> {
        match class {
            Class::OneHot(columns) => {
                let is_one = |field: &[u8]| parse(trimmed(field), Notation::Point) == Some(1.0);
                let mut ones = columns.clone().filter(|&column| is_one(&row[column]));
                match (ones.next(), ones.next()) {
                    (Some(one), None) => Ok((one - columns.start) as u8),
                    _ => Err("a row has not exactly one 1 in the columns of its class".into()),
                }
            }
            Class::Column(column) => {
                let name = self.spelling.name(trimmed(&row[*column]));
                let number = self.names.number_of(&name);
                number.ok_or_else(|| {
                    format!("column {} has more than {MAX_CLASSES} different values", column + 1).into()
                })
            }
        }
    }
}

/// The names of classes that have a column each: those of the columns, or 0, 1, 2 …
fn one_hot_names(survey: &Survey, columns: Range<usize>) -> Vec<String> {
    let named = |column: usize| survey.name(column).filter(|name| !name.is_empty()).map(str::to_owned);
    let names: Option<Vec<String>> = columns.clone().map(named).collect();
    names.unwrap_or_else(|| (0..columns.len()).map(|class| class.to_string()).collect())
}
