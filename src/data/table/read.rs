//! Reads a table and converts its rows to examples.

use std::path::Path;

use ndarray::{Array2, ShapeError};

use super::column_survey::ColumnSurvey;
use super::pair::{Pair, pair};
use super::plan::{Input, Plan};
use super::rows::{self, Classes, Inputs, Rows};
use super::survey::Survey;
use crate::data::examples::Examples;
use crate::data::features::Features;
use crate::data::file_data::FileData;
use crate::data::pixels::{self, Scale};
use crate::data::progress::Progress;
use crate::data::read_error::ReadError;
use crate::data::read_options::ReadOptions;
use crate::data::shape::Shape;
use crate::error::Error;

/// The extensions of tables.
const EXTENSIONS: [&str; 12] =
    [".csv", ".tsv", ".tab", ".txt", ".dat", ".data", ".tra", ".tes", ".trn", ".tst", ".train", ".test"];

/// Whether a path has one of the extensions of tables, with or without `.gz` after it.
pub fn is_table(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    EXTENSIONS.iter().any(|extension| name.ends_with(extension))
}

/// Reads a table as `options` say. If a training and a test table with the same columns lie beside each other under
/// usual names, both are read, whichever is named; otherwise a fifth of the rows becomes the test set.
///
/// # Errors
/// [`Error::Unreadable`] when the operating system reports an error, [`Error::BadData`] when the content cannot be
/// used, [`Error::UnclearClass`] when the person has to choose the column of the classes.
pub fn read(path: &Path, options: &ReadOptions, progress: &mut Progress) -> Result<FileData, Error> {
    let pair = pair(path);
    let train = pair.as_ref().map_or(path, |pair| &pair.train);
    let files = [Some(train), pair.as_ref().map(|pair| pair.test.as_path())];
    for file in files.into_iter().flatten() {
        // Each is read twice.
        (0..2).for_each(|_| progress.expect(file));
    }
    let Some(Pair { train, test }) = pair else { return read_one(path, options, None, progress) };
    match Table::of(&train, options, progress) {
        Ok(mut table) => match table.test(&test, options, progress)? {
            Some(survey) => table.read(Some((&test, survey)), path, progress),
            None if path == train => {
                let note = format!("{} has other columns and is not the test set", file_name(&test));
                table.with_note(note).read(None, path, progress)
            }
            None => read_one(path, options, Some(&train), progress),
        },
        Err(error) if path == train => Err(error),
        Err(_) => read_one(path, options, Some(&train), progress),
    }
}

/// Reads a file by itself, though `other` lies beside it.
fn read_one(
    path: &Path,
    options: &ReadOptions,
    other: Option<&Path>,
    progress: &mut Progress,
) -> Result<FileData, Error> {
    let table = Table::of(path, options, progress)?;
    let note =
        other.map(|other| format!("{} has other columns and is not the training set", file_name(other)));
    note.into_iter().fold(table, Table::with_note).read(None, path, progress)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A table that was looked at.
struct Table<'p> {
    path: &'p Path,
    survey: Survey,
    plan: Plan,
}

impl<'p> Table<'p> {
    fn of(path: &'p Path, options: &ReadOptions, progress: &mut Progress) -> Result<Table<'p>, Error> {
        let plan = |progress: &mut Progress| {
            let survey = Survey::of(path, options, None, progress)?;
            if survey.rows == 0 {
                return Err("there are no rows of numbers in it".into());
            }
            let plan = Plan::of(&survey, options)?;
            Ok((survey, plan))
        };
        let (survey, plan) = plan(progress).map_err(|error: ReadError| error.for_file(path))?;
        Ok(Table { path, survey, plan })
    }

    fn with_note(mut self, note: String) -> Table<'p> {
        self.plan.reading.notes.push(note);
        self
    }

    /// Looks at a test table. `None` if it has other columns.
    fn test(
        &mut self,
        path: &Path,
        options: &ReadOptions,
        progress: &mut Progress,
    ) -> Result<Option<Survey>, Error> {
        let names = self.survey.head.names.as_deref();
        let survey = Survey::of(path, options, names, progress).map_err(|error| error.for_file(path))?;
        let columns = || self.plan.inputs.iter().map(|input| input.column);
        let is_same = survey.rows > 0
            && survey.head.columns == self.survey.head.columns
            && survey.format.delimiter == self.survey.format.delimiter
            && match (names, survey.head.names.as_deref()) {
                (Some(names), Some(others)) => are_same(names, others),
                (names, None) => {
                    let has_words = |column: usize| survey.columns[column].has_words();
                    if names.is_some() { !columns().any(has_words) } else { !columns().all(has_words) }
                }
                (None, Some(_)) => false,
            };
        if !is_same {
            return Ok(None);
        }
        self.plan.include(&mut self.survey, &survey).map_err(|error| error.for_file(path))?;
        Ok(Some(survey))
    }

    /// Reads the examples of this table, and those of its test table. `opened` is the one that the person named.
    fn read(
        mut self,
        test: Option<(&Path, Survey)>,
        opened: &Path,
        progress: &mut Progress,
    ) -> Result<FileData, Error> {
        let surveys: Vec<&Survey> =
            [Some(&self.survey), test.as_ref().map(|(_, survey)| survey)].into_iter().flatten().collect();
        let form = Form::of(&self.plan.inputs, &surveys);
        let mut classes = Classes::new(&self.survey, &self.plan.class);
        self.plan.reading.notes.extend(classes.note(&surveys, &self.plan.class));
        let train = rows::read(self.path, &self.survey, &self.plan, &mut classes, form.scale, progress)
            .map_err(|error| error.for_file(self.path))?;
        let test = match test {
            Some((path, survey)) => {
                let rows = rows::read(path, &survey, &self.plan, &mut classes, form.scale, progress)
                    .map_err(|error| error.for_file(path))?;
                let role = if opened == self.path { "tested on" } else { "learns from" };
                let other = if opened == self.path { path } else { self.path };
                let notes = &mut self.plan.reading.notes;
                notes.push(format!("{role} {}", file_name(other)));
                notes.extend(other_classes(&classes, &train, &rows));
                Some(rows)
            }
            None => None,
        };
        let width = self.plan.inputs.len();
        let data = || {
            let train = examples(train, width).map_err(|error| error.to_string())?;
            let test =
                test.map(|test| examples(test, width)).transpose().map_err(|error| error.to_string())?;
            FileData::new(form.shape, classes.names, self.plan.reading, train, test)
        };
        let mut data = data().map_err(|problem| ReadError::from(problem).for_file(self.path))?;
        for (column, Input { column: number, offset, .. }) in data.inputs.iter_mut().zip(&self.plan.inputs) {
            let name = self.survey.column(*number).name.filter(|name| !name.is_empty());
            column.name = name.unwrap_or_else(|| format!("column {}", number + 1));
            column.middle += offset.value();
        }
        Ok(data)
    }
}

/// Whether columns have the same names, which R writes without the first.
fn are_same(names: &[String], others: &[String]) -> bool {
    let lower = |names: &[String]| names.iter().map(|name| name.to_lowercase()).collect::<Vec<_>>();
    lower(names) == lower(others)
}

/// Tells which classes occur in one of two tables only.
fn other_classes(classes: &Classes, train: &Rows, test: &Rows) -> Vec<String> {
    let only = |these: &[u8], those: &[u8], words: &str| {
        let is_only = |class: &usize| {
            let class = *class as u8;
            these.contains(&class) && !those.contains(&class)
        };
        let names: Vec<String> = (0..classes.names.len())
            .filter(is_only)
            .map(|class| format!("`{}`", classes.names.shown(class)))
            .collect();
        (!names.is_empty()).then(|| {
            let more = if names.len() > MAX_NAMED { ", …" } else { "" };
            format!("classes of the {words} only: {}{more}", names[..names.len().min(MAX_NAMED)].join(", "))
        })
    };
    [only(&train.labels, &test.labels, "training set"), only(&test.labels, &train.labels, "test set")]
        .into_iter()
        .flatten()
        .collect()
}

/// The most classes that a note names.
const MAX_NAMED: usize = 5;

fn examples(rows: Rows, width: usize) -> Result<Examples, ShapeError> {
    let dimensions = (rows.labels.len(), width);
    let inputs = match rows.inputs {
        Inputs::Pixels(pixels) => Features::Pixels(Array2::from_shape_vec(dimensions, pixels)?),
        Inputs::Numbers(numbers) => Features::Numbers(Array2::from_shape_vec(dimensions, numbers)?),
    };
    Ok(Examples { inputs, labels: rows.labels })
}

/// What the inputs stand for.
struct Form {
    shape: Shape,
    /// Maps pixels to grey levels without rounding any.
    scale: Option<Scale>,
}

impl Form {
    /// A square number of inputs that are all grey levels is an image. Shares from 0 to 1 that are no grey levels stay
    /// the numbers they are; they are drawn as an image if they reach from paper to ink.
    fn of(inputs: &[Input], surveys: &[&Survey]) -> Form {
        let width = inputs.len();
        let numbers = Form { shape: Shape::of_numbers(width), scale: None };
        let Some(side) = pixels::side(width) else { return numbers };
        let columns =
            || surveys.iter().flat_map(|survey| inputs.iter().map(|input| &survey.columns[input.column]));
        let shape = Shape::Image { width: side, height: side };
        let ranges = || columns().map(ColumnSurvey::range);
        let low = ranges().map(|(low, _)| low).fold(f64::INFINITY, f64::min);
        let high = ranges().map(|(_, high)| high).fold(f64::NEG_INFINITY, f64::max);
        if columns().any(|column| !column.others.marks.is_empty()) {
            return numbers;
        }
        let bytes_below =
            |most: usize| columns().all(|column| column.bytes.iter().skip(most).all(|&count| count == 0));
        let scale: Option<Scale> = if columns().all(|column| column.others.are_256ths) && bytes_below(1) {
            Some(pixels::of_256)
        } else if columns().all(|column| column.others.are_grey) && bytes_below(2) {
            Some(pixels::exact_share)
        } else if columns().all(ColumnSurvey::is_whole) && low >= 0.0 && high <= 255.0 {
            Some(pixels::whole)
        } else {
            None
        };
        match scale {
            Some(_) => Form { shape, scale },
            None if low == 0.0 && (0.5..=1.0).contains(&high) => Form { shape, scale: None },
            None => numbers,
        }
    }
}
